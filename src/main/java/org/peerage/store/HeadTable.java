package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** The one row that says which version the registry is at; who locks it may write. */
final class HeadTable {
    /** The head, and the first row of the log of its version. */
    private static final String READ = "SELECT h.version, h.changed_at, h.compatible_from, c.at, c.actor, c.request_id,"
            + " c.type, c.object_id FROM registry_head h LEFT JOIN change c ON c.version = h.version AND c.seq = 0";

    /**
     * Whoever is silent while it holds the lock loses it after some seconds: a process that was stopped, or whose machine
     * vanished, must not keep all others from writing. The log is read by a statement of its own, for one that waited for
     * the lock would not see what was logged meanwhile; all of them travel together.
     */
    private static final String LOCK_POSTGRESQL = "SELECT version FROM registry_head FOR UPDATE;"
            + " SELECT set_config('idle_in_transaction_session_timeout', '1500ms', true),"
            + " set_config('statement_timeout', '8s', true); " + READ;

    private HeadTable() {}

    static RegistryStore.Head read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ);
                ResultSet result = statement.executeQuery()) {
            return head(result);
        }
    }

    /** Locks the head until the transaction ends; in SQLite whoever begins to write has locked everything already. */
    static RegistryStore.Head lock(Connection connection, Dialect dialect) throws SQLException {
        if (dialect == Dialect.SQLITE) {
            return checked(connection);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK_POSTGRESQL);
            statement.getMoreResults();
            statement.getMoreResults();
            try (ResultSet result = statement.getResultSet()) {
                return writable(result);
            }
        }
    }

    /**
     * Takes the limit of statements away before a commit: one that waits for a synchronous standby would end well when the
     * time is over, although the standby has nothing ({@link DurableCommit}).
     */
    static void waitForStandby(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = 0");
        }
    }

    /** Longer limits for who reads everything while it holds the lock. */
    static void takeTime(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('idle_in_transaction_session_timeout', '30s', true),"
                    + " set_config('statement_timeout', '60s', true)");
        }
    }

    private static RegistryStore.Head checked(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ);
                ResultSet result = statement.executeQuery()) {
            return writable(result);
        }
    }

    private static RegistryStore.Head writable(ResultSet result) throws SQLException {
        RegistryStore.Head head = head(result);
        if (result.getLong(3) > DatabaseSchema.newest()) {
            throw new SQLException("a newer program has changed the database so that this one must not write to it");
        }
        return head;
    }

    private static RegistryStore.Head head(ResultSet result) throws SQLException {
        if (!result.next()) {
            throw new SQLException("registry_head is empty");
        }
        long loggedAt = result.getLong(4);
        String stamp = result.wasNull()
                ? ""
                : Change.stamp(
                        loggedAt, result.getString(5), result.getString(6), result.getString(7), result.getLong(8));
        return new RegistryStore.Head(result.getLong(1), Instant.ofEpochSecond(result.getLong(2)), stamp);
    }
}
