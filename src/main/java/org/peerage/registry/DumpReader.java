package org.peerage.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a public dump: {@code {"net": [row, …]}} or {@code {"net": {"data": [row, …]}}}, or the rows of one type,
 * {@code {"data": [row, …]}}; plain or gzipped.
 */
final class DumpReader {
    private static final int GZIP_MAGIC = 0x1f8b;

    private final Consumer<Row> to;
    private final List<LoadReport.RejectedRow> rejected = new ArrayList<>();
    private final Set<String> ignored = new LinkedHashSet<>();
    private final RowParser rows = new RowParser();
    private final LoadWarnings oddities = new LoadWarnings();
    private final LongConsumer progress;
    private final DumpCorrections corrections = new DumpCorrections();
    private long count;
    private boolean recognized;
    private boolean noteUnknownKeysOnce;
    private final Set<ObjectType> types = new LinkedHashSet<>();

    /**
     * @param to is given each row that can be read
     * @param progress is told the number of rows read so far
     */
    DumpReader(Consumer<Row> to, LongConsumer progress) {
        this.to = to;
        this.progress = progress;
    }

    List<LoadReport.RejectedRow> rejected() {
        return rejected;
    }

    List<String> ignored() {
        return List.copyOf(ignored);
    }

    List<String> warnings() {
        return oddities.warnings();
    }

    List<LoadReport.LoadNote> odd() {
        return oddities.notes();
    }

    List<LoadReport.LoadNote> changed() {
        return corrections.made();
    }

    /** The types that the file has rows of, or says that there are none. */
    Set<ObjectType> types() {
        return types;
    }

    /**
     * When a file says that it was made, in its {@code meta}; empty where it does not.
     *
     * @throws IOException where the file cannot be read, or is no JSON
     */
    Optional<Instant> generated(DumpFile file) throws IOException {
        try (InputStream in = plain(file.path());
                JsonParser parser = JsonMapper.shared().createParser(in)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            return Optional.ofNullable(generated(parser, true, null));
        } catch (JacksonException broken) {
            throw new IOException(file.path() + " is no dump: " + broken.getOriginalMessage(), broken);
        }
    }

    /** The latest time of the object that the parser is in, and of those right in it where they are looked into. */
    private static @Nullable Instant generated(JsonParser parser, boolean looksInside, @Nullable Instant known) {
        Instant latest = known;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean meta = parser.currentName().equals("meta");
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            if (isObject && meta) {
                latest = later(latest, parser.readValueAsTree());
            } else if (isObject && looksInside) {
                latest = generated(parser, false, latest);
            } else {
                parser.skipChildren();
            }
        }
        return latest;
    }

    private static @Nullable Instant later(@Nullable Instant latest, JsonNode meta) {
        JsonNode generated = meta.path("generated");
        if (!generated.isNumber()) {
            return latest;
        }
        Instant made = Instant.ofEpochSecond(generated.longValue());
        return latest == null || made.isAfter(latest) ? made : latest;
    }

    /** Whether there was anything in the file that a registry has. */
    boolean isRecognized() {
        return recognized;
    }

    /**
     * Reads a file.
     *
     * @throws IOException where the file cannot be read, or is no dump
     */
    void read(DumpFile file) throws IOException {
        try (InputStream in = plain(file.path());
                JsonParser parser = JsonMapper.shared().createParser(in)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String typeName = parser.currentName();
                ObjectType type = ObjectTypes.byName(typeName).orElse(null);
                JsonToken start = parser.nextToken();
                if (type == null
                        && typeName.equals("data")
                        && start == JsonToken.START_ARRAY
                        && file.type().isPresent()) {
                    recognized = true;
                    readRows(parser, file.type().get());
                } else if (type == null) {
                    ignored.add(typeName);
                    parser.skipChildren();
                } else if (start == JsonToken.START_OBJECT) {
                    recognized = true;
                    readWrapped(parser, type);
                } else {
                    recognized = true;
                    expect(parser, start, JsonToken.START_ARRAY);
                    readRows(parser, type);
                }
            }
            // Beside the rows of one type nothing is missed.
            file.type().filter(known -> recognized).ifPresent(known -> ignored.remove("meta"));
        } catch (JacksonException broken) {
            throw new IOException(file.path() + " is no dump: " + broken.getOriginalMessage(), broken);
        }
    }

    private static InputStream plain(Path file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in;
    }

    private void readWrapped(JsonParser parser, ObjectType type) throws IOException {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean data = parser.currentName().equals("data");
            JsonToken start = parser.nextToken();
            if (data) {
                expect(parser, start, JsonToken.START_ARRAY);
                readRows(parser, type);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readRows(JsonParser parser, ObjectType type) throws IOException {
        types.add(type);
        noteUnknownKeysOnce = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode node = parser.readValueAsTree();
            Row read = row(type, node);
            if (read != null) {
                Row row = corrections.of(type, node, read);
                oddities.inspect(type, node, row);
                to.accept(row);
            }
            if (++count % 1000 == 0) {
                progress.accept(count);
            }
        }
        progress.accept(count);
    }

    private @Nullable Row row(ObjectType type, JsonNode node) {
        if (noteUnknownKeysOnce && node.isObject()) {
            noteUnknownKeysOnce = false;
            noteUnknownKeys(type, node);
        }
        return switch (rows.read(type, node, null)) {
            case ParseResult.Value<Row>(Row row) -> row;
            case ParseResult.Problem<Row>(String message) -> {
                rejected.add(new LoadReport.RejectedRow(type.typeName(), RowParser.id(node), message));
                yield null;
            }
        };
    }

    private void noteUnknownKeys(ObjectType type, JsonNode node) {
        Set<String> known = new LinkedHashSet<>();
        type.keys().stream().map(JsonKey::name).forEach(known::add);
        type.fields().stream().map(Field::name).forEach(known::add);
        node.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> ignored.add(type.typeName() + "." + name));
    }

    private static void expect(JsonParser parser, @Nullable JsonToken got, JsonToken wanted) throws IOException {
        if (got != wanted) {
            throw new IOException("not a dump: " + wanted + " expected, got " + got + " at "
                    + parser.currentLocation().offsetDescription());
        }
    }
}
