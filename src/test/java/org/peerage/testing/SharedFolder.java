package org.peerage.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The folder with the specification and recorded answers: beside the project, or where PEERAGE_SHARED says. */
public final class SharedFolder {
    private SharedFolder() {}

    /** A file in it; without the folder the test is skipped. */
    public static Path file(String path) {
        Path folder = Optional.ofNullable(System.getenv("PEERAGE_SHARED"))
                .map(Path::of)
                .orElse(Path.of("..", "shared"));
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                "skipped: no folder " + folder
                        + " with the specification and the recorded answers; set PEERAGE_SHARED");
        return folder.resolve(path).toAbsolutePath().normalize();
    }
}
