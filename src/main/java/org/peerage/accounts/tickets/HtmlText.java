package org.peerage.accounts.tickets;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.owasp.html.HtmlSanitizer;

/** What a page says to who reads it, without how it looks. */
final class HtmlText implements HtmlSanitizer.Policy {
    private static final Set<String> SILENT = Set.of("script", "style", "title");
    private static final Set<String> LINES =
            Set.of("p", "div", "br", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre");

    private final StringBuilder said = new StringBuilder();
    private int silent;

    private HtmlText() {}

    static String of(String html) {
        HtmlText text = new HtmlText();
        HtmlSanitizer.sanitize(html, text);
        return text.said
                .toString()
                .replaceAll("[ \\t]+", " ")
                .replaceAll("\\s*\\n\\s*", "\n")
                .strip();
    }

    @Override
    public void openDocument() {
        said.setLength(0);
    }

    @Override
    public void closeDocument() {
        silent = 0;
    }

    @Override
    public void openTag(String element, List<String> attributes) {
        String name = element.toLowerCase(Locale.ROOT);
        if (SILENT.contains(name)) {
            silent++;
        }
        if (LINES.contains(name)) {
            said.append('\n');
        }
    }

    @Override
    public void closeTag(String element) {
        if (SILENT.contains(element.toLowerCase(Locale.ROOT))) {
            silent--;
        }
    }

    @Override
    public void text(String text) {
        if (silent == 0) {
            said.append(text);
        }
    }
}
