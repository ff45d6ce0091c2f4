package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Where objects went that were merged into others, so that old links lead there. */
final class MergedObjectTable {
    private MergedObjectTable() {}

    static void add(Connection connection, String type, List<Long> sources, long target) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO merged_object (type, object_id, target_id) VALUES (?, ?, ?)"
                        + " ON CONFLICT (type, object_id) DO UPDATE SET target_id = excluded.target_id")) {
            for (long gone : sources) {
                statement.setString(1, type);
                statement.setLong(2, gone);
                statement.setLong(3, target);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** What an object was merged into in the end, by however many steps. */
    static OptionalLong target(Connection connection, String type, long id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT target_id FROM merged_object WHERE type = ? AND object_id = ?")) {
            Set<Long> seen = new HashSet<>();
            long current = id;
            while (seen.add(current)) {
                statement.setString(1, type);
                statement.setLong(2, current);
                try (ResultSet found = statement.executeQuery()) {
                    if (!found.next()) {
                        return current == id ? OptionalLong.empty() : OptionalLong.of(current);
                    }
                    current = found.getLong(1);
                }
            }
            return OptionalLong.empty();
        }
    }
}
