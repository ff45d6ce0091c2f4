package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Remembers the ids of erased rows, so that none is given out twice. */
final class RetiredIdTable {
    private static final String RETIRE =
            "INSERT INTO spent_id (type, id) VALUES (?, ?) ON CONFLICT (type) DO UPDATE SET"
                    + " id = CASE WHEN excluded.id > spent_id.id THEN excluded.id ELSE spent_id.id END";

    private RetiredIdTable() {}

    static void retire(Connection connection, String type, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RETIRE)) {
            statement.setString(1, type);
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }

    static Map<String, Long> all(Connection connection) throws SQLException {
        Map<String, Long> ids = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT type, id FROM spent_id");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.put(rows.getString(1), rows.getLong(2));
            }
        }
        return ids;
    }
}
