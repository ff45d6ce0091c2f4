package org.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.peerage.testing.ProjectFiles;

/** Comments name sections of the specification; whoever looks for one finds it. */
class SpecReferencesTest {
    private static final Pattern REFERENCE =
            Pattern.compile("([\\w./-]*\\bspec/[a-z-]+(?:\\.(?:md|json))?)(?: §(\\d+(?:\\.\\d+)*))?");

    @Test
    void sectionsNamedInTheSourcesExist() throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path file : sources()) {
            Matcher reference = REFERENCE.matcher(Files.readString(file));
            while (reference.find()) {
                found++;
                if (!exists(reference.group(1), reference.group(2))) {
                    missing.add(file + ": " + reference.group());
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(100);
    }

    /** A section is a heading, or an item of a numbered list. */
    private static boolean exists(String document, String section) throws IOException {
        Path file = Path.of(document);
        if (!document.startsWith("docs/spec/") || !Files.exists(file)) {
            return false;
        }
        return section == null
                || Pattern.compile("^(?:#+ )?" + Pattern.quote(section) + "[. ]", Pattern.MULTILINE)
                        .matcher(Files.readString(file))
                        .find();
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String folder : List.of("src/main/java", "src/main/jte", "src/main/resources/db", "src/test/java")) {
            try (Stream<Path> files = Files.walk(ProjectFiles.of(folder))) {
                files.filter(Files::isRegularFile).forEach(sources::add);
            }
        }
        return sources;
    }
}
