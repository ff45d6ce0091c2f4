package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.Registry;
import org.peerage.registry.ReplicaWriter;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.Prerequisites;
import org.peerage.testing.ProjectFiles;

/** Backups hold one moment, move between the kinds of databases, and can be taken back to an earlier version. */
@Tag("slow")
final class BackupAndRestoreTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void load() throws Exception {
        data = folder.resolve("data");
        Path world = ProjectFiles.conformance("world");
        assertThat(Commands.run(
                        "load",
                        world.resolve("dump.json").toString(),
                        "--accounts",
                        world.resolve("accounts.json").toString(),
                        "--keys-out",
                        folder.resolve("keys").toString(),
                        "--data",
                        data.toString()))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void backupAmongWritesIsTheRegistryAtOneOfItsVersions(boolean portable) throws Exception {
        Map<Long, Integer> hashes = new ConcurrentHashMap<>();
        AtomicBoolean ended = new AtomicBoolean();
        Set<String> sessions = new HashSet<>();
        try (Database database = Database.openFolder(data)) {
            RegistryStore store = new RegistryStore(database);
            sessions.add(store.session());
            Registry registry = Registry.open(store);
            registry.awaitLoaded();
            hashes.put(registry.current().version(), hash(store));
            try (WriteLane lane = new WriteLane(store, registry, Clock.systemUTC())) {
                Thread writing = Thread.ofPlatform().start(() -> {
                    for (int i = 0; !ended.get(); i++) {
                        rename(store, registry, lane, "Name " + i);
                        hashes.put(registry.current().version(), hash(registry));
                    }
                });
                for (int i = 0; i < 5; i++) {
                    assertThat(backup("copy" + i, portable)).isZero();
                }
                ended.set(true);
                writing.join();
            }
        }
        for (int i = 0; i < 5; i++) {
            Path restored = folder.resolve("restored" + i);
            assertThat(Commands.run("restore", file("copy" + i), "--data", restored.toString()))
                    .isZero();
            try (Database database = Database.openFolder(restored)) {
                RegistryStore store = new RegistryStore(database);
                assertThat(hashes).containsEntry(store.head().version(), hash(store));
                assertThat(sessions.add(store.session()))
                        .as("a history of its own")
                        .isTrue();
            }
        }
    }

    @Test
    void databaseMovesToPostgresqlAndBack() throws Exception {
        assertThat(backup("native", false)).isZero();
        String url = PostgresServer.newDatabaseUrl();

        assertThat(Commands.run("restore", file("native"), "--db", url)).isZero();
        assertThat(Commands.run("backup", file("portable"), "--db", url)).isZero();
        Path back = folder.resolve("back");
        assertThat(Commands.run("restore", file("portable"), "--data", back.toString()))
                .isZero();

        try (Database before = Database.openFolder(data);
                Database after = Database.openFolder(back)) {
            assertThat(hash(new RegistryStore(after))).isEqualTo(hash(new RegistryStore(before)));
            assertThat(tables(after)).isEqualTo(tables(before));
        }
        try (Database moved = Database.openUrl(url)) {
            execute(
                    moved,
                    "INSERT INTO user_account (username, username_folded, password_hash, created)"
                            + " VALUES ('new', 'new', '-', 1)");
        }
    }

    @Test
    void fullDatabaseIsNotRestoredInto() throws Exception {
        assertThat(backup("copy", true)).isZero();

        assertThat(Commands.run("restore", file("copy"), "--data", data.toString()))
                .isEqualTo(73);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void damagedBackupLeavesNothing(boolean portable) throws Exception {
        assertThat(backup("copy", portable)).isZero();
        byte[] bytes = Files.readAllBytes(folder.resolve("copy"));
        byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length / 2);
        Files.write(folder.resolve("copy"), cut);
        Path target = folder.resolve("target");

        assertThat(Commands.run("restore", file("copy"), "--data", target.toString()))
                .isNotZero();

        try (Stream<Path> left = Files.list(target)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void registryIsTakenBackToAVersion(boolean toPostgresql) throws Exception {
        Map<Long, Integer> hashes = new HashMap<>();
        long version;
        try (Database database = Database.openFolder(data)) {
            RegistryStore store = new RegistryStore(database);
            Registry registry = Registry.open(store);
            registry.awaitLoaded();
            version = registry.current().version();
            try (WriteLane lane = new WriteLane(store, registry, Clock.systemUTC())) {
                hashes.put(registry.current().version(), hash(store));
                rename(store, registry, lane, "First");
                hashes.put(registry.current().version(), hash(store));
                Row row = registry.current().find(Org.TYPE, 41);
                take(
                        store,
                        registry,
                        lane,
                        row.toBuilder()
                                .set(Org.ID, 9_999_999L)
                                .set(Org.NAME, "Made")
                                .build());
                hashes.put(registry.current().version(), hash(store));
                take(
                        store,
                        registry,
                        lane,
                        row.toBuilder().set(Org.STATUS, Status.DELETED).build());
                hashes.put(registry.current().version(), hash(store));
            }
        }
        assertThat(hashes).hasSize(4);
        assertThat(backup("copy", false)).isZero();
        for (Map.Entry<Long, Integer> wanted : hashes.entrySet()) {
            Path target = folder.resolve("at" + wanted.getKey());
            String url =
                    toPostgresql ? PostgresServer.newDatabaseUrl() : "jdbc:sqlite:" + target.resolve(Database.FILE);
            List<String> place = toPostgresql ? List.of("--db", url) : List.of("--data", target.toString());
            assertThat(Commands.run(Stream.concat(
                                    Stream.of(
                                            "restore",
                                            file("copy"),
                                            "--until",
                                            wanted.getKey().toString()),
                                    place.stream())
                            .toArray(String[]::new)))
                    .isZero();
            try (Database database = Database.openUrl(url)) {
                RegistryStore store = new RegistryStore(database);
                assertThat(store.head().version()).isEqualTo(wanted.getKey());
                assertThat(hash(store)).isEqualTo(wanted.getValue());
            }
        }
        assertThat(Commands.run(
                        "restore",
                        file("copy"),
                        "--until",
                        Long.toString(version - 1),
                        "--data",
                        folder.resolve("before").toString()))
                .as("before the load nothing is known")
                .isEqualTo(65);
        assertThat(folder.resolve("before").resolve(Database.FILE)).doesNotExist();
    }

    @Test
    void fullDiskLeavesNoHalfBackup() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Prerequisites.need(
                run("mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", small.toString()) == 0,
                "a small file system: root that may mount one");
        try {
            for (String option : List.of("--portable", "--portable=false")) {
                assertThat(Commands.run("backup", small.resolve("copy").toString(), option, "--data=" + data))
                        .isEqualTo(74);
                try (Stream<Path> left = Files.list(small)) {
                    assertThat(left).isEmpty();
                }
            }
            assertThat(backup("copy", false)).isZero();
            assertThat(Commands.run(
                            "restore",
                            file("copy"),
                            "--data",
                            small.resolve("data").toString()))
                    .isNotZero();
            assertThat(small.resolve("data").resolve(Database.FILE)).doesNotExist();
        } finally {
            run("umount", small.toString());
        }
    }

    private int backup(String name, boolean portable) {
        return portable
                ? Commands.run("backup", file(name), "--portable", "--data", data.toString())
                : Commands.run("backup", file(name), "--data", data.toString());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    private static void rename(RegistryStore store, Registry registry, WriteLane lane, String name) {
        take(
                store,
                registry,
                lane,
                registry.current().find(Org.TYPE, 41).toBuilder()
                        .set(Org.NAME, name)
                        .build());
    }

    private static void take(RegistryStore store, Registry registry, WriteLane lane, Row row) {
        try {
            new ReplicaWriter(store, registry, lane, Clock.systemUTC())
                    .write(
                            Map.of(row.type(), Map.of(row.id(), row)),
                            "test",
                            new ReplicaWriter.SavedState("test", refused -> "-"));
        } catch (SQLException | WriteLane.WriteUnavailableException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static int hash(RegistryStore store) throws SQLException {
        int hash = 0;
        for (List<Row> rows : store.readAll(ObjectTypes.ALL).rows().values()) {
            hash += rows.stream().mapToInt(BackupAndRestoreTest::hash).sum();
        }
        return hash;
    }

    private static int hash(Registry registry) {
        int[] hash = {0};
        var snapshot = registry.current();
        for (ObjectType type : ObjectTypes.ALL) {
            snapshot.forEach(type, row -> hash[0] += hash(row));
        }
        return hash[0];
    }

    /** Not that of enums, which differs between runs. */
    private static int hash(Row row) {
        return row.toString().hashCode();
    }

    private static Map<String, Long> tables(Database database) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        for (String table : List.of("user_account", "api_key", "api_key_grant", "org_membership", "change", "audit")) {
            try (Connection connection = database.source().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
                assertThat(result.next()).isTrue();
                counts.put(table, result.getLong(1));
            }
        }
        return counts;
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
