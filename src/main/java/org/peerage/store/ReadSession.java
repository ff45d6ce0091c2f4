package org.peerage.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A connection that sees one state of the database, that of its first question, and keeps no writer waiting. */
final class ReadSession implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;

    private ReadSession(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    static ReadSession open(DataSource source, Dialect dialect) throws SQLException {
        Connection connection = source.getConnection();
        try {
            if (dialect == Dialect.SQLITE) {
                // The driver would begin a transaction that writes, and only one of those is possible at a time.
                execute(connection, "BEGIN DEFERRED");
            } else {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false);
            }
            return new ReadSession(connection, dialect);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    RegistryStore.Head head() throws SQLException {
        return HeadTable.read(connection);
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (dialect == Dialect.SQLITE) {
                execute(connection, "ROLLBACK");
            } else {
                connection.rollback();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
