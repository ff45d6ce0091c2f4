package org.peerage.snapshot;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;

/** Writes rows of one type as JSON of depth 0: fields and computed keys, in wire order. */
final class RowJson {
    private final ObjectType type;
    private final List<KeyEntry> entries;

    private record KeyEntry(String start, JsonKey key, int mark) {}

    RowJson(ObjectType type) {
        this.type = type;
        ExpansionPoints layout = ExpansionPoints.of(type);
        this.entries = IntStream.range(0, layout.plain().size())
                .mapToObj(i -> entry(layout.plain().get(i), layout.mark(i)))
                .toList();
    }

    private static KeyEntry entry(JsonKey key, int mark) {
        return new KeyEntry("\"" + key.name() + "\": ", key, mark);
    }

    /**
     * Writes the row; {@code omitted} is left out.
     *
     * @param marks takes, from {@code at} on, where the keys that {@link ExpansionPoints} marks begin; of one that is left out, where
     *     the next one begins
     */
    void write(JsonBuffer out, Row row, Rows rows, @Nullable Field<?> omitted, int[] marks, int at) {
        boolean deleted = row.status() == org.peerage.schema.Status.DELETED;
        String separator = "{";
        for (KeyEntry entry : entries) {
            if (entry.key == omitted) {
                if (entry.mark >= 0) {
                    marks[at + entry.mark] = out.length() + separator.length();
                }
                continue;
            }
            out.ascii(separator);
            if (entry.mark >= 0) {
                marks[at + entry.mark] = out.length();
            }
            out.ascii(entry.start);
            separator = ", ";
            if (entry.key instanceof Field<?> field) {
                if (deleted && type.isClearedWhenDeleted(field)) {
                    out.ascii("\"\"");
                } else {
                    writeField(out, field, row, rows);
                }
            } else if (entry.key instanceof JsonKey.Computed<?> computed) {
                writeComputed(out, computed, row, rows);
            }
        }
        out.ascii("}");
    }

    private static <T> void writeField(JsonBuffer out, Field<T> field, Row row, Rows rows) {
        field.type().write(out, field.presented(row, rows));
    }

    private static <T> void writeComputed(JsonBuffer out, JsonKey.Computed<T> computed, Row row, Rows rows) {
        computed.type().write(out, computed.value().apply(row, rows));
    }
}
