package org.peerage.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;

/** What rules say in English is said in the page's language on pages. */
class RuleMessagesTest {
    private static final Path SOURCES = Path.of("src/main/java/org/peerage");

    /** Who speaks to people about what they asked of the registry: each rule, and these. */
    private static final Pattern SPEAKING = Pattern.compile("registry/rules/.*"
            + "|registry/(ObjectActions|Undeletion|Renumbering|Approval|ObjectMerge|AsnClaim|OperationHandler|UndoTarget|UndoWrite"
            + "|StaffTool|LogoImage|Editor)\\.java"
            + "|schema/SocialServices\\.java|net/(IpAddressErrors|AsSets)\\.java|access/limits/RateLimited\\.java"
            + "|api/handlers/CriteriaParser\\.java");

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern FOR_DEVELOPERS =
            Pattern.compile("(Exception|requireNonNull|SuppressWarnings)\\([^;{]*?[;)]");

    /** Said to staff in tickets, or names and expressions. */
    private static final Pattern NO_MESSAGE = Pattern.compile(
            "\\[PROTECTED].*|Name of deleted entity.*|\\(\\?.*|\\d+ .*|§ IP Address error: |True|False");

    /** A text of several words, or the end of one behind a value. */
    private static final Pattern WORDS = Pattern.compile("(?s).*\\p{L}{2,}[.,:']* [\\p{L}'§(].*| \\p{L}{3,}.*");

    private static final String VALUE = "§";

    @Test
    void everyMessageOfARuleIsKnownToOtherLanguages() {
        String known = keys().map(RuleMessagesTest::english).collect(Collectors.joining("\n"));
        Map<String, List<String>> unknown = new TreeMap<>();
        Sources.below(SOURCES, SPEAKING).forEach((name, source) -> {
            List<String> missing = messages(source).stream()
                    .filter(message -> RuleMessages.key(message).isEmpty() && !known.contains(piece(message)))
                    .toList();
            if (!missing.isEmpty()) {
                unknown.put(name, missing);
            }
        });

        assertThat(unknown)
                .as("messages of rules that no rule.… of messages/en.properties fits")
                .isEmpty();
    }

    @Test
    void noMessageOfARuleIsLeftOver() {
        List<String> said = Sources.below(SOURCES, SPEAKING).values().stream()
                .flatMap(source -> messages(source).stream())
                .toList();
        TreeSet<String> used = said.stream()
                .flatMap(message -> RuleMessages.key(message).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(keys().filter(key -> !used.contains(key))
                        .filter(key ->
                                said.stream().map(RuleMessagesTest::piece).noneMatch(english(key)::contains)))
                .isEmpty();
    }

    @Test
    void messagesOfRulesAreFoundInSources() {
        assertThat(messages("""
                        draft.errors().add("asn", "ASN contains invalid value");
                        errors.add(name, address + " is taken by "
                                + holder.id() + ".");
                        new UniqueValue<>(Org.NAME, "Organization with this Name already exists.");
                        throw new IllegalStateException("undecided as yet");"""))
                .containsExactly(
                        "ASN contains invalid value",
                        "§ is taken by §.",
                        "Organization with this Name already exists.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Enter a valid URL.|Geben Sie eine gültige URL ein.",
                "\"XX\" is not a valid choice.|„XX“ steht nicht zur Wahl.",
                "Ensure this field has no more than 255 characters.|Höchstens 255 Zeichen sind erlaubt.",
                "'x' does not appear to be an IPv4 address: at least 3 parts|„x“ ist keine IPv4-Adresse",
                "Approve org 12 first: this hangs under it.|Geben Sie zuerst Organisation 12 frei: Dies hängt daran.",
                "The exchange has no active prefix 192.0.2.0/24. Each can be named once only."
                        + "|Der Exchange hat kein aktives Präfix 192.0.2.0/24. Jedes kann nur einmal genannt werden.",
                "Exchange has active peer(s) - Please contact a@example.net to help with the deletion of this object"
                        + "|Der Exchange hat noch aktive Peers. Hilfe beim Löschen bekommen Sie von a@example.net",
                "name, website changed since|seitdem geändert: Name, Website",
                "Something else is wrong.|Something else is wrong."
            })
    void germanPagesSayWhatRulesSayInGerman(String english, String german) {
        Messages language = Languages.of("de").orElseThrow();

        assertThat(language.during(() -> RuleMessages.translated(english))).isEqualTo(german);
        assertThat(RuleMessages.translated(english)).isEqualTo(english);
    }

    @Test
    void longTextIsSaidAsItIs() {
        Messages language = Languages.of("de").orElseThrow();
        String huge = "\"" + "'".repeat(500_000) + "\" is not a valid choice.";
        String quoted = "\"XX\" is not a valid choice. ".repeat(10);

        assertThat(language.during(() -> RuleMessages.translated(huge))).isEqualTo(huge);
        assertThat(language.during(() -> RuleMessages.translated("\"" + quoted + "\" is not a valid choice.")))
                .as("what was sent is no message")
                .isEqualTo("„" + quoted + "“ steht nicht zur Wahl.");
    }

    private static Stream<String> keys() {
        return Languages.english().keys().stream().filter(key -> key.startsWith("rule."));
    }

    /** The words of a message that is put together from several. */
    private static String piece(String message) {
        return message.replace("§/§", VALUE).replaceAll("^§+|§+$", "");
    }

    private static String english(String key) {
        Object[] values = new Object[Languages.english().arguments(key).size()];
        Arrays.fill(values, VALUE);
        return Languages.english().text(key, values);
    }

    /** The texts of a source; what is put into them is one sign. */
    private static List<String> messages(String source) {
        String code =
                FOR_DEVELOPERS.matcher(COMMENT.matcher(source).replaceAll("")).replaceAll("");

        return literals(code)
                .filter(text -> WORDS.matcher(text).matches())
                .map(text -> text.startsWith(" ") ? VALUE + text : text)
                .filter(text -> !NO_MESSAGE.matcher(text).matches())
                .distinct()
                .toList();
    }

    /** Literals, joined where {@code +} joins them; expressions between them are values. */
    private static Stream<String> literals(String code) {
        Matcher literal = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"").matcher(code);
        Stream.Builder<String> found = Stream.builder();
        int at = 0;
        while (literal.find(at)) {
            StringBuilder text = new StringBuilder(unescaped(literal.group(1)));
            at = literal.end();
            int next = operand(code, at);
            while (next >= 0) {
                if (literal.find(next) && code.substring(next, literal.start()).isBlank()) {
                    text.append(unescaped(literal.group(1)));
                    at = literal.end();
                } else {
                    text.append(VALUE);
                    at = end(code, next);
                    literals(code.substring(next, at)).forEach(found);
                }
                next = operand(code, at);
            }
            found.add(text.toString());
        }
        return found.build();
    }

    /** Where an operand begins that is joined to what ends there; -1: none is. */
    private static int operand(String code, int from) {
        int at = from;
        while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
            at++;
        }
        return at < code.length() && code.charAt(at) == '+' ? at + 1 : -1;
    }

    private static int end(String code, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int at = from; at < code.length(); at++) {
            char c = code.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                if (depth == 0 && "+,);".indexOf(c) >= 0) {
                    return at;
                }
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
        }
        return code.length();
    }

    private static String unescaped(String literal) {
        return literal.translateEscapes().replaceAll("%(04X|s|d)", VALUE);
    }
}
