package org.peerage.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.testing.Prerequisites;
import org.peerage.testing.ProjectFiles;

/**
 * The specification and the recordings arrive in a folder beside the project, or where PEERAGE_SHARED says; what the project
 * has is a copy. Where the folder is, the two are the same.
 */
class CopiesTest {
    /** The project has a text of its own, with its own paths. */
    private static final Set<String> OWN = Set.of("README.md");

    @ParameterizedTest
    @CsvSource({
        "spec, docs/spec",
        "conformance/cases, src/test/resources/conformance/cases",
        "conformance/cases-2, src/test/resources/conformance/cases-2",
        "conformance/cases-3, src/test/resources/conformance/cases-3",
        "conformance/world, src/test/resources/conformance/world",
        "conformance/conformance.py, tools/conformance.py",
        "conformance/rdap_stand.py, tools/rdap_stand.py"
    })
    void copyIsWhatArrived(String original, String copy) throws IOException {
        Path shared =
                Path.of(Optional.ofNullable(System.getenv("PEERAGE_SHARED")).orElse("../shared"));
        Prerequisites.applies(Files.isDirectory(shared), "there is no " + shared + " to compare with");

        assertThat(texts(ProjectFiles.of(copy)))
                .as("%s, to be copied from %s", copy, shared.resolve(original))
                .isEqualTo(texts(shared.resolve(original)));
    }

    private static Map<String, String> texts(Path place) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = place.relativize(file).toString();
                if (!OWN.contains(name)) {
                    texts.put(name, Files.readString(file));
                }
            }
        }
        return texts;
    }
}
