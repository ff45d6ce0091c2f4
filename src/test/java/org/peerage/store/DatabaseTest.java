package org.peerage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases that cannot be used are told apart, and left as they are. */
final class DatabaseTest {
    @TempDir
    private Path folder;

    @Test
    void fileOfSomethingElseIsRefusedAndKept() throws IOException {
        byte[] text = "not a database, but dear to somebody".getBytes(StandardCharsets.UTF_8);
        Files.write(file(), text);

        DatabaseUnusableException refusal = refusal();

        assertThat(refusal).hasMessageContaining("is not a SQLite database");
        assertThat(refusal.exitCode()).isEqualTo(65);
        assertThat(file()).hasBinaryContent(text);
    }

    @Test
    void damagedDatabaseIsRefusedAndKept() throws Exception {
        Database.openFolder(folder).close();
        byte[] bytes = Files.readAllBytes(file());
        Arrays.fill(bytes, 100, 4096, (byte) 0x5a);
        Files.write(file(), bytes);

        DatabaseUnusableException refusal = refusal();

        assertThat(refusal).hasMessageContaining("damaged");
        assertThat(refusal.exitCode()).isEqualTo(65);
        assertThat(file()).hasBinaryContent(bytes);
    }

    @Test
    void databaseOfAnotherProgramIsRefusedAndKept() throws Exception {
        execute("CREATE TABLE bookmarks (url TEXT)");
        byte[] bytes = Files.readAllBytes(file());

        DatabaseUnusableException refusal = refusal();

        assertThat(refusal).hasMessageContaining("another program");
        assertThat(refusal.exitCode()).isEqualTo(65);
        assertThat(file()).hasBinaryContent(bytes);
    }

    @Test
    void newerSchemaIsRefusedByBothVersions() throws Exception {
        Database.openFolder(folder).close();
        execute("INSERT INTO peerage_schema (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) VALUES (99, '9000', 'future', 'SQL', 'V9000__future.sql',"
                + " 1, '', 1, 1)");
        execute("UPDATE registry_head SET compatible_from = 9000");

        DatabaseUnusableException refusal = refusal();

        assertThat(refusal).hasMessageContaining("9000").hasMessageMatching(".*versions up to \\d+.*");
        assertThat(refusal.exitCode()).isEqualTo(65);
    }

    @Test
    void folderThatCannotBeMadeIsNamed() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "");

        DatabaseUnusableException refusal =
                catchThrowableOfType(DatabaseUnusableException.class, () -> Database.openFolder(taken.resolve("data"))
                        .close());

        assertThat(refusal).hasMessageContaining("cannot make the database");
        assertThat(refusal.exitCode()).isEqualTo(73);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://127.0.0.1:1/none?user=eve&password=s3cret, 74",
        "jdbc:postgresql://eve:s3cret@127.0.0.1:1/none?user=eve&password=s3cret, 73",
    })
    void passwordsAreNotShown(String url, int exitCode) {
        DatabaseUnusableException refusal = catchThrowableOfType(
                DatabaseUnusableException.class, () -> Database.openUrl(url).close());

        assertThat(refusal.getMessage()).doesNotContain("s3cret");
        assertThat(refusal.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void fullDiskAtTheStartIsTold() {
        DatabaseUnusableException refusal = catchThrowableOfType(DatabaseUnusableException.class, () -> Database.open(
                        "jdbc:sqlite:" + file(), Map.of("max_page_count", "5"))
                .close());

        assertThat(refusal).hasMessageContaining("no space left");
        assertThat(refusal.exitCode()).isEqualTo(74);
    }

    @Test
    void databaseIsForItsOwnerOnly() throws Exception {
        Path own = folder.resolve("own");

        Database.openFolder(own).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve(Database.FILE))))
                .isEqualTo("rw-------");
    }

    @Test
    void copyIsMadeWhileOthersWriteAndCanBeRestored() throws Exception {
        Path copy = folder.resolve("copy.db");
        Path elsewhere = folder.resolve("elsewhere");
        try (Database database = Database.openFolder(folder);
                RegistryStore.Transaction writing = new RegistryStore(database).beginTransaction()) {
            writing.nextVersion(RegistryStoreContract.NOW);
            SqliteCopy.create(database, copy);
        }

        SqliteCopy.restore(copy, elsewhere);

        try (Database restored = Database.openFolder(elsewhere)) {
            assertThat(new RegistryStore(restored).head().version()).isZero();
        }
    }

    @Test
    void databaseIsNeverOverwrittenByARestore() throws Exception {
        Path copy = folder.resolve("copy.db");
        try (Database database = Database.openFolder(folder)) {
            SqliteCopy.create(database, copy);
        }

        DatabaseUnusableException refusal =
                catchThrowableOfType(DatabaseUnusableException.class, () -> SqliteCopy.restore(copy, folder));

        assertThat(refusal).hasMessageContaining("exists");
    }

    private Path file() {
        return folder.resolve(Database.FILE);
    }

    private DatabaseUnusableException refusal() {
        return catchThrowableOfType(DatabaseUnusableException.class, () -> Database.openFolder(folder)
                .close());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
