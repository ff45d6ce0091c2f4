package org.peerage.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a script says to people in words of its own: they belong into attributes that a template fills. */
final class ScriptScanner {
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)(^|\\s)//\\s[^\n]*");

    /** What no person reads: selectors, classes, fonts, events, names of modules and of errors. */
    private static final Pattern FOR_BROWSERS = Pattern.compile("""
            (?x)
            (querySelector(All)?|closest|matches|addEventListener|on|off|import|new\\ Event|classList\\.\\w+|createElement)
                \\( \\s* ("[^"]*"|'[^']*'|`[^`]*`)
            | (className|font) \\s* = [^;]*;
            | \\b(class|from): \\s* "[^"]*"
            | \\bfrom \\s* "[^"]*"
            | \\.(name|key) \\s* [!=]== \\s* "[^"]*"
            """);

    private static final Pattern LITERAL =
            Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"|'((?:[^'\\\\\n]|\\\\.)*)'|`((?:[^`\\\\]|\\\\.)*)`");
    private static final Pattern INSERTED = Pattern.compile("\\$\\{[^}]*}");

    /** A word that begins like a sentence, or words beside each other or beside something that is put in. */
    private static final Pattern WORDS = Pattern.compile(
            "(?s)\\p{Lu}\\p{Ll}+([ .,:!?].*)?|.*(\\p{L}{2,}|\u0000),? \\p{L}{2,}.*|.*\\p{L}{2,} \u0000.*");

    /** Names of others are the same in all languages; and what a link promises. */
    private static final Set<String> NAMES =
            Set.of("Peerage", "OpenStreetMap", "Natural Earth, GeoNames", "noopener noreferrer");

    private ScriptScanner() {}

    static List<String> texts(String source) {
        String code =
                FOR_BROWSERS.matcher(COMMENT.matcher(source).replaceAll("")).replaceAll("");
        List<String> found = new ArrayList<>();
        Matcher literals = LITERAL.matcher(code);
        while (literals.find()) {
            String text = INSERTED.matcher(
                            literals.group().substring(1, literals.group().length() - 1))
                    .replaceAll("\u0000");
            if (WORDS.matcher(text).matches() && !NAMES.contains(text)) {
                found.add(text.replace('\u0000', '…'));
            }
        }
        return found;
    }
}
