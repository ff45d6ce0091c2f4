package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;
import org.peerage.schema.ColumnType;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** Makes rows of one type, or replaces those of the same ids. */
final class RowWriter implements AutoCloseable {
    private static final int BATCH = 500;

    private final ObjectType type;
    private final PreparedStatement upsert;

    RowWriter(Connection connection, ObjectType type) throws SQLException {
        this.type = type;
        this.upsert = connection.prepareStatement(upsert(type));
    }

    void put(List<Row> rows) throws SQLException {
        int waiting = 0;
        for (Row row : rows) {
            bind(row);
            upsert.addBatch();
            if (++waiting == BATCH) {
                upsert.executeBatch();
                waiting = 0;
            }
        }
        if (waiting > 0) {
            upsert.executeBatch();
        }
    }

    @Override
    public void close() throws SQLException {
        upsert.close();
    }

    private void bind(Row row) throws SQLException {
        int column = 1;
        for (Field<?> field : type.fields()) {
            bind(column++, field, row);
        }
    }

    private <T> void bind(int column, Field<T> field, Row row) throws SQLException {
        T value = row.find(field);
        if (value == null) {
            upsert.setNull(column, sqlType(field.type().storage()));
            return;
        }
        switch (field.type().toColumn(value)) {
            case Long number -> upsert.setLong(column, number);
            case Double number -> upsert.setDouble(column, number);
            case Boolean flag -> upsert.setBoolean(column, flag);
            case Object text -> upsert.setString(column, text.toString());
        }
    }

    private static int sqlType(ColumnType storage) {
        return switch (storage) {
            case INTEGER -> Types.BIGINT;
            case DECIMAL -> Types.DOUBLE;
            case BOOLEAN -> Types.BOOLEAN;
            case TEXT -> Types.VARCHAR;
        };
    }

    private static String upsert(ObjectType type) {
        String columns = type.fields().stream().map(Field::name).collect(Collectors.joining(", "));
        String marks = type.fields().stream().map(field -> "?").collect(Collectors.joining(", "));
        String updates = type.fields().stream()
                .filter(field -> !field.equals(type.id()))
                .map(field -> field.name() + " = excluded." + field.name())
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + type.typeName() + " (" + columns + ") VALUES (" + marks
                + ") ON CONFLICT (id) DO UPDATE SET " + updates;
    }
}
