package org.peerage.store;

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
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/** The tables of a database: whose they are, and of which version. */
final class Schema {
    private static final String HISTORY = "peerage_schema";

    /** The migrations of this program, in order: the files of {@code db/migration}. */
    static final List<String> VERSIONS = List.of("1", "2", "3", "4", "7");

    private static final Set<MigrationState> NEWER =
            EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private Schema() {}

    static void bringUpToDate(DataSource source, Dialect dialect, String name) throws SQLException, DatabaseUnusable {
        try (Connection connection = source.getConnection()) {
            if (checkOwner(connection, dialect, name) && isOfThisProgram(connection)) {
                return;
            }
        }
        Flyway flyway = Flyway.configure()
                .dataSource(source)
                .locations(dialect.migrations())
                .table(HISTORY)
                .loggers("slf4j")
                .load();
        MigrationInfo[] all = flyway.info().all();
        Optional<MigrationVersion> newer = Arrays.stream(all)
                .filter(info -> NEWER.contains(info.getState()))
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder());
        if (newer.isPresent()) {
            throw new DatabaseUnusable(
                    "the database " + name + " has schema version " + newer.get()
                            + ", this program knows versions up to " + latest(all) + ": use a newer program",
                    DatabaseUnusable.BAD_DATA,
                    null);
        }
        if (Arrays.stream(all).anyMatch(info -> !info.getState().isApplied())) {
            migrate(flyway, name);
        }
    }

    /** True if the tables are ours, false if there are none. A database with tables, none of which is our list of migrations, belongs to somebody else. */
    static boolean checkOwner(Connection connection, Dialect dialect, String name)
            throws SQLException, DatabaseUnusable {
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
            throw new DatabaseUnusable(
                    "the database " + name + " holds tables of another program; give Peerage one of its own",
                    DatabaseUnusable.BAD_DATA,
                    null);
        }
        return false;
    }

    /** Whether just our migrations were made; then starting need not load the tool that makes them. */
    private static boolean isOfThisProgram(Connection connection) throws SQLException {
        List<String> applied = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet history = statement.executeQuery("SELECT version, success FROM " + HISTORY
                        + " WHERE version IS NOT NULL ORDER BY installed_rank")) {
            while (history.next()) {
                applied.add(history.getBoolean(2) ? history.getString(1) : "failed");
            }
        }
        return applied.equals(VERSIONS);
    }

    private static void migrate(Flyway flyway, String name) throws DatabaseUnusable {
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            DatabaseUnusable why = Failures.unusable(name, e);
            throw new DatabaseUnusable("no tables were made or changed: " + why.getMessage(), why.exitCode(), e);
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
