package org.peerage.web.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of the project in which tests look for words. */
final class Sources {
    private Sources() {}

    /** Those below a folder whose path in it fits, by that path. */
    static Map<String, String> below(Path folder, Pattern which) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> which.matcher(name(folder, path)).matches())
                    .collect(Collectors.toMap(path -> name(folder, path), Sources::read, (a, b) -> a, TreeMap::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String name(Path folder, Path path) {
        return folder.relativize(path).toString().replace('\\', '/');
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
