package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of its own that notices what anybody does to the database: PostgreSQL tells by NOTIFY, SQLite has a
 * counter that costs next to nothing to read.
 */
public final class ChangeListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeListener.class);
    private static final long SQLITE_MILLIS = 25;
    private static final String NOT_SUPPORTED = "0A000";

    private final Connection connection;
    private final Dialect dialect;
    private final boolean told;
    private long counter;

    private ChangeListener(Connection connection, Dialect dialect) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.told = dialect == Dialect.POSTGRESQL && listen();
        this.counter = dialect == Dialect.SQLITE ? number("PRAGMA data_version") : 0;
    }

    /** Opens a connection outside the pool, so that nothing else waits for it, nor it for anything. */
    static ChangeListener open(Connection connection, Dialect dialect) throws SQLException {
        try {
            return new ChangeListener(connection, dialect);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * What the database says of itself.
     *
     * @param accounts the version of the accounts
     * @param session the name of the history; empty: nobody has asked for it yet
     */
    public record DatabaseState(RegistryStore.Head head, long accounts, String session) {}

    public DatabaseState read() throws SQLException {
        return new DatabaseState(
                HeadTable.read(connection),
                number("SELECT version FROM account_version"),
                StateTable.session(connection).orElse(""));
    }

    /** What the database told by itself: which versions of registry and accounts there are now, at least. */
    public record ChangeNotification(long registry, long accounts) {
        /** Nothing was told, so anything may be new. */
        private static final ChangeNotification UNKNOWN = new ChangeNotification(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Waits until something may have changed, at most that long. */
    public ChangeNotification await(Duration timeout) throws SQLException, InterruptedException {
        if (dialect == Dialect.SQLITE) {
            awaitCounter(timeout);
        } else if (told) {
            PGNotification[] notices = connection.unwrap(PGConnection.class).getNotifications((int) timeout.toMillis());
            return notices == null || notices.length == 0 ? ChangeNotification.UNKNOWN : news(notices);
        } else {
            TimeUnit.MILLISECONDS.sleep(timeout.toMillis());
        }
        return ChangeNotification.UNKNOWN;
    }

    private static ChangeNotification news(PGNotification[] notices) {
        long registry = 0;
        long accounts = 0;
        for (PGNotification notice : notices) {
            String text = notice.getParameter();
            if (!text.matches("\\w+ \\d{1,18}")) {
                return ChangeNotification.UNKNOWN;
            }
            int space = text.indexOf(' ');
            long version = Long.parseLong(text, space + 1, text.length(), 10);
            switch (text.substring(0, space)) {
                case "registry_head" -> registry = Math.max(registry, version);
                case "account_version" -> accounts = Math.max(accounts, version);
                default -> {
                    return ChangeNotification.UNKNOWN;
                }
            }
        }
        return new ChangeNotification(registry, accounts);
    }

    /** Changes of up to that many versions, from one on. */
    public List<Change> changesFrom(long version, int versions) throws SQLException {
        return ChangeTable.after(connection, version - 1, versions);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void awaitCounter(Duration timeout) throws SQLException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        do {
            TimeUnit.MILLISECONDS.sleep(SQLITE_MILLIS);
            long now = number("PRAGMA data_version");
            if (now != counter) {
                counter = now;
                return;
            }
        } while (System.nanoTime() < end);
    }

    /** Engines that speak PostgreSQL's protocol may not know how to listen; then only looking often helps. */
    private boolean listen() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN peerage");
            return true;
        } catch (SQLException e) {
            if (NOT_SUPPORTED.equals(e.getSQLState())) {
                LOG.info("this database does not tell of changes; it is asked for them");
                return false;
            }
            throw e;
        }
    }

    private long number(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            if (!result.next()) {
                throw new SQLException("no answer to " + sql);
            }
            return result.getLong(1);
        }
    }
}
