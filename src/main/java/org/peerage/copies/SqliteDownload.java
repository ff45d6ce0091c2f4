package org.peerage.copies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Status;
import org.peerage.snapshot.PublicRows;
import org.peerage.snapshot.Snapshot;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The registry as an SQLite database: a table is a type, a column a key of its rows, lists are JSON; {@code meta} says which version it is. */
final class SqliteDownload {
    private static final int BATCH = 1000;

    private SqliteDownload() {}

    static void write(Path file, Snapshot now, String session) throws IOException, SQLException {
        Files.deleteIfExists(file);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            // The file is thrown away if it does not become whole.
            execute(connection, "PRAGMA journal_mode = OFF");
            execute(connection, "PRAGMA synchronous = OFF");
            connection.setAutoCommit(false);
            for (ObjectType type : ObjectTypes.ALL) {
                fill(connection, type, now);
            }
            meta(connection, now, session);
            connection.commit();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void fill(Connection connection, ObjectType type, Snapshot now) throws SQLException {
        List<JsonKey> keys = CopyDownloads.columns(type);
        String table = type.typeName();
        execute(
                connection,
                keys.stream()
                        .map(key -> quoted(key) + (key.name().equals("id") ? " INTEGER PRIMARY KEY" : ""))
                        .collect(Collectors.joining(", ", "CREATE TABLE " + table + " (", ")")));
        String places = "?, ".repeat(keys.size() - 1) + "?";
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")")) {
            int[] waiting = {0};
            PublicRows.<SQLException>forEach(now, type, (row, json, start, end) -> {
                if (row.status() != Status.OK) {
                    return;
                }
                JsonNode node = JsonMapper.shared().readTree(json, start, end - start);
                for (int i = 0; i < keys.size(); i++) {
                    set(insert, i + 1, node.path(keys.get(i).name()));
                }
                insert.addBatch();
                if (++waiting[0] % BATCH == 0) {
                    insert.executeBatch();
                }
            });
            insert.executeBatch();
        }
        for (JsonKey key : keys) {
            if (key instanceof Field<?> field
                    && (field.isReference() || key.name().equals("asn"))) {
                execute(
                        connection,
                        "CREATE INDEX " + table + "_" + key.name() + " ON " + table + " (" + quoted(key) + ")");
            }
        }
    }

    private static String quoted(JsonKey key) {
        return '"' + key.name() + '"';
    }

    private static void set(PreparedStatement insert, int column, JsonNode value) throws SQLException {
        if (value.isMissingNode() || value.isNull()) {
            insert.setNull(column, Types.NULL);
        } else if (value.isIntegralNumber()) {
            insert.setLong(column, value.longValue());
        } else if (value.isNumber()) {
            insert.setDouble(column, value.doubleValue());
        } else if (value.isBoolean()) {
            insert.setInt(column, value.booleanValue() ? 1 : 0);
        } else {
            insert.setString(column, value.isString() ? value.stringValue() : value.toString());
        }
    }

    private static void meta(Connection connection, Snapshot now, String session) throws SQLException {
        execute(connection, "CREATE TABLE meta (session, version INTEGER, time, schema)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO meta VALUES (?, ?, ?, ?)")) {
            insert.setString(1, session);
            insert.setLong(2, now.version());
            insert.setString(3, now.time().toString());
            insert.setString(4, CopySchema.HASH);
            insert.executeUpdate();
        }
    }
}
