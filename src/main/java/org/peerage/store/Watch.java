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
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long SQLITE_MILLIS = 25;
    private static final String NOT_SUPPORTED = "0A000";

    private final Connection connection;
    private final Dialect dialect;
    private final boolean told;
    private long counter;

    private Watch(Connection connection, Dialect dialect) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.told = dialect == Dialect.POSTGRESQL && listen();
        this.counter = dialect == Dialect.SQLITE ? number("PRAGMA data_version") : 0;
    }

    /** Opens a connection outside the pool, so that nothing else waits for it, nor it for anything. */
    static Watch open(Connection connection, Dialect dialect) throws SQLException {
        try {
            return new Watch(connection, dialect);
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
    public record Seen(RegistryStore.Head head, long accounts, String session) {}

    public Seen look() throws SQLException {
        return new Seen(
                HeadTable.read(connection),
                number("SELECT version FROM account_version"),
                StateTable.session(connection).orElse(""));
    }

    /** What the database told by itself: which versions of registry and accounts there are now, at least. */
    public record News(long registry, long accounts) {
        /** Nothing was told, so anything may be new. */
        private static final News UNKNOWN = new News(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Waits until something may have changed, at most that long. */
    public News await(Duration longest) throws SQLException, InterruptedException {
        if (dialect == Dialect.SQLITE) {
            awaitCounter(longest);
        } else if (told) {
            PGNotification[] notices = connection.unwrap(PGConnection.class).getNotifications((int) longest.toMillis());
            return notices == null || notices.length == 0 ? News.UNKNOWN : news(notices);
        } else {
            TimeUnit.MILLISECONDS.sleep(longest.toMillis());
        }
        return News.UNKNOWN;
    }

    private static News news(PGNotification[] notices) {
        long registry = 0;
        long accounts = 0;
        for (PGNotification notice : notices) {
            String text = notice.getParameter();
            if (!text.matches("\\w+ \\d{1,18}")) {
                return News.UNKNOWN;
            }
            int blank = text.indexOf(' ');
            long version = Long.parseLong(text, blank + 1, text.length(), 10);
            switch (text.substring(0, blank)) {
                case "registry_head" -> registry = Math.max(registry, version);
                case "account_version" -> accounts = Math.max(accounts, version);
                default -> {
                    return News.UNKNOWN;
                }
            }
        }
        return new News(registry, accounts);
    }

    /** Changes of up to that many versions, from one on. */
    public List<Change> changesFrom(long version, int versions) throws SQLException {
        return ChangeTable.after(connection, version - 1, versions);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void awaitCounter(Duration longest) throws SQLException, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
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
