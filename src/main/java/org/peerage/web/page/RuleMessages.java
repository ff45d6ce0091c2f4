package org.peerage.web.page;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.i18n.Languages;
import org.peerage.i18n.MessageOutput;
import org.peerage.i18n.Messages;
import org.peerage.registry.rules.Violation;

/**
 * What rules of the registry and limits say, in the page's language. They speak English, as the API's answers do in all
 * languages (docs/spec/operations.md §10); pages find the message {@code rule.…} that the text was made from, and say
 * it in their own words. A text that none fits is said as it is.
 */
public final class RuleMessages {
    private static final String PREFIX = "rule.";

    /** Characters of a text that is translated: longer ones hold what somebody sent, and looking at them takes long. */
    private static final int MAX_LENGTH = 1000;

    /** Characters of a value in a message that may be a message itself. */
    private static final int MAX_ARGUMENT = 200;

    /** What the parser of addresses adds is for those who read the API's answers. */
    private static final Pattern PARSER_DETAIL =
            Pattern.compile("(?s)('.*' does not appear to be an IPv[46] address): .*");

    /** What the API says of a choice that is empty; people made none. */
    private static final String NOTHING_CHOSEN = Languages.english().text("rule.choice", "");

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!])\\s+");
    private static final Pattern OBJECT = Pattern.compile("([a-z]+)[ /]([0-9]+)");

    /** Messages whose arguments are names of fields. */
    private static final Set<String> NAMING_FIELDS =
            Set.of("rule.uniquePair", "rule.position", "rule.positionValue", "rule.undelete.same", "rule.undo.changed");

    private static final List<RuleMessage> ALL = Languages.english().keys().stream()
            .filter(key -> key.startsWith(PREFIX))
            .map(RuleMessage::of)
            .sorted(comparingInt(RuleMessage::literals).reversed())
            .toList();

    private RuleMessages() {}

    /** A message, as a pattern of what it says in English, with the argument that each group holds. */
    private record RuleMessage(String key, Pattern pattern, List<Integer> arguments, int literals) {
        static RuleMessage of(String key) {
            StringBuilder pattern = new StringBuilder("(?s)");
            List<Integer> arguments = new ArrayList<>();
            int[] literals = {0};
            Object[] places = new Object[Languages.english().arguments(key).size()];
            for (int i = 0; i < places.length; i++) {
                places[i] = i;
            }
            Languages.english()
                    .write(
                            key,
                            new MessageOutput() {
                                @Override
                                public void literal(String text) {
                                    pattern.append(Pattern.quote(text));
                                    literals[0] += text.length();
                                }

                                @Override
                                public void argument(Object value) {
                                    pattern.append("(.*?)");
                                    arguments.add((Integer) value);
                                }
                            },
                            places);
            return new RuleMessage(key, Pattern.compile(pattern.toString()), List.copyOf(arguments), literals[0]);
        }

        Optional<String> translated(String english, Messages language) {
            Matcher matcher = pattern.matcher(english);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Object[] values = new Object[arguments.size()];
            for (int i = 0; i < arguments.size(); i++) {
                values[arguments.get(i)] = argument(matcher.group(i + 1), language);
            }
            return Optional.of(language.text(key, values));
        }

        /** Fields and objects by what the page calls them; a reason inside of a message in the page's language. */
        private String argument(String text, Messages language) {
            if (text.length() > MAX_ARGUMENT) {
                return text;
            }
            if (NAMING_FIELDS.contains(key)) {
                return Stream.of(text.split(", ", -1))
                        .map(name -> language.find("field." + name).orElse(name))
                        .collect(Collectors.joining(", "));
            }
            Matcher object = OBJECT.matcher(text);
            return object.matches()
                    ? language.find("type." + object.group(1))
                            .map(name -> name + " " + object.group(2))
                            .orElse(text)
                    : find(text, language).orElse(text);
        }
    }

    /** A text of the registry, in the page's language. */
    public static String translated(String english) {
        Messages language = Messages.current();
        if (english.equals(NOTHING_CHOSEN)) {
            return language.text("common.fieldRequired");
        }
        if (language == Languages.english() || english.isEmpty() || english.length() > MAX_LENGTH) {
            return english;
        }
        String text = PARSER_DETAIL.matcher(english).replaceFirst("$1");
        return sentences(text, language).or(() -> find(text, language)).orElse(english);
    }

    /** What is wrong with a field, with its name before it. */
    public static String named(Violation violation) {
        return violation.field() + ": " + translated(violation.message());
    }

    /** Several messages, one after the other. */
    private static Optional<String> sentences(String text, Messages language) {
        List<String> said = new ArrayList<>();
        for (String sentence : SENTENCE_END.split(text)) {
            Optional<String> found = find(sentence, language);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            said.add(found.get());
        }
        return Optional.of(String.join(" ", said));
    }

    /** The key of the message that a text of the registry is; empty where other languages have no words for it. */
    static Optional<String> key(String english) {
        String text = PARSER_DETAIL.matcher(english).replaceFirst("$1");
        return ALL.stream()
                .filter(message -> message.pattern.matcher(text).matches())
                .map(RuleMessage::key)
                .findFirst();
    }

    private static Optional<String> find(String english, Messages language) {
        return ALL.stream()
                .map(message -> message.translated(english, language))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
