package org.peerage.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds what a JTE template shows to people in words of its own: text between tags, labels, literals in expressions. */
final class TemplateScanner {
    private static final Set<String> SHOWN_ATTRIBUTES = Set.of("aria-label", "placeholder", "title", "alt", "label");
    private static final Set<String> SHOWN_PARAMETERS = Set.of("label", "heading", "title", "notice", "text");
    private static final Set<String> CODE_ELEMENTS = Set.of("code", "pre", "svg", "script", "style");

    private final String template;
    private final List<String> found = new ArrayList<>();
    private int at;
    private int codeDepth;

    private TemplateScanner(String template) {
        this.template = template;
    }

    static List<String> texts(String template) {
        TemplateScanner scanner = new TemplateScanner(
                template.replaceAll("(?m)^@(import|param).*$", "").replaceAll("(?s)<%--.*?--%>", ""));
        scanner.content('\0', true);
        return scanner.found;
    }

    /** Goes to the end of the content, or behind the character that ends it. */
    private void content(char end, boolean shown) {
        StringBuilder text = new StringBuilder();
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c == end) {
                at++;
                break;
            }
            if (template.startsWith("${", at) || template.startsWith("!{", at)) {
                at += 2;
                text.append(' ');
                expression('}', c == '$' && shown, false);
            } else if (c == '@' && Character.isLetter(template.charAt(at + 1))) {
                keyword();
            } else if (end != '"' && c == '<') {
                report(text, shown);
                tag();
            } else {
                text.append(c);
                at++;
            }
        }
        report(text, shown);
    }

    private void report(StringBuilder text, boolean shown) {
        String words = text.toString()
                .replaceAll("&[a-z]+;", "")
                .replaceAll("\\s+", " ")
                .strip();
        if (shown && codeDepth == 0 && hasWords(words)) {
            found.add(words);
        }
        text.setLength(0);
    }

    private static boolean hasWords(String text) {
        boolean example = text.matches("[a-z0-9*-]+(\\.[a-z0-9*-]+)+");
        return !example && text.replaceAll("\\b(Peerage|UTC|AS)\\b", "").matches("(?s).*\\p{L}{2}.*");
    }

    /** A word of the template language, with what stands in brackets behind it. */
    private void keyword() {
        int start = at++;
        while (at < template.length() && (Character.isLetterOrDigit(template.charAt(at)) || isInName(start))) {
            at++;
        }
        if (at < template.length() && template.charAt(at) == '(') {
            at++;
            expression(')', false, template.startsWith("@template", start));
        }
    }

    private boolean isInName(int start) {
        return template.startsWith("@template", start) && ".-_".indexOf(template.charAt(at)) >= 0;
    }

    private void tag() {
        boolean isEnd = template.startsWith("</", at);
        at += isEnd ? 2 : 1;
        String name = word();
        while (at < template.length() && template.charAt(at) != '>') {
            String attribute = word();
            if (template.startsWith("=\"", at)) {
                at += 2;
                content('"', SHOWN_ATTRIBUTES.contains(attribute));
            } else if (template.startsWith("${", at)) {
                at += 2;
                expression('}', false, false);
            } else if (attribute.isEmpty()) {
                at++;
            }
        }
        boolean isEmpty = template.charAt(at - 1) == '/';
        at++;
        if (CODE_ELEMENTS.contains(name) && !isEmpty) {
            codeDepth += isEnd ? -1 : 1;
        }
    }

    private String word() {
        int start = at;
        while (at < template.length()
                && (Character.isLetterOrDigit(template.charAt(at)) || template.charAt(at) == '-')) {
            at++;
        }
        return template.substring(start, at).toLowerCase(Locale.ROOT);
    }

    /** An expression of Java; what it gives is shown, or, of a call of another template, some arguments are. */
    private void expression(char end, boolean shown, boolean call) {
        int depth = 0;
        int argument = at;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c == end && depth == 0) {
                at++;
                return;
            }
            if (c == '"') {
                String name = template.substring(argument, at).strip().replaceAll("\\s*=.*", "");
                literal(depth == 0 && (shown || (call && SHOWN_PARAMETERS.contains(name))));
                continue;
            }
            if (template.startsWith("@`", at)) {
                at += 2;
                content('`', true);
                continue;
            }
            if (c == ',' && depth == 0) {
                argument = at + 1;
            }
            depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
            at++;
        }
    }

    private void literal(boolean shown) {
        int start = ++at;
        while (template.charAt(at) != '"') {
            at += template.charAt(at) == '\\' ? 2 : 1;
        }
        String text = template.substring(start, at++);
        if (shown && hasWords(text)) {
            found.add(text);
        }
    }
}
