package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** What is remembered of this database beside its rows, by name. */
public final class StateTable {
    static final String IDENTITY = "identity";
    private static final String SESSION = "session";

    private StateTable() {}

    public static Optional<String> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT content FROM peerage_state WHERE name = ?")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
            }
        }
    }

    public static void put(Connection connection, String name, String content) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO peerage_state (name, content) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET content = excluded.content")) {
            statement.setString(1, name);
            statement.setString(2, content);
            statement.executeUpdate();
        }
    }

    static void remove(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM peerage_state WHERE name = ?")) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    /** A name that no other database has; made up when first asked for. */
    static String identity(Connection connection) throws SQLException {
        return madeUp(connection, IDENTITY);
    }

    /** The name of one unbroken history: in it each version is one state. Empty where nobody has asked yet. */
    static Optional<String> session(Connection connection) throws SQLException {
        return find(connection, SESSION);
    }

    /** Gives the history a name where it has none yet. */
    static String beginSession(Connection connection) throws SQLException {
        return madeUp(connection, SESSION);
    }

    /** From here on it is another history. */
    static void renewSession(Connection connection) throws SQLException {
        put(connection, SESSION, UUID.randomUUID().toString());
    }

    private static String madeUp(Connection connection, String name) throws SQLException {
        Optional<String> known = find(connection, name);
        if (known.isPresent()) {
            return known.get();
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO peerage_state (name, content) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")) {
            statement.setString(1, name);
            statement.setString(2, UUID.randomUUID().toString());
            statement.executeUpdate();
        }
        return find(connection, name).orElseThrow(() -> new SQLException("the database forgets its " + name));
    }

    /** Makes it a database of its own, though its rows are those of another one. */
    static void forgetIdentity(Connection connection) throws SQLException {
        remove(connection, IDENTITY);
        renewSession(connection);
    }
}
