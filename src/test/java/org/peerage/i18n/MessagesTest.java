package org.peerage.i18n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Messages, and the languages that have some. */
class MessagesTest {
    /** Names of fields, types, choices and audited actions are in English where they are declared; others translate them. */
    private static final String DECLARED = "(field|choice|types?|audit)\\..*";

    @Test
    void everyLanguageHasEveryTextWithTheSameArguments() {
        Messages english = Languages.english();

        assertThat(Languages.all()).hasSizeGreaterThanOrEqualTo(2);
        for (Messages language : Languages.all()) {
            TreeSet<String> keys = new TreeSet<>(language.keys());
            keys.removeIf(key -> key.matches(DECLARED));
            assertThat(keys).as(language.tag()).isEqualTo(new TreeSet<>(english.keys()));
            for (String key : keys) {
                assertThat(language.arguments(key))
                        .as(language.tag() + " " + key)
                        .isEqualTo(english.arguments(key));
            }
        }
    }

    @Test
    void pluralsFollowTheRulesOfTheLanguage() {
        String english = "{0, plural, =0 {no facility} one {# facility} other {# facilities}} in {1}";
        String czech = "{0, plural, one {# síť} few {# sítě} other {# sítí}}";
        Messages en = messages("en", english);
        Messages cs = messages("cs", czech);

        assertThat(en.text("key", 0, "Wien")).isEqualTo("no facility in Wien");
        assertThat(en.text("key", 1, "Wien")).isEqualTo("1 facility in Wien");
        assertThat(en.text("key", 3085L, "Wien")).isEqualTo("3,085 facilities in Wien");
        assertThat(cs.text("key", 1)).isEqualTo("1 síť");
        assertThat(cs.text("key", 3)).isEqualTo("3 sítě");
        assertThat(cs.text("key", 12)).isEqualTo("12 sítí");
    }

    @Test
    void argumentsStandAsTheyAreAndApostrophesToo() {
        assertThat(messages("en", "This can't be {0} or '{'{1}'}'").text("key", 64500, "a"))
                .isEqualTo("This can't be 64500 or {a}");
    }

    @Test
    void keysFromOutsideFindTextsWithoutArgumentsOnly() {
        assertThat(messages("en", "plain").find("key")).contains("plain");
        assertThat(messages("en", "with {0}").find("key")).isEmpty();
        assertThat(messages("en", "plain").find("other")).isEmpty();
    }

    @Test
    void textsThatAreNoMessagesAreRefused() {
        for (String broken : new String[] {"{0", "{name}", "{0, plural, one {#}}", "{0, date}"}) {
            assertThatThrownBy(() -> messages("en", broken)).as(broken).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void missingTextsAreSaidInEnglish() {
        Messages english = messages("en", "Hello");
        Messages other = new Messages(Locale.FRENCH, Map.of(), Optional.of(english));

        assertThat(other.text("key")).isEqualTo("Hello");
        assertThat(other.keys()).isEmpty();
    }

    @Test
    void languagesAreFoundByTagAndByWhatBrowsersSend() {
        assertThat(Languages.of("de-DE").orElseThrow().tag()).isEqualTo("de");
        assertThat(Languages.of("de_at").orElseThrow().tag()).isEqualTo("de");
        assertThat(Languages.of("tlh")).isEmpty();
        assertThat(Languages.of("; drop")).isEmpty();
        assertThat(Languages.ofHeader("tlh, de-AT;q=0.8, en;q=0.5")
                        .orElseThrow()
                        .tag())
                .isEqualTo("de");
        assertThat(Languages.ofHeader("en-GB,en;q=0.9,de;q=0.1").orElseThrow().tag())
                .isEqualTo("en");
        assertThat(Languages.ofHeader("*;;q=")).isEmpty();
        assertThat(Languages.ofHeader(null)).isEmpty();
        assertThat(Languages.ofHeader("de,".repeat(10_000))).isEmpty();
    }

    @Test
    void theLanguageOfAPageEndsWithIt() {
        Messages german = Languages.of("de").orElseThrow();

        assertThat(german.during(() -> Messages.current().tag())).isEqualTo("de");
        assertThat(Messages.current().tag()).isEqualTo("en");
    }

    private static Messages messages(String language, String text) {
        return new Messages(Locale.forLanguageTag(language), Map.of("key", text), Optional.empty());
    }
}
