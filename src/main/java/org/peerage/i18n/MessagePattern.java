package org.peerage.i18n;

import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.text.PluralRules;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A message in the syntax of ICU, read once: {@code {0}} is an argument as it is, and
 * {@code {0, plural, one {# facility} other {# facilities}}} chooses by the plural rules of the language (Unicode's
 * CLDR); {@code #} is the number as the language writes it.
 */
final class MessagePattern {
    private final Locale locale;
    private final List<Element> elements;

    private sealed interface Element {
        record Literal(String text) implements Element {}

        record Argument(int index) implements Element {}

        record Plural(int index, Map<String, List<Element>> variants) implements Element {}

        /** The number of the plural around it. */
        record Count(int index) implements Element {}
    }

    private MessagePattern(Locale locale, List<Element> elements) {
        this.locale = locale;
        this.elements = elements;
    }

    /** The message; it throws for a text that is none. */
    static MessagePattern parse(String text, Locale locale) {
        com.ibm.icu.text.MessagePattern parsed = new com.ibm.icu.text.MessagePattern(text);
        List<Element> elements = new ArrayList<>();
        int end = new Reader(parsed).message(0, -1, elements);
        if (end != parsed.countParts() - 1) {
            throw new IllegalArgumentException("not a message: " + text);
        }
        return new MessagePattern(locale, elements);
    }

    /** Which arguments it takes, the first being 0. */
    NavigableSet<Integer> arguments() {
        NavigableSet<Integer> found = new TreeSet<>();
        collect(elements, found::add);
        return found;
    }

    private static void collect(List<Element> elements, Consumer<Integer> found) {
        for (Element element : elements) {
            switch (element) {
                case Element.Literal none -> {}
                case Element.Argument(int index) -> found.accept(index);
                case Element.Count(int index) -> found.accept(index);
                case Element.Plural(int index, Map<String, List<Element>> variants) -> {
                    found.accept(index);
                    variants.values().forEach(variant -> collect(variant, found));
                }
            }
        }
    }

    /** Whether it takes no arguments. */
    boolean isPlain() {
        return elements.stream().allMatch(Element.Literal.class::isInstance);
    }

    String format(Object... arguments) {
        if (elements.size() == 1 && elements.getFirst() instanceof Element.Literal(String text)) {
            return text;
        }
        StringBuilder to = new StringBuilder();
        write(
                new MessageOutput() {
                    @Override
                    public void literal(String text) {
                        to.append(text);
                    }

                    @Override
                    public void argument(Object value) {
                        to.append(value);
                    }
                },
                arguments);
        return to.toString();
    }

    void write(MessageOutput to, Object... arguments) {
        write(elements, to, arguments);
    }

    private void write(List<Element> elements, MessageOutput to, Object... arguments) {
        for (Element element : elements) {
            switch (element) {
                case Element.Literal(String text) -> to.literal(text);
                case Element.Argument(int index) -> to.argument(arguments[index]);
                case Element.Count(int index) ->
                    to.literal(NumberFormat.getIntegerInstance(locale).format(number(arguments[index])));
                case Element.Plural(int index, Map<String, List<Element>> variants) ->
                    write(variant(variants, number(arguments[index])), to, arguments);
            }
        }
    }

    private List<Element> variant(Map<String, List<Element>> variants, long number) {
        List<Element> exact = variants.get("=" + number);
        if (exact != null) {
            return exact;
        }
        List<Element> other = Objects.requireNonNull(variants.get(PluralRules.KEYWORD_OTHER), "the parser demands it");
        return variants.getOrDefault(PluralRules.forLocale(locale).select((double) number), other);
    }

    private static long number(Object argument) {
        return ((Number) argument).longValue();
    }

    /** Goes through the parts that ICU's parser found. */
    private record Reader(com.ibm.icu.text.MessagePattern parsed) {

        /** Reads the message that begins at that part; the part where it ends. */
        int message(int start, int counted, List<Element> to) {
            String text = parsed.getPatternString();
            int from = parsed.getPart(start).getLimit();
            int i = start + 1;
            while (true) {
                Part part = parsed.getPart(i);
                literal(text.substring(from, part.getIndex()), to);
                switch (part.getType()) {
                    case MSG_LIMIT -> {
                        return i;
                    }
                    case REPLACE_NUMBER -> to.add(new Element.Count(counted));
                    case ARG_START -> {
                        int limit = parsed.getLimitPartIndex(i);
                        argument(i, limit, to);
                        i = limit;
                    }
                    default -> {} // a quote that is left out
                }
                from = parsed.getPart(i).getLimit();
                i++;
            }
        }

        private static void literal(String text, List<Element> to) {
            if (!text.isEmpty()) {
                if (!to.isEmpty() && to.getLast() instanceof Element.Literal(String before)) {
                    to.set(to.size() - 1, new Element.Literal(before + text));
                } else {
                    to.add(new Element.Literal(text));
                }
            }
        }

        private void argument(int start, int limit, List<Element> to) {
            ArgType type = parsed.getPart(start).getArgType();
            int index = parsed.getPart(start + 1).getValue();
            if (parsed.getPart(start + 1).getType() != Part.Type.ARG_NUMBER) {
                throw new IllegalArgumentException("arguments are numbered: " + parsed.getPatternString());
            }
            switch (type) {
                case NONE -> to.add(new Element.Argument(index));
                case PLURAL -> {
                    Map<String, List<Element>> variants = new LinkedHashMap<>();
                    int i = start + 2;
                    while (i < limit) {
                        String selector = parsed.getSubstring(parsed.getPart(i));
                        i++;
                        while (parsed.getPart(i).getType() != Part.Type.MSG_START) {
                            i++; // the value of an exact number
                        }
                        List<Element> variant = new ArrayList<>();
                        i = message(i, index, variant) + 1;
                        variants.put(selector, List.copyOf(variant));
                    }
                    to.add(new Element.Plural(index, Map.copyOf(variants)));
                }
                default -> throw new IllegalArgumentException("only plurals: " + parsed.getPatternString());
            }
        }
    }
}
