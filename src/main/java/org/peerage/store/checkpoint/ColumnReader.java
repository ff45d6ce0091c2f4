package org.peerage.store.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Storage;

/** Reads what a {@link ColumnWriter} wrote, value by value. */
final class ColumnReader<T> {
    private final Field<T> field;
    private final Storage storage;
    private final ByteSource in;
    private final int form;
    private final List<@Nullable T> distinct;
    private boolean nulls;
    private long before;

    ColumnReader(Field<T> field, ByteSource in) throws IOException {
        this.field = field;
        this.storage = field.type().storage();
        this.in = in;
        this.form = in.octet();
        this.distinct = form == ColumnWriter.EACH ? List.of() : distinct();
        if (form == ColumnWriter.EACH) {
            nulls = in.octet() == 1;
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
        int place = form == ColumnWriter.PLACES_OF_ONE_BYTE ? in.octet() : in.twoOctets();
        if (place >= distinct.size()) {
            throw new IOException("a checkpoint names a value that it lacks");
        }
        return distinct.get(place);
    }

    private List<@Nullable T> distinct() throws IOException {
        int count = in.count();
        nulls = in.octet() == 1;
        List<@Nullable T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(value());
        }
        return values;
    }

    private @Nullable T value() throws IOException {
        if (nulls && in.octet() == 0) {
            return null;
        }
        Object stored =
                switch (storage) {
                    case INTEGER -> following(in.number());
                    case DECIMAL -> in.decimal();
                    case BOOLEAN -> in.octet() == 1;
                    case TEXT -> in.text();
                };
        return field.type().restore(stored);
    }

    /** Numbers are written as the distance to the one before. */
    private long following(long distance) {
        before += distance;
        return before;
    }
}
