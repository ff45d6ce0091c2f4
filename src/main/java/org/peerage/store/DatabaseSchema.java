package org.peerage.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of a database: whose they are, and of which version. */
final class DatabaseSchema {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSchema.class);
    private static final String HISTORY = "peerage_schema";

    /** The migrations of this program, in order: the files of {@code db/migration}. */
    static final List<String> VERSIONS = List.of(
            "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
            "20", "21", "22", "23", "24", "25", "26");

    private static final Set<MigrationState> NEWER =
            EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private DatabaseSchema() {}

    /** The newest migration that this program knows. */
    static long newest() {
        return VERSIONS.stream().mapToLong(Long::parseLong).max().orElseThrow();
    }

    static void bringUpToDate(HikariDataSource source, Dialect dialect, String name, String url)
            throws SQLException, DatabaseUnusableException {
        try (Connection connection = source.getConnection()) {
            if (checkOwner(connection, dialect, name) && isUsable(connection, name)) {
                return;
            }
        }
        FluentConfiguration settings = Flyway.configure();
        // Not from the pool, which lets go of SQLite's connections after a failure, whose reason would be lost; and
        // PostgreSQL's may neither wait nor rest for long.
        if (dialect == Dialect.SQLITE) {
            settings.dataSource(new DriverDataSource(url, null, source.getDataSourceProperties(), null, null));
        } else {
            // A table that is in use must not make all who come after wait for us.
            settings.dataSource(url, null, null).initSql("SET lock_timeout = '10s'");
        }
        Flyway flyway = settings.locations(dialect.migrations())
                .table(HISTORY)
                .loggers("slf4j")
                .load();
        MigrationInfo[] all = flyway.info().all();
        Optional<MigrationVersion> newer = Arrays.stream(all)
                .filter(info -> NEWER.contains(info.getState()))
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder());
        if (newer.isPresent()) {
            throw new DatabaseUnusableException(
                    "the database " + name + " has schema version " + newer.get()
                            + ", this program knows versions up to " + latest(all) + ": use a newer program",
                    DatabaseUnusableException.BAD_DATA,
                    null);
        }
        if (Arrays.stream(all).anyMatch(info -> !info.getState().isApplied())) {
            migrate(flyway, name);
        }
    }

    /** True if the tables are ours, false if there are none. A database with tables, none of which is our list of migrations, belongs to somebody else. */
    static boolean checkOwner(Connection connection, Dialect dialect, String name)
            throws SQLException, DatabaseUnusableException {
        String tables = dialect == Dialect.SQLITE
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()";
        boolean any = false;
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery(tables)) {
            while (names.next()) {
                any = true;
                if (names.getString(1).equals(HISTORY)) {
                    return true;
                }
            }
        }
        if (any) {
            throw new DatabaseUnusableException(
                    "the database " + name + " holds tables of another program; give Peerage one of its own",
                    DatabaseUnusableException.BAD_DATA,
                    null);
        }
        return false;
    }

    /**
     * Whether just our migrations were made, or further ones that a newer program says we can live with; then starting
     * need not load the tool that makes them.
     */
    private static boolean isUsable(Connection connection, String name) throws SQLException {
        List<String> applied = applied(connection);
        if (applied.equals(VERSIONS)) {
            return true;
        }
        List<String> further =
                applied.stream().filter(version -> !VERSIONS.contains(version)).toList();
        boolean newer =
                further.stream().allMatch(version -> version.matches("\\d{1,9}") && Long.parseLong(version) > newest());
        if (!applied.containsAll(VERSIONS) || !newer || compatibleFrom(connection) > newest()) {
            return false;
        }
        LOG.info(
                "the database {} was prepared by a newer program; this one, of version {}, may still use it",
                name,
                newest());
        return true;
    }

    private static long compatibleFrom(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mark = statement.executeQuery("SELECT compatible_from FROM registry_head")) {
            return mark.next() ? mark.getLong(1) : Long.MAX_VALUE;
        }
    }

    private static List<String> applied(Connection connection) throws SQLException {
        List<String> applied = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet history = statement.executeQuery("SELECT version, success FROM " + HISTORY
                        + " WHERE version IS NOT NULL ORDER BY installed_rank")) {
            while (history.next()) {
                applied.add(history.getBoolean(2) ? history.getString(1) : "failed");
            }
        }
        return applied;
    }

    private static void migrate(Flyway flyway, String name) throws DatabaseUnusableException {
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            DatabaseUnusableException unusable = OpenErrors.unusable(name, e);
            throw new DatabaseUnusableException(
                    "no tables were made or changed: " + unusable.getMessage(), unusable.exitCode(), e);
        }
    }

    private static String latest(MigrationInfo[] all) {
        return Arrays.stream(all)
                .filter(info -> !NEWER.contains(info.getState()))
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .map(MigrationVersion::toString)
                .orElse("0");
    }
}
