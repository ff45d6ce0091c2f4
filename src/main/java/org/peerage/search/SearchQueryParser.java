package org.peerage.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what people type: words, {@code "phrases"}, {@code field:value}, {@code AND}, {@code OR}, {@code NOT} or a
 * minus, and parentheses. Nothing is an error: what cannot be meant as a sign is a part of a word, quotes and
 * parentheses that are never closed end with the text.
 */
final class SearchQueryParser {
    static final int MAX_LENGTH = 400;
    private static final int MAX_PARTS = 16;
    private static final int MAX_DEPTH = 6;
    static final double DEFAULT_KILOMETRES = 25;

    private static final Pattern NUMBER_AHEAD = Pattern.compile("\\s+([0-9]{1,10})(?=\\s|\\)|$)");

    private final String text;
    private final double kilometres;
    private int at;
    private int parts;

    private SearchQueryParser(String text, double kilometres) {
        this.text = text;
        this.kilometres = kilometres;
    }

    /** What is asked for; empty where nothing is. */
    static Optional<QueryNode> parse(String typed) {
        String text = typed.strip();
        if (text.length() > MAX_LENGTH) {
            text = text.substring(0, MAX_LENGTH);
        }
        return new SearchQueryParser(text, kilometres(text).orElse(DEFAULT_KILOMETRES)).any(0);
    }

    /** The distance that a text names, if it does. */
    static OptionalDouble kilometres(String text) {
        for (String word : text.split("\\s+")) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (lower.startsWith("distance:") || lower.startsWith("km:")) {
                OptionalDouble given =
                        number(lower.substring(lower.indexOf(':') + 1).replace("km", ""));
                if (given.isPresent()) {
                    return OptionalDouble.of(Math.clamp(given.getAsDouble(), 0, 20_100));
                }
            }
        }
        return OptionalDouble.empty();
    }

    private Optional<QueryNode> any(int depth) {
        List<QueryNode> choices = new ArrayList<>();
        do {
            all(depth).ifPresent(choices::add);
        } while (skip("OR"));
        return choices.isEmpty()
                ? Optional.empty()
                : Optional.of(choices.size() == 1 ? choices.getFirst() : new QueryNode.OrNode(List.copyOf(choices)));
    }

    private Optional<QueryNode> all(int depth) {
        List<QueryNode> every = new ArrayList<>();
        while (true) {
            skipSpaces();
            if (at >= text.length() || ahead("OR") || (depth > 0 && text.charAt(at) == ')')) {
                break;
            }
            if (skip("AND")) {
                continue;
            }
            boolean not = skip("NOT") || minus();
            term(depth).ifPresent(part -> every.add(not ? new QueryNode.NotNode(part) : part));
        }
        return every.isEmpty()
                ? Optional.empty()
                : Optional.of(every.size() == 1 ? every.getFirst() : new QueryNode.AndNode(List.copyOf(every)));
    }

    private Optional<QueryNode> term(int depth) {
        skipSpaces();
        if (at >= text.length()) {
            return Optional.empty();
        }
        if (text.charAt(at) == '(' && depth < MAX_DEPTH) {
            at++;
            Optional<QueryNode> inner = any(depth + 1);
            if (at < text.length()) {
                at++;
            }
            return inner;
        }
        int start = at;
        Optional<String> field = field();
        Optional<QueryNode> value = text.startsWith("\"", at) ? phrase() : word(depth);
        if (++parts > MAX_PARTS) {
            return Optional.empty();
        }
        return field.isEmpty() ? value : value.flatMap(given -> of(field.get(), given, start));
    }

    private Optional<QueryNode> of(String name, QueryNode value, int start) {
        String raw =
                switch (value) {
                    case QueryNode.WordNode word -> word.text();
                    case QueryNode.PhraseNode phrase -> phrase.text();
                    default -> text.substring(start, at);
                };
        return switch (IndexFields.IN_QUERIES.getOrDefault(name, "")) {
            case "distance" -> Optional.empty();
            case "near" -> Optional.of(new QueryNode.NearNode(raw, kilometres));
            case "ip" -> Optional.of(new QueryNode.IpNode(raw));
            case String field -> Optional.of(new QueryNode.FieldNode(field, value));
        };
    }

    /** A known name with a colon after it, and something behind that. */
    private Optional<String> field() {
        int end = at;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "_-".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        String name = text.substring(at, end).toLowerCase(Locale.ROOT);
        boolean known = end + 1 < text.length()
                && text.charAt(end) == ':'
                && !Character.isWhitespace(text.charAt(end + 1))
                && IndexFields.IN_QUERIES.containsKey(name);
        if (known) {
            at = end + 1;
        }
        return known ? Optional.of(name) : Optional.empty();
    }

    private Optional<QueryNode> phrase() {
        int end = text.indexOf('"', at + 1);
        int stop = end < 0 ? text.length() : end;
        String inner = text.substring(at + 1, stop).strip();
        at = end < 0 ? stop : stop + 1;
        Optional<String> identifier = Identifiers.bare(inner);
        if (identifier.isPresent()) {
            return Optional.of(new QueryNode.WordNode(identifier.get(), false));
        }
        return saysNothing(inner) ? Optional.empty() : Optional.of(new QueryNode.PhraseNode(inner));
    }

    /** Whether there is nothing in it but punctuation, which stands in no name and would fit none or all. */
    private static boolean saysNothing(String text) {
        return Tokenizer.tokens(text).isEmpty();
    }

    private Optional<QueryNode> word(int depth) {
        int end = at;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && (depth == 0 || text.charAt(end) != ')')) {
            end++;
        }
        String word = text.substring(at, end).replace("\"", "");
        at = end;
        boolean open = end == text.length();
        boolean starred = word.endsWith("*");
        String plain = starred ? word.replaceAll("\\*+$", "") : word;
        if (plain.matches("(?i)ASN?[:#]?") && nextNumber().isPresent()) {
            String number = nextNumber().get();
            at = text.indexOf(number, at) + number.length();
            return Optional.of(new QueryNode.WordNode("AS" + number, at == text.length()));
        }
        if (saysNothing(plain)) {
            return Optional.empty();
        }
        return Optional.of(new QueryNode.WordNode(Identifiers.bare(plain).orElse(plain), open || starred));
    }

    /** The number that stands apart from the {@code AS} before it. */
    private Optional<String> nextNumber() {
        Matcher number = NUMBER_AHEAD.matcher(text).region(at, text.length());
        return number.lookingAt() ? Optional.of(number.group(1)) : Optional.empty();
    }

    private boolean minus() {
        boolean is = at + 1 < text.length()
                && text.charAt(at) == '-'
                && !Character.isWhitespace(text.charAt(at + 1))
                && (at == 0 || Character.isWhitespace(text.charAt(at - 1)));
        at += is ? 1 : 0;
        return is;
    }

    private boolean skip(String operator) {
        skipSpaces();
        boolean is = ahead(operator);
        at += is ? operator.length() : 0;
        return is;
    }

    /** An operator stands alone, in capitals; at the end of the text it is a word that somebody types. */
    private boolean ahead(String operator) {
        int end = at + operator.length();
        return text.startsWith(operator, at)
                && end < text.length()
                && (Character.isWhitespace(text.charAt(end)) || text.charAt(end) == '(');
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    static OptionalDouble number(String text) {
        if (!text.matches("[+-]?[0-9]{1,6}(\\.[0-9]{1,12})?")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.parseDouble(text));
    }
}
