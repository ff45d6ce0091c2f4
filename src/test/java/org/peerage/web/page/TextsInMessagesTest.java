package org.peerage.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;

/** What people read stands in the files of messages, not in templates or classes. */
class TextsInMessagesTest {
    private static final Path MAIN = Path.of("src/main");

    /** Templates and classes whose texts are not in the files yet; it only gets shorter. */
    private static final Path NOT_YET = Path.of("src/test/resources/texts-not-in-messages.txt");

    /** Where pages and mails are written. */
    private static final Pattern SPEAKING = Pattern.compile("jte/.*\\.jte|java/org/peerage/(web|accounts)/.*\\.java");

    /** What programs read, and the audit log, are English in all languages. */
    private static final Set<String> ENGLISH_ALWAYS = Set.of(
            "java/org/peerage/accounts/organizations/AffiliationService.java",
            "java/org/peerage/web/organizations/KeyEndpoints.java",
            "java/org/peerage/web/organizations/MemberEndpoints.java",
            "java/org/peerage/web/organizations/PermissionTarget.java");

    private static final Pattern BEGINNING_OF_KEY =
            Pattern.compile("\"([a-zA-Z0-9-]+\\.(?:[a-zA-Z0-9-]+\\.)*)\"\\s*\\+");

    /** Where the keys of texts may be named. */
    private static final Pattern NAMING = Pattern.compile("jte/.*\\.jte|java/.*\\.java");

    private static final Map<String, String> SOURCES = sources(SPEAKING);

    @Test
    void templatesAndPagesSayNothingInWordsOfTheirOwn() throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        SOURCES.forEach((path, source) -> {
            List<String> texts = path.endsWith(".jte") ? TemplateScanner.texts(source) : JavaScanner.texts(source);
            if (SPEAKING.matcher(path).matches() && !ENGLISH_ALWAYS.contains(path) && !texts.isEmpty()) {
                found.put(path, texts);
            }
        });
        Set<String> known = new TreeSet<>(Files.readAllLines(NOT_YET));

        assertThat(found.keySet().stream()
                        .filter(path -> !known.contains(path))
                        .map(path -> path + " " + found.get(path)))
                .as("texts that belong into messages/*.properties")
                .isEmpty();
        assertThat(known.stream().filter(path -> !found.containsKey(path)))
                .as("done: take these out of %s", NOT_YET)
                .isEmpty();
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
        String all = String.join("\n", sources(NAMING).values());
        Set<String> beginnings =
                BEGINNING_OF_KEY.matcher(all).results().map(hit -> hit.group(1)).collect(Collectors.toSet());

        assertThat(Languages.english().keys().stream()
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

    private static Map<String, String> sources(Pattern which) {
        try (Stream<Path> all = Files.walk(MAIN)) {
            return all.filter(path -> which.matcher(name(path)).matches())
                    .collect(Collectors.toMap(
                            TextsInMessagesTest::name, TextsInMessagesTest::read, (a, b) -> a, TreeMap::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String name(Path path) {
        return MAIN.relativize(path).toString().replace('\\', '/');
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
