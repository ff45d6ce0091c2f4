package org.peerage.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A database with the tables of the registry and of accounts. */
final class TestDatabase {
    private TestDatabase() {}

    static DataSource sqlite(Path directory) {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(5000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + directory.resolve("accounts.db"));
        migrate(source, "sqlite");
        return source;
    }

    /** Runs a dialect's migration, statement by statement. */
    static void migrate(DataSource database, String dialect) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : script(dialect).replaceAll("--[^\n]*", "").split(";", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String script(String dialect) {
        return script(dialect, "V1__registry")
                + script(dialect, "V2__accounts")
                + script(dialect, "V4__people")
                + script(dialect, "V5__second_factors")
                + script(dialect, "V6__organizations");
    }

    private static String script(String dialect, String migration) {
        String name = "/db/migration/" + dialect + "/" + migration + ".sql";
        try (InputStream script = Objects.requireNonNull(TestDatabase.class.getResourceAsStream(name), name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
