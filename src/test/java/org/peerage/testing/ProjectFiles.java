package org.peerage.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the project that tests read where they are: the recorded answers and their world, the specification, tools. */
public final class ProjectFiles {
    private ProjectFiles() {}

    /** A file or folder of the recorded answers, such as {@code world/dump.json}. */
    public static Path conformance(String path) {
        return of("src/test/resources/conformance/" + path);
    }

    /** A file or folder by its path in the project; the test fails without it. */
    public static Path of(String path) {
        Path file = Path.of(path).toAbsolutePath().normalize();
        if (!Files.exists(file)) {
            throw new AssertionError("no " + file + ": tests run in the project's folder, which has it");
        }
        return file;
    }
}
