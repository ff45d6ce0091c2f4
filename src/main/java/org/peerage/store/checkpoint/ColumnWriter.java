package org.peerage.store.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ColumnType;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/**
 * Writes the values of one field of some rows. Where values repeat, each is written once, and its place for each row: rows
 * that are read share them again.
 */
final class ColumnWriter<T> {
    static final int EACH = 0;
    static final int PLACES_OF_ONE_BYTE = 1;
    static final int PLACES_OF_TWO_BYTES = 2;
    private static final int ONE_BYTE = 256;
    private static final int MIN_SHARE = 2;

    private final Field<T> field;

    ColumnWriter(Field<T> field) {
        this.field = field;
    }

    byte[] write(List<Row> rows) {
        Map<Object, Integer> places = new LinkedHashMap<>();
        List<@Nullable T> distinct = new ArrayList<>();
        int[] index = new int[rows.size()];
        int max = Math.max(ONE_BYTE, rows.size() / MIN_SHARE);
        for (int i = 0; i < index.length && distinct.size() <= max; i++) {
            T value = rows.get(i).find(field);
            Integer known = places.get(value == null ? this : value);
            if (known == null) {
                known = distinct.size();
                places.put(value == null ? this : value, known);
                distinct.add(value);
            }
            index[i] = known;
        }
        ByteSink out = new ByteSink();
        if (distinct.size() > max || distinct.size() > 1 << 16) {
            out.unsignedByte(EACH);
            each(out, rows.stream().map(row -> row.find(field)).toList());
            return out.toByteArray();
        }
        boolean narrow = distinct.size() <= ONE_BYTE;
        out.unsignedByte(narrow ? PLACES_OF_ONE_BYTE : PLACES_OF_TWO_BYTES);
        out.unsigned(distinct.size());
        each(out, distinct);
        for (int where : index) {
            if (narrow) {
                out.unsignedByte(where);
            } else {
                out.unsignedShort(where);
            }
        }
        return out.toByteArray();
    }

    private void each(ByteSink out, List<? extends @Nullable T> values) {
        boolean nulls = values.contains(null);
        out.unsignedByte(nulls ? 1 : 0);
        ColumnType storage = field.type().storage();
        long before = 0;
        for (T value : values) {
            if (nulls) {
                out.unsignedByte(value == null ? 0 : 1);
            }
            if (value == null) {
                continue;
            }
            Object stored = field.type().toColumn(value);
            switch (storage) {
                case INTEGER -> {
                    out.number((Long) stored - before);
                    before = (Long) stored;
                }
                case DECIMAL -> out.decimal((Double) stored);
                case BOOLEAN -> out.unsignedByte((Boolean) stored ? 1 : 0);
                case TEXT -> out.text((String) stored);
            }
        }
    }
}
