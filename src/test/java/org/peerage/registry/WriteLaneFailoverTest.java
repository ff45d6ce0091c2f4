package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.store.ChangeNote;
import org.peerage.store.Database;
import org.peerage.store.IdempotencyRecord;
import org.peerage.store.RegistryStore;
import org.peerage.store.Sql;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.Waiting;

/** What becomes of writes while PostgreSQL loses its synchronous standby, or a connection (docs/decisions/0053). */
@Tag("slow")
class WriteLaneFailoverTest {
    private final PostgresServer server = PostgresServer.start("127.0.0.1");
    private String url;
    private Database database;
    private WriteLane lane;

    @BeforeEach
    void open() throws Exception {
        url = server.newUrl();
        database = Database.openUrl(url);
        RegistryStore store = new RegistryStore(database);
        Registry registry = Registry.open(store);
        registry.awaitLoaded();
        lane = new WriteLane(store, registry, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        lane.close();
        database.close();
        server.close();
    }

    @Test
    void whatOnlyThePrimaryHasIsAcknowledgedNeitherAtOnceNorWhenItIsAskedForAgain() throws Exception {
        server.waitForStandby("gone");
        CompletableFuture<QueuedWrite.WriteResult> first = write();
        tellToWaitNoLonger(commitThatWaits());

        assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        WriteLane.WriteUnavailableException.class,
                        unknown -> assertThat(unknown.isCertain()).isFalse());

        // It is there by now, and would be lost with this machine all the same.
        CompletableFuture<QueuedWrite.WriteResult> again = write();
        commitThatWaits();
        assertThat(again).isNotDone();

        server.waitForStandby("");
        assertThat(again.get(60, TimeUnit.SECONDS).replayed()).isPresent();
    }

    @Test
    void writeWhoseConnectionIsLostBeforeItsCommitIsMadeBySecondOne() throws Exception {
        AtomicInteger decisions = new AtomicInteger();
        CompletableFuture<QueuedWrite.WriteResult> write = write(() -> {
            if (decisions.incrementAndGet() == 1) {
                endTheOneThatHoldsTheLock();
            }
        });

        assertThat(write.get(60, TimeUnit.SECONDS).replayed()).isEmpty();
        assertThat(decisions).hasValue(2);
        assertThat(write().get(60, TimeUnit.SECONDS).replayed()).isPresent();
    }

    private CompletableFuture<QueuedWrite.WriteResult> write() {
        return write(() -> {});
    }

    private CompletableFuture<QueuedWrite.WriteResult> write(Runnable meanwhile) {
        QueuedWrite write = new QueuedWrite(
                new TrustedAuthor("user:1", false),
                "request",
                workingCopy -> {
                    meanwhile.run();
                    return new QueuedWrite.WriteDecisions(List.of(Decision.Applied.of(null)));
                },
                null,
                new QueuedWrite.IdempotencyKey(
                        "once", "", (decided, snapshot) -> new IdempotencyRecord("", 200, "{}", "{}")),
                false,
                ChangeNote.NONE,
                null);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return lane.submit(write);
            } catch (WriteLane.WriteUnavailableException e) {
                throw new CompletionException(e);
            }
        });
    }

    private int commitThatWaits() throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            List<Integer> waiting = new ArrayList<>();
            Waiting.until(
                    "a commit waits",
                    Duration.ofSeconds(60),
                    () -> waiting.addAll(new Sql(connection)
                            .query(
                                    "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
                                            + " AND datname = current_database()",
                                    row -> row.getInt(1))));
            return waiting.getFirst();
        }
    }

    private void endTheOneThatHoldsTheLock() {
        try (Connection connection = DriverManager.getConnection(url)) {
            new Sql(connection)
                    .query(
                            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                                    + " WHERE state = 'idle in transaction' AND datname = current_database()",
                            row -> row.getBoolean(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void tellToWaitNoLonger(int process) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            new Sql(connection).query("SELECT pg_cancel_backend(?)", row -> row.getBoolean(1), process);
        }
    }
}
