package org.peerage.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections for a pool, and goes on trying while the database is away. Left to itself the pool waits longer
 * after each failure, 5 s in the end, and nobody can write for so long after a standby took over.
 */
final class RetryingConnector extends UnpooledConnections {
    private static final long PAUSE_MILLIS = 100;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String url;
    private final Properties settings = new Properties();
    private volatile @Nullable SQLException failure;

    RetryingConnector(String url, Map<String, String> settings) {
        this.url = url;
        this.settings.putAll(settings);
    }

    /** Why there is no connection now; empty: the last attempt made one. */
    Optional<SQLException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public Connection getConnection() throws SQLException {
        long end = System.nanoTime() + TIMEOUT_NANOS;
        while (true) {
            try {
                Connection connection = DriverManager.getConnection(url, settings);
                failure = null;
                return connection;
            } catch (SQLException refused) {
                failure = refused;
                if (isLasting(refused) || System.nanoTime() > end || !pause()) {
                    throw refused;
                }
            }
        }
    }

    /** Who is turned away for good, by a wrong password or a database that is not there, asks at the pool's own pace. */
    private static boolean isLasting(SQLException refused) {
        String state = String.valueOf(refused.getSQLState());
        return state.startsWith("28") || state.equals("3D000");
    }

    /** The pool interrupts whoever connects when it is closed. */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
