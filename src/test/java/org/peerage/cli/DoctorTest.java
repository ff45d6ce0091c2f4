package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;

/** The doctor finds what is wrong, says it, and does not say that all is well. */
final class DoctorTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void load() throws Exception {
        assertThat(Commands.run("load", demo(), "--data", data())).isZero();
        Commands.run("doctor", "--repair", "--data", data());
        assertThat(Commands.run("doctor", "--data", data())).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "UPDATE net SET fac_count = fac_count + 1 WHERE status = 'ok'; fac_count",
                "UPDATE registry_head SET version = version + 1; the log ends with version",
                "INSERT INTO org_membership (user_id, org_id, role) SELECT id, 987654, 'admin' FROM user_account;"
                        + " organization 987654, which is not there",
                "UPDATE change SET seq = 5 WHERE version = 1; has a gap",
            })
    void damageIsReported(String harm, String words) throws Exception {
        execute(
                "INSERT INTO user_account (username, username_folded, password_hash, created) VALUES ('a', 'a', '', 0)");
        execute(harm);

        assertThat(PrintedCommand.of("doctor", "--data", data()).text())
                .contains(words)
                .doesNotContain("all is well");
        assertThat(Commands.run("doctor", "--data", data())).isEqualTo(65);
    }

    @Test
    void danglingReferenceIsReported() throws Exception {
        execute("PRAGMA foreign_keys = off", "UPDATE net SET org_id = 987654");

        assertThat(PrintedCommand.of("doctor", "--data", data()).text()).contains("there is no org 987654");
        assertThat(Commands.run("doctor", "--data", data())).isEqualTo(65);
    }

    @Test
    void countersAreRepairedByAChangeOfTheirOwn() throws Exception {
        execute("UPDATE net SET ix_count = 77 WHERE status = 'ok'");

        assertThat(Commands.run("doctor", "--data", data())).isEqualTo(65);
        assertThat(Commands.run("doctor", "--repair", "--data", data())).isZero();

        assertThat(Commands.run("doctor", "--data", data())).isZero();
    }

    @Test
    void sessionOfTheFeedIsAnotherOneAfterwardsIfAskedFor() throws Exception {
        String before = session();
        assertThat(Commands.run("doctor", "--data", data())).isZero();
        assertThat(session()).isEqualTo(before);

        assertThat(Commands.run("doctor", "--new-session", "--data", data())).isZero();

        assertThat(session()).isNotEqualTo(before);
    }

    private String session() throws Exception {
        try (Database database = Database.openFolder(folder.resolve("data"))) {
            return new RegistryStore(database).session();
        }
    }

    @Test
    void ipAddressOutsideItsPrefixIsReported() throws Exception {
        execute("UPDATE netixlan SET ipaddr4 = '203.0.113.250' WHERE id = (SELECT min(id) FROM netixlan)");

        assertThat(PrintedCommand.of("doctor", "--data", data()).text()).contains("in no prefix of the exchange");
        assertThat(Commands.run("doctor", "--strict", "--data", data())).isEqualTo(65);
    }

    private void execute(String... statements) throws Exception {
        try (Database database = Database.openFolder(folder.resolve("data"));
                Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static String demo() {
        return Path.of("src", "main", "resources", "demo", "dump.json").toString();
    }
}
