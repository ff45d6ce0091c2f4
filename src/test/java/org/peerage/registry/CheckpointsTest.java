package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.store.SqliteCopy;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestAccounts;

/** A checkpoint gives what the database has, or nothing. */
final class CheckpointsTest {
    @TempDir
    private Path folder;

    @AutoClose
    private Database database;

    private RegistryStore store;
    private Checkpoints checkpoints;

    @BeforeEach
    void open() throws Exception {
        database = Database.openFolder(folder.resolve("data"));
        store = new RegistryStore(database);
        load();
        checkpoints = new Checkpoints(store, folder);
        checkpoints.write(stored());
    }

    @Test
    void writtenCheckpointIsRead() throws Exception {
        assertSame(checkpoints.latest().orElseThrow(), stored());
    }

    @Test
    void laterChangesAreReplayed() throws Exception {
        rename("Renamed once");
        rename("Renamed twice");

        Snapshot latest = checkpoints.latest().orElseThrow();

        assertThat(latest.find(Org.TYPE, 41).get(Org.NAME)).isEqualTo("Renamed twice");
        assertSame(latest, stored());
    }

    @Test
    void laterLoadInvalidatesTheCheckpoint() throws Exception {
        load();

        assertThat(checkpoints.latest()).isEmpty();
    }

    @Test
    void damagedFileIsNotUsed() throws Exception {
        Path file = folder.resolve(Checkpoints.FILE);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += Math.max(1, bytes.length / 60)) {
            byte[] damaged = bytes.clone();
            damaged[at] = (byte) (damaged[at] ^ 0x11);
            Files.write(file, damaged);
            assertThat(checkpoints.latest()).as("byte " + at).isEmpty();
        }
    }

    @Test
    void fileThatIsCutShortIsNotUsed() throws Exception {
        Path file = folder.resolve(Checkpoints.FILE);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 40, bytes.length / 2, bytes.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            assertThat(checkpoints.latest()).as("length " + length).isEmpty();
        }
    }

    @Test
    void missingFileGivesNoCheckpoint() throws Exception {
        Files.delete(folder.resolve(Checkpoints.FILE));

        assertThat(checkpoints.latest()).isEmpty();
        assertThat(checkpoints.problem()).isEmpty();
    }

    @Test
    void fileOfAnotherDatabaseIsNotUsed() throws Exception {
        try (Database other = Database.openFolder(folder.resolve("other"))) {
            assertThat(new Checkpoints(new RegistryStore(other), folder).latest())
                    .isEmpty();
        }
    }

    @Test
    void databaseThatWasPutBackHasAnotherPast() throws Exception {
        Path backup = folder.resolve("backup");
        SqliteCopy.create(database, backup);
        rename("What was lost");
        checkpoints.write(stored());
        database.close();
        Files.delete(folder.resolve("data").resolve(Database.FILE));
        SqliteCopy.restore(backup, folder.resolve("data"));
        database = Database.openFolder(folder.resolve("data"));
        store = new RegistryStore(database);
        rename("What came instead");

        assertThat(new Checkpoints(store, folder).latest()).isEmpty();
    }

    @Test
    void doctorSeesRowsThatTheLogDoesNotExplain() throws Exception {
        assertThat(checkpoints.problem()).isEmpty();

        execute("UPDATE org SET city = 'Elsewhere' WHERE id = 41");

        assertThat(checkpoints.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("rows of org"));
    }

    @Test
    void startSeesRowsThatTheCheckpointDoesNotHave() throws Exception {
        Snapshot begun = checkpoints.latest().orElseThrow();
        assertThat(checkpoints.differences(begun)).isEmpty();

        execute("UPDATE org SET city = 'Elsewhere' WHERE id = 41");
        execute("DELETE FROM poc WHERE id = (SELECT max(id) FROM poc)");

        assertThat(checkpoints.differences(begun))
                .hasSize(2)
                .anySatisfy(
                        words -> assertThat(words).startsWith("1 rows of org").endsWith(": 41"))
                .anySatisfy(words -> assertThat(words).startsWith("1 rows of poc"));
    }

    @Test
    void whatIsWrittenMeanwhileIsNoDamage() throws Exception {
        Snapshot begun = checkpoints.latest().orElseThrow();

        rename("Renamed meanwhile");

        assertThat(checkpoints.differences(begun)).isEmpty();
    }

    private Snapshot stored() throws SQLException {
        RegistryStore.RegistryContents contents = store.readAll(ObjectTypes.ALL);
        return Snapshot.of(contents.head().version(), contents.head().changedAt(), contents.rows());
    }

    private void load() throws Exception {
        new DumpLoader(store, Clock.systemUTC())
                .load(ProjectFiles.conformance("world/dump.json"), true, TestAccounts.silently());
    }

    private void rename(String name) throws Exception {
        Registry registry = Registry.open(store);
        registry.awaitLoaded();
        try (WriteLane lane = new WriteLane(store, registry, Clock.systemUTC())) {
            Row row = registry.current().find(Org.TYPE, 41);
            Row renamed = row.toBuilder().set(Org.NAME, name).build();
            new ReplicaWriter(store, registry, lane, Clock.systemUTC())
                    .write(
                            Map.of(Org.TYPE, Map.of(41L, renamed)),
                            "test",
                            new ReplicaWriter.SavedState("test", refused -> name));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertSame(Snapshot snapshot, Snapshot expected) {
        assertThat(snapshot.version()).isEqualTo(expected.version());
        assertThat(snapshot.time()).isEqualTo(expected.time());
        for (ObjectType type : ObjectTypes.ALL) {
            assertThat(snapshot.size(type)).isEqualTo(expected.size(type)).isPositive();
            expected.forEach(type, row -> assertThat(Optional.ofNullable(snapshot.find(type, row.id())))
                    .contains(row));
        }
    }
}
