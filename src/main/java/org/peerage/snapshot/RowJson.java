package org.peerage.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Key;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;

/** Writes rows of one type as JSON of depth 0: fields and computed keys, in wire order. */
final class RowJson {
    private final ObjectType type;
    private final List<Entry> entries;

    private record Entry(String start, Key key) {}

    RowJson(ObjectType type) {
        this.type = type;
        this.entries = type.keys().stream()
                .filter(key -> key instanceof Field<?> || key instanceof Key.Computed<?>)
                .map(key -> new Entry("\"" + key.name() + "\": ", key))
                .toList();
    }

    /** Writes the row; {@code omitted} is left out. */
    void write(JsonBuffer out, Row row, Rows rows, @Nullable Field<?> omitted) {
        boolean deleted = row.status() == org.peerage.schema.Status.DELETED;
        String separator = "{";
        for (Entry entry : entries) {
            if (entry.key == omitted) {
                continue;
            }
            out.ascii(separator).ascii(entry.start);
            separator = ", ";
            if (entry.key instanceof Field<?> field) {
                if (deleted && type.isBlankWhenDeleted(field)) {
                    out.ascii("\"\"");
                } else {
                    writeField(out, field, row, rows);
                }
            } else if (entry.key instanceof Key.Computed<?> computed) {
                writeComputed(out, computed, row, rows);
            }
        }
        out.ascii("}");
    }

    private static <T> void writeField(JsonBuffer out, Field<T> field, Row row, Rows rows) {
        field.type().write(out, field.shown(row, rows));
    }

    private static <T> void writeComputed(JsonBuffer out, Key.Computed<T> computed, Row row, Rows rows) {
        computed.type().write(out, computed.value().apply(row, rows));
    }
}
