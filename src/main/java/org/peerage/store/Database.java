package org.peerage.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.peerage.trace.Tracing;

/** An open database with the schema of this program. */
public final class Database implements AutoCloseable {
    /** The file of the embedded database in its folder. */
    public static final String FILE = "peerage.db";

    private static final Map<String, String> SQLITE_OPTIONS = Map.of(
            "journal_mode", "WAL",
            "synchronous", "FULL",
            "busy_timeout", "5000",
            "transaction_mode", "IMMEDIATE",
            "foreign_keys", "true");
    /** As PostgreSQL's own URLs have it; its JDBC driver would take all of it for a host. */
    private static final Pattern USER_BEFORE_HOST = Pattern.compile("jdbc:postgresql://[^/?]*@");

    private static final int CONNECTIONS = 8;
    private static final long TIMEOUT_MILLIS = 5_000;
    private static final long VALIDATION_MILLIS = 1_000;
    private static final long KEEP_ALIVE_MILLIS = 30_000;

    private final HikariDataSource pool;
    private final DataSource source;
    private final Dialect dialect;
    private final String url;

    private Database(HikariDataSource pool, DataSource source, Dialect dialect, String url) {
        this.pool = pool;
        this.source = source;
        this.dialect = dialect;
        this.url = url;
    }

    /** Opens {@code peerage.db} in a folder, which is made if need be. */
    public static Database openFolder(Path folder) throws DatabaseUnusableException {
        try {
            PrivateFiles.createFolder(folder);
            if (!Files.exists(folder.resolve(FILE))) {
                PrivateFiles.createFile(folder.resolve(FILE)); // SQLite takes an empty file, and keeps its mode
            }
        } catch (IOException e) {
            throw new DatabaseUnusableException(
                    "cannot make the database in " + folder + ": " + OpenErrors.reason(e),
                    DatabaseUnusableException.CANNOT_CREATE,
                    e);
        }
        return open("jdbc:sqlite:" + folder.resolve(FILE), Map.of());
    }

    /** Opens a database by its JDBC URL: {@code jdbc:postgresql:…}, or {@code jdbc:sqlite:…}. */
    public static Database openUrl(String jdbcUrl) throws DatabaseUnusableException {
        boolean postgres = jdbcUrl.startsWith("jdbc:postgresql:");
        if ((!postgres && !jdbcUrl.startsWith("jdbc:sqlite:"))
                || (postgres && USER_BEFORE_HOST.matcher(jdbcUrl).lookingAt())) {
            throw new DatabaseUnusableException(
                    "--db takes jdbc:postgresql://HOST/DATABASE?user=…&password=… or jdbc:sqlite:FILE",
                    DatabaseUnusableException.CANNOT_CREATE,
                    null);
        }
        return open(jdbcUrl, Map.of());
    }

    /** The same with further settings of the driver, such as SQLite's {@code max_page_count}. */
    static Database open(String jdbcUrl, Map<String, String> settings) throws DatabaseUnusableException {
        Dialect dialect = Dialect.of(jdbcUrl);
        String name = displayName(jdbcUrl, dialect);
        HikariDataSource source = null;
        try {
            if (dialect == Dialect.SQLITE) {
                SqliteFile.check(jdbcUrl, name);
            } else {
                DriverManager.getConnection(jdbcUrl).close(); // the pool would log a stack trace
            }
            source = pool(jdbcUrl, dialect, settings);
            DatabaseSchema.bringUpToDate(source, dialect, name, jdbcUrl);
            Database database = new Database(source, source, dialect, jdbcUrl);
            database.checkHead();
            return database;
        } catch (DatabaseUnusableException | RuntimeException | SQLException e) {
            if (source != null) {
                source.close();
            }
            throw e instanceof DatabaseUnusableException unusable ? unusable : OpenErrors.unusable(name, e, jdbcUrl);
        }
    }

    private void checkHead() throws SQLException {
        Optional<HeadFile> file = headFile();
        if (file.isPresent()) {
            try (Connection connection = source.getConnection()) {
                file.get().check(connection);
            }
        }
    }

    /** Where it is noted how far this database has come; empty: a server sees to that itself. */
    public Optional<HeadFile> headFile() {
        return dialect == Dialect.SQLITE ? Optional.of(HeadFile.of(Path.of(SqliteFile.path(url)))) : Optional.empty();
    }

    public DataSource source() {
        return source;
    }

    /** The same database behind another source of its connections: tests hold statements up there. */
    Database through(UnaryOperator<DataSource> between) {
        return new Database(pool, between.apply(pool), dialect, url);
    }

    /**
     * The pool's connections now.
     *
     * @param waiting threads that wait for one
     */
    public record Connections(int active, int idle, int waiting) {}

    public Connections connections() {
        HikariPoolMXBean beans = pool.getHikariPoolMXBean();
        return beans == null
                ? new Connections(0, 0, 0)
                : new Connections(
                        beans.getActiveConnections(), beans.getIdleConnections(), beans.getThreadsAwaitingConnection());
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Opens a connection outside the pool that notices changes. */
    public ChangeListener watch() throws SQLException {
        Properties settings = new Properties();
        if (dialect == Dialect.SQLITE) {
            settings.putAll(SQLITE_OPTIONS);
        } else {
            settings.putAll(PostgresSettings.ofWatch());
        }
        return ChangeListener.open(DriverManager.getConnection(url, settings), dialect);
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariDataSource pool(String url, Dialect dialect, Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>();
        if (dialect == Dialect.SQLITE) {
            properties.putAll(SQLITE_OPTIONS);
        } else {
            properties.putAll(PostgresSettings.ofPool());
        }
        properties.putAll(settings);
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setPoolName("peerage");
        config.setConnectionTimeout(TIMEOUT_MILLIS);
        config.setValidationTimeout(VALIDATION_MILLIS);
        config.setInitializationFailTimeout(1);
        if (dialect == Dialect.SQLITE) {
            if (Tracing.isOn()) {
                Properties all = new Properties();
                all.putAll(properties);
                config.setDataSource(new TracedConnections(() -> DriverManager.getConnection(url, all), dialect));
            } else {
                config.setJdbcUrl(url);
                properties.forEach(config::addDataSourceProperty);
            }
            config.setExceptionOverride(new BrokenConnections());
            return new HikariDataSource(config);
        }
        config.setConnectionInitSql(PostgresSettings.SESSION);
        config.setKeepaliveTime(KEEP_ALIVE_MILLIS);
        RetryingConnector connector = new RetryingConnector(url, properties);
        config.setDataSource(Tracing.isOn() ? new TracedConnections(connector::getConnection, dialect) : connector);
        return new ConnectionPool(config, connector);
    }

    /** The database in words for people: URLs may hold passwords. */
    private static String displayName(String url, Dialect dialect) {
        if (dialect == Dialect.SQLITE) {
            return SqliteFile.path(url);
        }
        int query = url.indexOf('?');
        String address = query < 0 ? url : url.substring(0, query);
        return address.replaceAll("//[^/]*@", "//");
    }

    /** The quick form of {@link #damage}: structure and constraints, but not whether indexes have all rows. */
    public List<String> quickCheck() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return dialect == Dialect.SQLITE ? SqliteFile.check(connection, "quick_check") : List.of();
        }
    }

    /**
     * Whether a small write can be made durable now.
     *
     * @param bytes how much is written
     * @throws SQLException why not
     */
    public void tryWrite(int bytes) throws SQLException {
        if (dialect == Dialect.SQLITE && !Files.exists(Path.of(SqliteFile.path(url)))) {
            throw new SQLException("the file " + SqliteFile.path(url) + " is gone");
        }
        try (Connection connection = source.getConnection()) {
            StateTable.put(connection, "write-trial", "x".repeat(bytes));
        }
    }

    /** The first line of what a failure says, for people. */
    public static String reason(Throwable failure) {
        return OpenErrors.reason(failure);
    }

    /** Asks the database whether it is whole; the answers are problems in its own words. */
    public List<String> damage() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return dialect == Dialect.SQLITE ? SqliteFile.check(connection, "integrity_check") : List.of();
        }
    }
}
