package org.peerage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.accounts.SiteSettings;
import org.peerage.testing.PostgresServer;

class SchemaTest {
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void knownVersionsAreThoseOfTheMigrations(String database) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration", database))) {
            List<String> versions = files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(1, name.indexOf("__")))
                    .sorted(Comparator.comparingInt(Integer::parseInt))
                    .toList();

            assertThat(versions).isEqualTo(DatabaseSchema.VERSIONS);
        }
    }

    /** docs/decisions/0065. */
    @Test
    void upgradeOfARegistryWithPeopleLeavesMailsOffThatNobodyAskedFor(@TempDir Path upgraded, @TempDir Path empty)
            throws Exception {
        String file = "jdbc:sqlite:" + upgraded.resolve(Database.FILE);
        makeOldWithSomebody(file, Dialect.SQLITE);

        try (Database database = Database.openFolder(upgraded);
                Database other = Database.openFolder(empty)) {
            assertThat(writesUnasked(database)).isFalse();
            assertThat(writesUnasked(other)).isTrue();
        }
    }

    @Test
    @Tag("slow")
    void upgradeOnPostgresLeavesThemOffToo() throws Exception {
        String url = PostgresServer.newDatabaseUrl();
        makeOldWithSomebody(url, Dialect.POSTGRESQL);

        try (Database database = Database.openUrl(url)) {
            assertThat(writesUnasked(database)).isFalse();
        }
    }

    private static void makeOldWithSomebody(String url, Dialect dialect) throws Exception {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations(dialect.migrations())
                .table("peerage_schema")
                .target("23")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into user_account (username, username_folded, password_hash, created)"
                    + " values ('A', 'a', '!', 0)");
        }
    }

    private static boolean writesUnasked(Database database) {
        return new SiteSettings(database.source(), Clock.systemUTC()).isOn(SiteSettings.Setting.OWN_OBJECT_MAILS);
    }
}
