package org.peerage.web.page;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds sentences and titles in a Java source that are no messages for developers. */
final class JavaScanner {
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//[^\n]*|\\s// [^\n]*");
    private static final Pattern FOR_DEVELOPERS = Pattern.compile(
            "(?s)(Exception|Error|requireNonNull|SuppressWarnings|LOG\\.[a-z]+)\\([^;{]*?(;|\\)\\s*(\n|$))");
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern TITLE = Pattern.compile("\\bframe\\(\\s*\"([^\"]*)\"");

    /** Begins like a sentence, or ends like one, and has several words. */
    private static final Pattern SENTENCE =
            Pattern.compile("(?s)\\p{Lu}[\\p{L}',-]* [\\p{L}(].*|.*\\p{L} \\p{L}+.*[.:?]\\s*(\\\\n)*");

    private static final Pattern SQL = Pattern.compile(
            "(?s)(select|insert|update|delete|merge) .*|.*\\b(where|order by|and) .*\\?.*|.*yyyy.*|Accept-.*|.*\\b(org|user):");

    private JavaScanner() {}

    static List<String> texts(String source) {
        String code = COMMENT.matcher(source).replaceAll("");
        code = FOR_DEVELOPERS.matcher(code).replaceAll("");
        code = JOINED.matcher(code).replaceAll("");
        List<String> titles =
                TITLE.matcher(code).results().map(hit -> hit.group(1)).toList();
        return Stream.concat(
                        titles.stream(),
                        LITERAL.matcher(code)
                                .results()
                                .map(hit -> hit.group(1))
                                .filter(text -> SENTENCE.matcher(text).matches()
                                        && !SQL.matcher(text).matches()))
                .distinct()
                .toList();
    }

    /** The keys of messages that a source or template names, each with how many arguments it gives. */
    static List<KeyUse> keys(String source) {
        Matcher call = Pattern.compile("\\b(?:text|html)\\(\\s*\"([A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+)\"\\s*([,)])")
                .matcher(source);
        return call.results()
                .map(hit -> new KeyUse(hit.group(1), hit.group(2).equals(")") ? 0 : arguments(source, hit.end())))
                .toList();
    }

    record KeyUse(String key, int arguments) {}

    private static int arguments(String source, int start) {
        int depth = 0;
        int count = 1;
        boolean quoted = false;
        boolean content = false;
        for (int i = start; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '`') {
                content = !content;
            } else if (!content && c == '"' && source.charAt(i - 1) != '\\') {
                quoted = !quoted;
            } else if (!content && !quoted) {
                if (c == ')' && depth == 0) {
                    return count;
                }
                depth += "({[".indexOf(c) >= 0 ? 1 : ")}]".indexOf(c) >= 0 ? -1 : 0;
                count += c == ',' && depth == 0 ? 1 : 0;
            }
        }
        return count;
    }
}
