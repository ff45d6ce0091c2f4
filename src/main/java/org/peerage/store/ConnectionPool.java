package org.peerage.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** A pool that says why it has no connection, which it does not know where its connector goes on trying. */
final class ConnectionPool extends HikariDataSource {
    private final RetryingConnector connector;

    ConnectionPool(HikariConfig config, RetryingConnector connector) {
        super(config);
        this.connector = connector;
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLTransientConnectionException none) {
            SQLException why = connector.failure().orElse(none);
            throw none.getCause() != null || why.equals(none)
                    ? none
                    : new SQLTransientConnectionException(none.getMessage(), none.getSQLState(), why);
        }
    }
}
