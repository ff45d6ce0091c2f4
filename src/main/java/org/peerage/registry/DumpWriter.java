package org.peerage.registry;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.PrivateFiles;
import org.peerage.store.RegistryStore;

/**
 * Writes everything the registry stores, hidden fields and deleted rows too, in the form that {@link DumpLoader}
 * reads. A file whose name ends in {@code .gz} is compressed. The file is there whole or not at all.
 */
public final class DumpWriter {
    private static final int BUFFER = 1 << 16;

    private final RowSource source;
    private final @Nullable Snapshot state;
    private final JsonBuffer buffer = new JsonBuffer(BUFFER);
    private @Nullable ObjectType current;
    private boolean first = true;
    private long written;

    private DumpWriter(RowSource source, @Nullable Snapshot state) {
        this.source = source;
        this.state = state;
    }

    private interface RowSource {
        void each(Consumer<Row> to) throws SQLException;
    }

    /** The number of rows written; throws {@link IOException} where the file cannot be written. */
    public static long write(RegistryStore store, Path file) throws IOException, SQLException {
        return write(new DumpWriter(to -> store.read(ObjectTypes.ALL, to), null), file);
    }

    /**
     * The same of a state of the past, with the time that it is of, so that {@link HistoryLoader} knows it, and with the keys that follow
     * from others, such as a connection's exchange: readers of the daily dumps that others keep look for those.
     */
    public static long write(Snapshot state, Path file) throws IOException, SQLException {
        return write(new DumpWriter(to -> ObjectTypes.ALL.forEach(type -> state.forEach(type, to)), state), file);
    }

    private static long write(DumpWriter writer, Path file) throws IOException, SQLException {
        PrivateFiles.write(
                file,
                part -> {
                    try (OutputStream out = compressed(part, file)) {
                        writer.write(out);
                    }
                },
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        return writer.written;
    }

    private static OutputStream compressed(Path part, Path named) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER);
        return named.toString().endsWith(".gz") ? new GZIPOutputStream(out, BUFFER) : out;
    }

    private void write(OutputStream out) throws IOException, SQLException {
        try {
            source.each(row -> write(row, out));
            buffer.ascii(current == null ? "{}\n" : "]}}\n");
            flush(out);
        } catch (UncheckedIOException full) {
            throw full.getCause();
        }
    }

    private void write(Row row, OutputStream out) {
        if (row.type() != current) {
            buffer.ascii(current == null ? "{" : "]},\n")
                    .quoted(row.type().typeName())
                    .ascii(": {");
            if (state != null) {
                buffer.ascii("\"meta\": {\"generated\": ")
                        .number(state.time().getEpochSecond())
                        .ascii("}, ");
            }
            buffer.ascii("\"data\": [\n");
            current = row.type();
            first = true;
        }
        buffer.ascii(first ? "{" : ",\n{");
        String separator = "";
        for (Field<?> field : row.type().fields()) {
            buffer.ascii(separator).quoted(field.name()).ascii(": ");
            value(row, field);
            separator = ", ";
        }
        if (state != null) {
            for (JsonKey key : row.type().keys()) {
                if (key instanceof JsonKey.Computed<?> computed) {
                    buffer.ascii(separator).quoted(computed.name()).ascii(": ");
                    value(row, computed, state);
                }
            }
        }
        buffer.ascii("}");
        first = false;
        written++;
        if (buffer.length() >= BUFFER) {
            flush(out);
        }
    }

    private <T> void value(Row row, Field<T> field) {
        field.type().write(buffer, row.find(field));
    }

    private <T> void value(Row row, JsonKey.Computed<T> key, Snapshot rows) {
        key.type().write(buffer, key.value().apply(row, rows));
    }

    private void flush(OutputStream out) {
        try {
            out.write(buffer.array(), 0, buffer.length());
            buffer.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
