package org.peerage.copies;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        LineVisitor all = line -> {
            published.add(line);
            return false;
        };
        boolean _ = visit(folder, list.snapshot().gzip(), all);
        List<CopyNotification.DeltaEntry> deltas = list.chainFrom(
                        list.snapshot().version())
                .orElseThrow(() -> new IOException("the files do not lead to their version"));
        for (CopyNotification.DeltaEntry delta : deltas) {
            boolean _ = visit(folder, delta.file(), all);
        }
        return published;
    }

    /** Rows by id; who takes one out says that it is told still. */
    Map<Long, PublicDigest> rows(String typeName) {
        return rows.computeIfAbsent(typeName, none -> new HashMap<>());
    }

    /** Takes a line of a file; whether it is the last one that is wanted. */
    private interface LineVisitor {
        boolean isEnough(byte[] line) throws IOException;
    }

    /** Visits the lines of a file after the first, which says what it is; whether one of them was enough. */
    private static boolean visit(CopyFolder folder, CopyNotification.FileEntry file, LineVisitor visitor)
            throws IOException {
        try (CopyFileReader reader = new CopyFileReader(Files.newInputStream(folder.file(file.url())), file)) {
            boolean first = true;
            for (List<byte[]> lines = reader.next(LINES); !lines.isEmpty(); lines = reader.next(LINES)) {
                for (byte[] line : first ? lines.subList(1, lines.size()) : lines) {
                    if (visitor.isEnough(line)) {
                        return true;
                    }
                }
                first = false;
            }
            return false;
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
        return visit(folder, file, line -> {
            Matcher beginning = beginning(line);
            return of.contains(beginning.group(1), Long.parseLong(beginning.group(2)));
        });
    }

    /** Some rows, by tag and id. */
    static final class RowRefs {
        private final Map<String, Set<Long>> refs = new HashMap<>();

        void add(String typeName, long id) {
            refs.computeIfAbsent(typeName, none -> new HashSet<>()).add(id);
        }

        boolean contains(String typeName, long id) {
            return refs.getOrDefault(typeName, Set.of()).contains(id);
        }

        boolean isEmpty() {
            return refs.isEmpty();
        }
    }
}
