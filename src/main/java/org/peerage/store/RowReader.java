package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ColumnType;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** Reads the rows of one type, in order of id. */
final class RowReader {
    private static final int FETCH = 5000;

    private final ObjectType type;
    private final List<SharedColumn<?>> columns = new ArrayList<>();

    RowReader(ObjectType type) {
        this.type = type;
        for (Field<?> field : type.fields()) {
            columns.add(new SharedColumn<>(field, columns.size() + 1));
        }
    }

    void read(Connection connection, Consumer<Row> to) throws SQLException {
        String names = type.fields().stream().map(Field::name).collect(Collectors.joining(", "));
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + names + " FROM " + type.typeName() + " ORDER BY id")) {
            statement.setFetchSize(FETCH);
            try (ResultSet result = statement.executeQuery()) {
                Row.Builder row = type.row(); // each row sets all its fields, so that one builder serves for all
                while (result.next()) {
                    for (SharedColumn<?> column : columns) {
                        column.read(result, row);
                    }
                    to.accept(row.build());
                }
            }
        }
    }

    /**
     * A column, and the values seen in it: most columns repeat a few, and rows that share them take half the heap.
     * A column whose values differ, such as a name, stops looking.
     */
    private static final class SharedColumn<T> {
        private static final int SHARED = 4096;
        private static final int MIN_SHARE = 4;

        private final Field<T> field;
        private final int index;
        private final ColumnType storage;
        private final Map<Object, T> seen = new HashMap<>();
        private int found;
        private int missed;

        SharedColumn(Field<T> field, int index) {
            this.field = field;
            this.index = index;
            this.storage = field.type().storage();
        }

        void read(ResultSet result, Row.Builder row) throws SQLException {
            Object stored = stored(result);
            row.set(field, stored == null ? null : value(stored));
        }

        private @Nullable Object stored(ResultSet result) throws SQLException {
            return switch (storage) {
                case TEXT -> result.getString(index);
                case INTEGER -> orNull(result, result.getLong(index));
                case DECIMAL -> orNull(result, result.getDouble(index));
                case BOOLEAN -> orNull(result, result.getBoolean(index));
            };
        }

        private static @Nullable Object orNull(ResultSet result, Object value) throws SQLException {
            return result.wasNull() ? null : value;
        }

        private T value(Object stored) {
            if (missed >= SHARED && found / MIN_SHARE < missed) {
                seen.clear();
                return field.type().fromColumn(stored);
            }
            T known = seen.get(stored);
            if (known != null) {
                found++;
                return known;
            }
            missed++;
            T value = field.type().fromColumn(stored);
            if (seen.size() < SHARED) {
                seen.put(stored, value);
            }
            return value;
        }
    }
}
