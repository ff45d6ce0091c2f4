package org.peerage.store.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ColumnType;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/** Reads what a {@link ColumnWriter} wrote, value by value. */
final class ColumnReader<T> {
    private final Field<T> field;
    private final ColumnType storage;
    private final ByteSource in;
    private final int form;
    private final List<@Nullable T> distinct;
    private boolean nulls;
    private long before;

    ColumnReader(Field<T> field, ByteSource in) throws IOException {
        this.field = field;
        this.storage = field.type().storage();
        this.in = in;
        this.form = in.unsignedByte();
        this.distinct = form == ColumnWriter.EACH ? List.of() : distinct();
        if (form == ColumnWriter.EACH) {
            nulls = in.unsignedByte() == 1;
        }
    }

    /** Gives a row in the making its value. */
    void next(Row.Builder row) throws IOException {
        row.set(field, next());
    }

    private @Nullable T next() throws IOException {
        if (form == ColumnWriter.EACH) {
            return value();
        }
        int index = form == ColumnWriter.PLACES_OF_ONE_BYTE ? in.unsignedByte() : in.unsignedShort();
        if (index >= distinct.size()) {
            throw new IOException("a checkpoint names a value that it lacks");
        }
        return distinct.get(index);
    }

    private List<@Nullable T> distinct() throws IOException {
        int count = in.count();
        nulls = in.unsignedByte() == 1;
        List<@Nullable T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(value());
        }
        return values;
    }

    private @Nullable T value() throws IOException {
        if (nulls && in.unsignedByte() == 0) {
            return null;
        }
        Object stored =
                switch (storage) {
                    case INTEGER -> following(in.number());
                    case DECIMAL -> in.decimal();
                    case BOOLEAN -> in.unsignedByte() == 1;
                    case TEXT -> in.text();
                };
        return field.type().fromColumn(stored);
    }

    /** Numbers are written as the distance to the one before. */
    private long following(long distance) {
        before += distance;
        return before;
    }
}
