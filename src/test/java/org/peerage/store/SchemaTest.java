package org.peerage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        String file = upgraded.resolve("peerage.db").toString();
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations(Dialect.SQLITE.migrations())
                .table("peerage_schema")
                .target("23")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into user_account (username, username_folded, password_hash, created)"
                    + " values ('A', 'a', '!', 0)");
        }

        assertThat(mails(upgraded)).containsExactly("off");
        assertThat(mails(empty)).isEmpty();
    }

    private static List<String> mails(Path folder) throws Exception {
        try (Database database = Database.openFolder(folder)) {
            return Sql.withConnection(
                    database.source(),
                    sql -> sql.query(
                            "select content from setting where name = 'own_object_mails'", row -> row.getString(1)));
        }
    }
}
