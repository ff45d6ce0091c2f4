package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.store.Change;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.RegistryStore;
import org.peerage.testing.Waiting;

/** How a process keeps up with what others write to its database. */
abstract class ReplicaFollowerContract {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong accounts = new AtomicLong(-1);
    private Database database;
    private RegistryStore store;
    private Registry registry;
    private ReplicaFollower follower;

    abstract Database newDatabase() throws DatabaseUnusableException;

    @BeforeEach
    void follow() throws Exception {
        database = newDatabase();
        store = new RegistryStore(database);
        registry = Registry.open(store);
        registry.awaitLoaded();
        follower = new ReplicaFollower(database, store, registry, accounts::set);
    }

    @AfterEach
    void close() {
        follower.close();
        database.close();
    }

    @Test
    void writesOfOthersAreSeen() throws Exception {
        write(1, "a", "first");
        write(2, "a", "second");

        assertThat(registry.await(2, PATIENCE)).isTrue();
        assertThat(name()).isEqualTo("second");
    }

    @Test
    void writesAreSeenWhileAnotherHoldsTheLock() throws Exception {
        write(1, "a", "before");
        assertThat(registry.await(1, PATIENCE)).isTrue();
        try (RegistryStore.Transaction locked = store.beginTransaction()) {
            locked.lockHead();
            locked.setHead(new RegistryStore.Head(2, NOW));

            assertThat(registry.await(2, Duration.ofMillis(300))).isFalse();
            assertThat(name()).isEqualTo("before");
            assertThat(follower.state().reachable()).isTrue();
        }
    }

    @Test
    void wholeLoadIsReadAnew() throws Exception {
        try (RegistryStore.Transaction transaction = store.beginLongTransaction()) {
            transaction.nextVersion(NOW);
            transaction.put(Org.TYPE, List.of(org("loaded")));
            transaction.log(List.of(new Change(1, 0, NOW, "load", null, "load", Change.EVERYTHING, null, null, "{}")));
            transaction.commit();
        }

        assertThat(registry.await(1, PATIENCE)).isTrue();
        assertThat(name()).isEqualTo("loaded");
    }

    @Test
    void databaseThatWentBackIsFollowed() throws Exception {
        write(1, "a", "kept");
        write(2, "a", "lost");
        assertThat(registry.await(2, PATIENCE)).isTrue();

        execute(goingBackToTheFirst());

        Waiting.until(PATIENCE, () -> registry.current().version() == 1);
        assertThat(name()).isEqualTo("kept");
    }

    @Test
    void anotherHistoryOfTheSameLengthIsNoticed() throws Exception {
        write(1, "a", "kept");
        write(2, "a", "lost");
        assertThat(registry.await(2, PATIENCE)).isTrue();

        // As after a fail-over to a copy that had not got the last write: others have written since.
        List<String> history = new ArrayList<>(goingBackToTheFirst());
        for (int version = 2; version <= 3; version++) {
            history.add(
                    "INSERT INTO change (version, seq, at, actor, request_id, operation, type, object_id, after_json)"
                            + " VALUES (" + version + ", 0, " + NOW.getEpochSecond() + ", 'user:1', 'b" + version
                            + "', 'update', 'org', 1, '{\"notes\": \"of version " + version + "\"}')");
        }
        history.add("UPDATE org SET notes = 'of version 3'");
        history.add("UPDATE registry_head SET version = 3");
        execute(history);

        assertThat(registry.await(3, PATIENCE)).isTrue();
        assertThat(name()).isEqualTo("kept"); // what only the lost write changed is not left over
        Registry fresh = Registry.open(store);
        assertThat(registry.current().find(Org.TYPE, 1))
                .isEqualTo(fresh.current().find(Org.TYPE, 1));
    }

    @Test
    void anotherSessionIsReadAnewThoughItsVersionsLookTheSame() throws Exception {
        String session = store.session();
        write(1, "a", "kept");
        write(2, "a", "lost");
        assertThat(registry.await(2, PATIENCE)).isTrue();

        // As after a restore and a write of the same second by the same hand.
        execute(List.of(
                "UPDATE org SET name = 'found'",
                "UPDATE peerage_state SET content = 'another' WHERE name = 'session'"));

        Waiting.until(PATIENCE, () -> name().equals("found"));
        assertThat(store.session()).isEqualTo("another").isNotEqualTo(session);
    }

    @Test
    void changesOfTypesAndFieldsThatOnlyNewerProgramsKnowArePassedOver() throws Exception {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.lockHead();
            transaction.put(Org.TYPE, List.of(org("known")));
            transaction.log(List.of(
                    new Change(1, 0, NOW, "user:1", "r", "create", "nexttype", 5L, null, "{\"id\": 5}"),
                    new Change(
                            1,
                            1,
                            NOW,
                            "user:1",
                            "r",
                            "create",
                            "org",
                            1L,
                            null,
                            all("known", "\"next_thing\": \"x\", "))));
            transaction.setHead(new RegistryStore.Head(1, NOW));
            transaction.commit();
        }

        assertThat(registry.await(1, PATIENCE)).isTrue();
        assertThat(name()).isEqualTo("known");
    }

    @Test
    void changesOfAccountsAreTold() throws Exception {
        Waiting.until(PATIENCE, () -> accounts.get() == 0);

        execute(List.of("UPDATE account_version SET version = version + 1"));

        Waiting.until(PATIENCE, () -> accounts.get() == 1);
    }

    @Test
    void waitForAMissingVersionTimesOut() {
        assertThat(registry.await(99, Duration.ofMillis(50))).isFalse();
    }

    private String name() {
        return java.util.Objects.requireNonNull(registry.current().find(Org.TYPE, 1))
                .get(Org.NAME);
    }

    private void write(long version, String request, String name) throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.lockHead();
            write(transaction, version, request, name);
            transaction.commit();
        }
    }

    private static void write(RegistryStore.Transaction transaction, long version, String request, String name)
            throws SQLException {
        transaction.put(Org.TYPE, List.of(org(name)));
        transaction.log(List.of(
                new Change(version, 0, NOW, "user:1", request + version, "update", "org", 1L, null, all(name, ""))));
        transaction.setHead(new RegistryStore.Head(version, NOW));
    }

    /** Takes the registry back, as a restored backup or a copy that was behind would be. */
    private static List<String> goingBackToTheFirst() {
        return List.of(
                "DELETE FROM change WHERE version > 1",
                "UPDATE org SET name = 'kept'",
                "UPDATE registry_head SET version = 1");
    }

    private void execute(List<String> statements) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    private static Row org(String name) {
        return Org.TYPE
                .row()
                .set(Org.ID, 1L)
                .set(Org.NAME, name)
                .set(Org.CREATED, NOW)
                .set(Org.UPDATED, NOW)
                .build();
    }

    private static String all(String name, String further) {
        return "{" + further
                + "\"id\": 1, \"status\": \"ok\", \"created\": 1700000000, \"updated\": 1700000000, \"name\": \"" + name
                + "\"}";
    }
}
