package org.peerage.copies;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.snapshot.PublicDigest;

/**
 * What the files say that are there, by a digest of each row: read when the version that they lead to is not in memory any more, after a
 * start. It also proves that the files are whole.
 */
final class PublishedRows {
    private static final int LINES = 1000;
    private static final Pattern BEGINNING =
            Pattern.compile("\\{\"type\": \"([a-z]+)\", \"id\": (\\d{1,18})(, \"gone\": \"withdrawn\"})?");

    private final Map<String, Map<Long, PublicDigest>> rows = new HashMap<>();

    private PublishedRows() {}

    /**
     * The rows of a list's last version.
     *
     * @throws IOException where a file is missing, or not what it was
     */
    static PublishedRows read(CopyFolder folder, CopyNotification list) throws IOException {
        PublishedRows published = new PublishedRows();
        published.add(folder, list.snapshot().gzip());
        List<CopyNotification.DeltaEntry> deltas = list.chainFrom(
                        list.snapshot().version())
                .orElseThrow(() -> new IOException("the files do not lead to their version"));
        for (CopyNotification.DeltaEntry delta : deltas) {
            published.add(folder, delta.file());
        }
        return published;
    }

    /** Rows by id; who takes one out says that it is told still. */
    Map<Long, PublicDigest> rows(String typeName) {
        return rows.computeIfAbsent(typeName, none -> new HashMap<>());
    }

    private void add(CopyFolder folder, CopyNotification.FileEntry file) throws IOException {
        try (CopyFileReader reader = new CopyFileReader(Files.newInputStream(folder.file(file.url())), file)) {
            boolean first = true;
            for (List<byte[]> lines = reader.next(LINES); !lines.isEmpty(); lines = reader.next(LINES)) {
                for (byte[] line : first ? lines.subList(1, lines.size()) : lines) {
                    add(line);
                }
                first = false;
            }
        }
    }

    private void add(byte[] line) throws IOException {
        Matcher beginning = beginning(line);
        String typeName = beginning.group(1);
        long id = Long.parseLong(beginning.group(2));
        if (beginning.group(3) != null) {
            rows(typeName).remove(id);
        } else {
            rows(typeName).put(id, CopyFileWriter.digest(typeName, id, line));
        }
    }

    private static Matcher beginning(byte[] line) throws IOException {
        Matcher beginning =
                BEGINNING.matcher(new String(line, 0, Math.min(line.length, 96), StandardCharsets.US_ASCII));
        if (!beginning.lookingAt()) {
            throw new IOException("a line is none of ours");
        }
        return beginning;
    }

    /** Whether a file tells something of one of these rows. */
    static boolean tells(CopyFolder folder, CopyNotification.FileEntry file, RowRefs of) throws IOException {
        try (CopyFileReader reader = new CopyFileReader(Files.newInputStream(folder.file(file.url())), file)) {
            boolean first = true;
            for (List<byte[]> lines = reader.next(LINES); !lines.isEmpty(); lines = reader.next(LINES)) {
                for (byte[] line : first ? lines.subList(1, lines.size()) : lines) {
                    Matcher beginning = beginning(line);
                    if (of.contains(beginning.group(1), Long.parseLong(beginning.group(2)))) {
                        return true;
                    }
                }
                first = false;
            }
            return false;
        }
    }

    /** Some rows, by tag and id. */
    static final class RowRefs {
        private final Map<String, Map<Long, Boolean>> refs = new HashMap<>();

        void add(String typeName, long id) {
            refs.computeIfAbsent(typeName, none -> new HashMap<>()).put(id, true);
        }

        boolean contains(String typeName, long id) {
            return refs.getOrDefault(typeName, Map.of()).containsKey(id);
        }

        boolean isEmpty() {
            return refs.isEmpty();
        }
    }
}
