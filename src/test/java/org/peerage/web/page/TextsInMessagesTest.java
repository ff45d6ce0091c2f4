package org.peerage.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.text.CountryCode;

/** What people read stands in the files of messages, not in templates or classes. */
class TextsInMessagesTest {
    private static final Path MAIN = Path.of("src/main");

    /** Where pages and mails are written. */
    private static final Pattern SPEAKING =
            Pattern.compile("jte/.*\\.jte|java/org/peerage/(web|accounts)/.*\\.java|resources/static/js/.*\\.js");

    /** What programs read, the audit log, and the names of browsers are the same in all languages. */
    private static final Set<String> ENGLISH_ALWAYS = Set.of(
            "java/org/peerage/accounts/organizations/AffiliationService.java",
            "java/org/peerage/accounts/people/UserAgents.java",
            "java/org/peerage/web/data/Enumerations.java",
            "java/org/peerage/web/export/ConnectivityTable.java",
            "java/org/peerage/web/export/SearchColumns.java",
            "java/org/peerage/web/imports/FeedSettingsJson.java",
            "java/org/peerage/web/imports/ImportEndpoints.java",
            "java/org/peerage/web/organizations/KeyEndpoints.java",
            "java/org/peerage/web/organizations/MemberEndpoints.java",
            "java/org/peerage/web/organizations/PermissionTarget.java");

    private static final Pattern BEGINNING_OF_KEY =
            Pattern.compile("\"([a-zA-Z0-9-]+\\.(?:[a-zA-Z0-9-]+\\.)*)\"\\s*\\+");

    /** Where the keys of texts may be named. */
    private static final Pattern NAMING = Pattern.compile("jte/.*\\.jte|java/.*\\.java");

    private static final Map<String, String> SOURCES = Sources.below(MAIN, SPEAKING);

    @Test
    void templatesPagesAndScriptsSayNothingInWordsOfTheirOwn() {
        List<String> found = new ArrayList<>();
        SOURCES.forEach((path, source) -> {
            if (!ENGLISH_ALWAYS.contains(path)) {
                texts(path, source).forEach(text -> found.add(path + ": " + text));
            }
        });

        assertThat(found).as("texts that belong into messages/*.properties").isEmpty();
    }

    @Test
    void textsOfScriptsAreFound() {
        assertThat(ScriptScanner.texts("""
                        // A comment says what it likes.
                        import { other } from "./other.js";
                        box.className = "quiet small";
                        box.querySelector("fieldset input:not([type=hidden]), button");
                        if (event.key === "Enter") label.append("Filter ", box);
                        count.textContent = `${found} of ${all}`;
                        button.textContent = done ? 'Copied' : form.dataset.copied;
                        fetch(`/choices/${kind}?q=${text}`, { headers: { "X-Fragment": "1" } });
                        tell("The server could not be reached.");"""))
                .containsExactly("Filter ", "… of …", "Copied", "The server could not be reached.");
    }

    @Test
    void keysThatAreNamedExistAndGetTheirArguments() {
        Messages english = Languages.english();
        SOURCES.forEach((path, source) -> JavaScanner.keys(source).forEach(use -> {
            assertThat(english.keys()).as(path).contains(use.key());
            assertThat(english.arguments(use.key())).as(path + " " + use.key()).hasSize(use.arguments());
        }));
    }

    @Test
    void noTextIsLeftOver() {
        String all = String.join("\n", Sources.below(MAIN, NAMING).values());
        Set<String> beginnings =
                BEGINNING_OF_KEY.matcher(all).results().map(hit -> hit.group(1)).collect(Collectors.toSet());

        assertThat(Languages.english().keys().stream()
                        .filter(key -> !key.startsWith("rule.")) // RuleMessagesTest looks for those
                        .filter(key -> !all.contains('"' + key + '"'))
                        .filter(key -> beginnings.stream().noneMatch(key::startsWith)))
                .isEmpty();
    }

    @Test
    void everyFieldHasALabelInEveryLanguage() {
        Languages.all().stream()
                .filter(language -> language != Languages.english())
                .forEach(language -> {
                    List<String> missing = ObjectTypes.ALL.stream()
                            .flatMap(type -> type.fields().stream().filter(field -> !field.isHidden()))
                            .filter(field -> language.find(
                                            "field." + field.owner().typeName() + "." + field.name())
                                    .or(() -> language.find("field." + field.name()))
                                    .isEmpty())
                            .map(Field::name)
                            .distinct()
                            .toList();

                    assertThat(missing).as(language.tag()).isEmpty();
                });
    }

    /** Ranges, speeds and the like are the same everywhere; countries have their names from Unicode's data. */
    @Test
    void everyChoiceHasAWordInEveryLanguage() {
        Set<String> choices = ObjectTypes.ALL.stream()
                .flatMap(type -> type.fields().stream())
                .filter(field ->
                        !field.format().equals("country") && !field.name().equals("ixp_update_exclude"))
                .flatMap(field -> field.choices().stream())
                .map(Object::toString)
                .filter(choice -> choice.matches("[A-Z].*|24/7.*"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(choices).contains("Heavy Outbound", "NOC", "Required - EU");
        Languages.all().stream()
                .filter(language -> language != Languages.english())
                .forEach(language -> assertThat(choices.stream().filter(choice -> language.find(Texts.choiceKey(choice))
                                .isEmpty()))
                        .as(language.tag())
                        .isEmpty());
    }

    @Test
    void countriesHaveNamesInEveryLanguage() {
        for (Messages language : Languages.all()) {
            assertThat(CountryCode.all().stream().map(CountryCode::toString).filter(code -> CountryCode.name(
                                    code, language.locale())
                            .equals(code)))
                    .as(language.tag())
                    .isEmpty();
        }
        Messages german = Languages.of("de").orElseThrow();
        assertThat(german.during(() -> Texts.country("AT"))).isEqualTo("Österreich");
        assertThat(german.during(() -> Texts.choice(Fac.COUNTRY, "NO"))).isEqualTo("NO");
        assertThat(german.during(() -> Texts.choice(Net.POLICY_GENERAL, "No"))).isEqualTo("Kein Peering");
    }

    private static List<String> texts(String path, String source) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "jte" -> TemplateScanner.texts(source);
            case "js" -> ScriptScanner.texts(source);
            default -> JavaScanner.texts(source);
        };
    }
}
