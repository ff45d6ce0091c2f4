package org.peerage.store.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.PrivateFiles;

/**
 * All rows of one version in one file: a header that says of what, with checksums, and chunks of rows
 * (docs/decisions/0020). It is there whole or not at all.
 */
public final class CheckpointFile {
    private static final byte[] MAGIC = "PEERAGE CHECKPOINT 1\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final Origin origin;
    private final List<Part> parts;

    /**
     * Where rows come from.
     *
     * @param database its identity
     * @param version of the registry
     * @param at when that version was made
     * @param witness of what the database logged of that version
     */
    public record Origin(String database, long version, Instant at, String witness) {}

    private record Part(ObjectType type, int rows, int start, int length, long checksum) {}

    private CheckpointFile(byte[] bytes, Origin origin, List<Part> parts) {
        this.bytes = bytes;
        this.origin = origin;
        this.parts = parts;
    }

    /** Replaces the file by one with these rows, each type in order of id. */
    public static void write(Path file, Origin origin, List<ObjectType> types, Map<ObjectType, List<Row>> rows)
            throws IOException {
        List<ObjectType> typeOf = new ArrayList<>();
        List<List<Row>> pieces = new ArrayList<>();
        for (ObjectType type : types) {
            List<Row> all = rows.getOrDefault(type, List.of());
            for (int from = 0; from < all.size(); from += Chunk.ROWS) {
                typeOf.add(type);
                pieces.add(all.subList(from, Math.min(all.size(), from + Chunk.ROWS)));
            }
        }
        List<byte[]> chunks = new ArrayList<>();
        ByteSink header = new ByteSink();
        header.text(SchemaHash.of(types));
        header.text(origin.database());
        header.number(origin.version());
        header.number(origin.at().getEpochSecond());
        header.text(origin.witness());
        header.unsigned(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            byte[] chunk = Chunk.write(typeOf.get(i), pieces.get(i));
            chunks.add(chunk);
            header.text(typeOf.get(i).typeName());
            header.unsigned(pieces.get(i).size());
            header.unsigned(chunk.length);
            header.unsigned(Chunk.checksum(chunk, 0, chunk.length));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            PrivateFiles.createFolder(folder);
        }
        PrivateFiles.write(
                file,
                part -> {
                    try (OutputStream out = Files.newOutputStream(part)) {
                        byte[] head = header.toByteArray();
                        ByteSink first = new ByteSink();
                        first.all(MAGIC);
                        first.unsigned(head.length);
                        first.unsigned(Chunk.checksum(head, 0, head.length));
                        out.write(first.toByteArray());
                        out.write(head);
                        for (byte[] chunk : chunks) {
                            out.write(chunk);
                        }
                    }
                },
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Opens a file; empty where there is none.
     *
     * @throws IOException where it cannot be read, is damaged, or is of another shape
     */
    public static Optional<CheckpointFile> open(Path file, List<ObjectType> types) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("not a checkpoint");
        }
        ByteSource first = new ByteSource(bytes, MAGIC.length, bytes.length);
        int length = first.count();
        long checksum = first.unsigned();
        int start = first.position();
        ByteSource header = first.part(length);
        if (Chunk.checksum(bytes, start, length) != checksum) {
            throw new IOException("its header is damaged");
        }
        if (!header.text().equals(SchemaHash.of(types))) {
            throw new IOException("it is of another version of the program");
        }
        Origin origin =
                new Origin(header.text(), header.number(), Instant.ofEpochSecond(header.number()), header.text());
        Map<String, ObjectType> byTag = new HashMap<>();
        types.forEach(type -> byTag.put(type.typeName(), type));
        List<Part> parts = new ArrayList<>();
        int at = start + length;
        int count = header.count();
        for (int i = 0; i < count; i++) {
            ObjectType type = byTag.get(header.text());
            if (type == null) {
                throw new IOException("it has rows of an unknown type");
            }
            Part part = new Part(type, header.count(), at, header.count(), header.unsigned());
            at += part.length;
            parts.add(part);
        }
        if (at != bytes.length) {
            throw new IOException("it is cut short, or too long");
        }
        return Optional.of(new CheckpointFile(bytes, origin, parts));
    }

    public Origin origin() {
        return origin;
    }

    /**
     * Reads all rows, on all processors.
     *
     * @throws IOException where they are damaged
     */
    public Map<ObjectType, List<Row>> rows(List<ObjectType> types) throws IOException {
        try {
            List<List<Row>> read = IntStream.range(0, parts.size())
                    .parallel()
                    .mapToObj(i -> read(parts.get(i)))
                    .toList();
            Map<ObjectType, List<Row>> rows = new HashMap<>();
            types.forEach(type -> rows.put(type, new ArrayList<>()));
            for (int i = 0; i < read.size(); i++) {
                rows.computeIfAbsent(parts.get(i).type, type -> new ArrayList<>())
                        .addAll(read.get(i));
            }
            return rows;
        } catch (UncheckedIOException damaged) {
            throw damaged.getCause();
        }
    }

    private List<Row> read(Part part) {
        if (Chunk.checksum(bytes, part.start, part.length) != part.checksum) {
            throw new UncheckedIOException(new IOException("rows of " + part.type + " are damaged"));
        }
        try {
            return Chunk.read(part.type, part.rows, new ByteSource(bytes, part.start, part.start + part.length));
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        } catch (RuntimeException unreadable) {
            throw new UncheckedIOException(new IOException("rows of " + part.type + " are unreadable", unreadable));
        }
    }
}
