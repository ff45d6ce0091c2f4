package org.peerage.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Puts rows of a {@link PortableCopy} into a table, each value as the column wants it. */
final class TableFiller {
    private static final int BATCH = 500;

    private final PreparedStatement insert;
    private final List<Integer> kinds;
    private int waiting;

    private TableFiller(PreparedStatement insert, List<Integer> kinds) {
        this.insert = insert;
        this.kinds = kinds;
    }

    static TableFiller of(Connection connection, Dialect dialect, List<String> tables, JsonNode start)
            throws SQLException, IOException {
        String table = start.path("table").stringValue();
        if (!tables.contains(table)) {
            throw new IOException("the backup has a table that this program does not know: " + table);
        }
        Map<String, Integer> known = kinds(connection, table);
        List<String> columns = new ArrayList<>();
        List<Integer> kinds = new ArrayList<>();
        for (JsonNode column : start.path("columns")) {
            Integer kind = known.get(column.stringValue().toLowerCase(Locale.ROOT));
            if (kind == null) {
                throw new IOException("the backup has a column that this program does not know: " + table + "."
                        + column.stringValue());
            }
            columns.add(column.stringValue());
            kinds.add(kind);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM " + table); // what triggers put there while other tables were filled
        }
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        String given = dialect == Dialect.POSTGRESQL ? " OVERRIDING SYSTEM VALUE" : "";
        return new TableFiller(
                connection.prepareStatement("INSERT INTO " + table + " (" + String.join(", ", columns) + ")" + given
                        + " VALUES (" + marks + ")"),
                kinds);
    }

    private static Map<String, Integer> kinds(Connection connection, String table) throws SQLException {
        Map<String, Integer> kinds = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + table + " WHERE 1 = 0");
                ResultSet none = statement.executeQuery()) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                kinds.put(
                        none.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT),
                        none.getMetaData().getColumnType(i));
            }
        }
        return kinds;
    }

    void add(JsonNode row) throws SQLException, IOException {
        if (row.size() != kinds.size()) {
            throw new IOException("the backup is damaged: a row has another number of values than its table");
        }
        for (int i = 0; i < kinds.size(); i++) {
            bind(i + 1, kinds.get(i), row.get(i));
        }
        insert.addBatch();
        if (++waiting == BATCH) {
            insert.executeBatch();
            waiting = 0;
        }
    }

    private void bind(int column, int kind, JsonNode value) throws SQLException {
        if (value.isNull()) {
            insert.setNull(column, kind);
        } else if (value.isObject()) {
            insert.setBytes(
                    column, Base64.getDecoder().decode(value.path("base64").stringValue()));
        } else if (kind == Types.BOOLEAN || kind == Types.BIT) {
            insert.setBoolean(column, value.isBoolean() ? value.booleanValue() : value.longValue() != 0);
        } else if (value.isBoolean()) {
            insert.setLong(column, value.booleanValue() ? 1 : 0);
        } else if (value.isFloatingPointNumber()
                || (value.isNumber() && (kind == Types.DOUBLE || kind == Types.REAL || kind == Types.FLOAT))) {
            insert.setDouble(column, value.doubleValue());
        } else if (value.isNumber()) {
            insert.setLong(column, value.longValue());
        } else {
            insert.setString(column, value.stringValue());
        }
    }

    void close() throws SQLException {
        try (insert) {
            if (waiting > 0) {
                insert.executeBatch();
            }
        }
    }
}
