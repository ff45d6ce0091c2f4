package org.peerage.web.objects;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** Notes in Markdown as HTML. Two walls: HTML in the notes is text, and what comes out is cut down to a few elements. */
final class MarkdownRenderer {
    private static final Parser PARSER = Parser.builder().build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .softbreak("<br>")
            .build();
    private static final PolicyFactory ALLOWED = new HtmlPolicyBuilder()
            .allowElements("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li")
            .allowElements(
                    // The page has headings of its own; those of notes are below them.
                    (element, attributes) -> "h1".equals(element) || "h2".equals(element) ? "h3" : element,
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6")
            .allowElements("a")
            .allowUrlProtocols("http", "https", "mailto")
            .allowAttributes("href")
            .onElements("a")
            .requireRelsOnLinks("nofollow", "noopener", "ugc")
            .toFactory();

    private MarkdownRenderer() {}

    static String html(String markdown) {
        return markdown.isBlank() ? "" : ALLOWED.sanitize(RENDERER.render(PARSER.parse(markdown)));
    }
}
