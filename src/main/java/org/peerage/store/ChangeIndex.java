package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What leads to changes in the log: what they are about, and why they were made. */
final class ChangeIndex {
    private static final int AT_ONCE = 1000;

    private ChangeIndex() {}

    /** Notes of each change what it is about; what is known already stays. */
    static void put(Connection connection, List<Change> changes, List<? extends Collection<ChangeSubject>> subjects)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO change_about (subject, subject_id, version, seq)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (int i = 0; i < changes.size(); i++) {
                for (ChangeSubject subject : subjects.get(i)) {
                    statement.setString(1, subject.kind());
                    statement.setLong(2, subject.id());
                    statement.setLong(3, changes.get(i).version());
                    statement.setInt(4, changes.get(i).seq());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    static void note(Connection connection, long version, ChangeNote note) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO change_note (version, cause, comment) VALUES (?, ?, ?)")) {
            statement.setLong(1, version);
            statement.setString(2, note.cause());
            statement.setString(3, note.comment());
            statement.executeUpdate();
        }
    }

    /** By version, where there is one. The versions are numbers, so they can stand in the statement. */
    static Map<Long, ChangeNote> notes(Connection connection, Collection<Long> versions) throws SQLException {
        Map<Long, ChangeNote> notes = new HashMap<>();
        List<Long> all = versions.stream().distinct().toList();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            String some = all.subList(from, Math.min(all.size(), from + AT_ONCE)).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(","));
            try (PreparedStatement statement = connection.prepareStatement(
                            "SELECT version, cause, comment FROM change_note WHERE version IN (" + some + ")");
                    ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    notes.put(result.getLong(1), new ChangeNote(result.getString(2), result.getString(3)));
                }
            }
        }
        return notes;
    }

    /** Empties what was said of changes; why they were made stays. */
    static void forgetComments(Connection connection, Collection<Change> changes) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE change_note SET comment = '' WHERE version = ?")) {
            for (Change change : changes) {
                statement.setLong(1, change.version());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static List<Long> versionsOf(Connection connection, String cause, int limit) throws SQLException {
        List<Long> versions = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT version FROM change_note WHERE cause = ? ORDER BY version DESC LIMIT ?")) {
            statement.setString(1, Sql.storable(cause));
            statement.setInt(2, limit);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    versions.add(result.getLong(1));
                }
            }
        }
        return versions;
    }

    static OptionalLong versionAway(Connection connection, ChangeSubject about, long from, boolean down, int changes)
            throws SQLException {
        String sql = "SELECT version FROM change_about WHERE subject = ? AND subject_id = ? AND version "
                + (down ? "< ? ORDER BY version DESC" : "> ? ORDER BY version") + " LIMIT 1 OFFSET ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, about.kind());
            statement.setLong(2, about.id());
            statement.setLong(3, from);
            statement.setInt(4, changes);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? OptionalLong.of(result.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Forgets what is said of versions after one, which are no more. */
    static void deleteAfter(Connection connection, long version) throws SQLException {
        for (String table : List.of("change_about", "change_note", "follow_change", "statistic_day")) {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM " + table + " WHERE version > ?")) {
                statement.setLong(1, version);
                statement.executeUpdate();
            }
        }
    }

    /** The last version that was made before a time (epoch seconds); times never fall from version to version. */
    static long lastBefore(Connection connection, long time) throws SQLException {
        long low = 0; // made before it, or none
        long high = last(connection) + 1; // not before it
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            // Numbers may be missing in the log: the next that is there decides.
            Optional<long[]> next = firstFrom(connection, middle);
            if (next.isEmpty() || next.get()[1] >= time) {
                high = middle;
            } else {
                low = next.get()[0];
            }
        }
        return low;
    }

    private static Optional<long[]> firstFrom(Connection connection, long version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT version, at FROM change WHERE version >= ? ORDER BY version, seq LIMIT 1")) {
            statement.setLong(1, version);
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? Optional.of(new long[] {result.getLong(1), result.getLong(2)})
                        : Optional.empty();
            }
        }
    }

    private static long last(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT MAX(version) FROM change");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }
}
