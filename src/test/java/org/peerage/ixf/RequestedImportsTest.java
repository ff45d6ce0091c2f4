package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.Transactions;
import org.peerage.accounts.SiteSettings;
import org.peerage.jobs.Job;
import org.peerage.jobs.JobRun;
import org.peerage.registry.Editor;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.Row;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.Waiting;

/** Exchanges that all ask for an import at once: the lists of all but the last are at one host, which answers nobody. */
class RequestedImportsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EXCHANGES = 10;

    @TempDir
    private Path folder;

    @Test
    void hostThatAnswersNobodyKeepsNobodyElseWaiting() throws Exception {
        Clock clock = Clock.systemUTC();
        try (FeedStand stand = FeedStand.start();
                Database database = Database.openFolder(folder)) {
            stand.hold("/held");
            stand.answer("/feed", 200, "{\"version\": \"1.0\", \"member_list\": []}");
            SampleRows.store(database, rows(stand));
            RegistryStore store = new RegistryStore(database);
            Registry registry = Registry.open(store);
            registry.awaitLoaded();
            try (WriteLane lane = new WriteLane(store, registry, clock);
                    ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
                Job requests = job("ixf-requests", database, registry, lane, clock);

                Future<?> run = tasks.submit(() -> {
                    requests.task().run(JobRun.real());
                    return null;
                });
                Waiting.until(PATIENCE, () -> status(registry, EXCHANGES).equals("finished"));
                assertThat(stand.requests())
                        .as("one of the host, and the other")
                        .isLessThanOrEqualTo(2);
                assertThat(statuses(registry)).containsOnly("queued", "importing");
                stand.release();
                run.get();

                assertThat(statuses(registry)).containsOnly("error");
            }
        }
    }

    /** As the scheduler stops a process whose job was taken over by another one. */
    @Test
    void runThatWasTakenOverStopsAndBlamesNoFeed() throws Exception {
        Clock clock = Clock.systemUTC();
        try (FeedStand stand = FeedStand.start();
                Database database = Database.openFolder(folder)) {
            stand.hold("/held");
            stand.hold("/feed");
            SampleRows.store(database, rows(stand));
            RegistryStore store = new RegistryStore(database);
            Registry registry = Registry.open(store);
            registry.awaitLoaded();
            try (WriteLane lane = new WriteLane(store, registry, clock)) {
                Job daily = job("ixf-daily", database, registry, lane, clock);

                takeOver(daily, stand);

                assertThat(stand.requests()).as("nobody else is asked").isEqualTo(2);
                for (String nothing : List.of(
                        "select count(*) from ixf_feed",
                        "select count(*) from ixf_notice",
                        "select count(*) from peerage_state where name = 'ixf-daily'")) {
                    List<Long> found = new Transactions(database.source())
                            .withConnection(sql -> sql.query(nothing, row -> row.getLong(1)));
                    assertThat(found).as(nothing).containsExactly(0L);
                }
            }
            stand.release();
        }
    }

    /** What was under way is the other process's, which finds it as it was and says how it ends. */
    @Test
    void requestThatWasTakenOverIsNoError() throws Exception {
        Clock clock = Clock.systemUTC();
        try (FeedStand stand = FeedStand.start();
                Database database = Database.openFolder(folder)) {
            stand.hold("/held");
            stand.hold("/feed");
            SampleRows.store(database, rows(stand));
            RegistryStore store = new RegistryStore(database);
            Registry registry = Registry.open(store);
            registry.awaitLoaded();
            try (WriteLane lane = new WriteLane(store, registry, clock)) {
                Job requests = job("ixf-requests", database, registry, lane, clock);

                takeOver(requests, stand);

                assertThat(statuses(registry)).containsOnly("queued", "importing");
                assertThat(status(registry, EXCHANGES)).isEqualTo("importing");
            }
            stand.release();
        }
    }

    /** Runs a job, and stops it as soon as two lists are asked for: that it ends so is looked at here. */
    private static void takeOver(Job job, FeedStand stand) throws Exception {
        AtomicReference<Exception> end = new AtomicReference<>();
        Thread run = Thread.ofPlatform().start(() -> {
            try {
                job.task().run(JobRun.real());
            } catch (Exception stopped) {
                end.set(stopped);
            }
        });
        Waiting.until(PATIENCE, () -> stand.requests() == 2);
        run.interrupt();
        run.join(PATIENCE);

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
    }

    private static List<Row> rows(FeedStand stand) {
        List<Row> rows = new ArrayList<>(List.of(
                SampleRows.organization("Org"),
                SampleRows.network(1, 100_000, "Net").build(),
                SampleRows.contact(1, "NOC")));
        for (long id = 1; id <= EXCHANGES; id++) {
            rows.add(SampleRows.exchange(id, "IX " + id).toBuilder()
                    .set(Ix.IXF_IMPORT_REQUEST, Instant.EPOCH)
                    .set(Ix.IXF_IMPORT_REQUEST_STATUS, "queued")
                    .build());
            String url =
                    id < EXCHANGES ? stand.url("/held") : stand.url("/feed").replace("127.0.0.1", "localhost");
            rows.add(SampleRows.lan(id)
                    .set(IxLan.IXF_IXP_MEMBER_LIST_URL, url)
                    .set(IxLan.IXF_IXP_IMPORT_ENABLED, true)
                    .build());
            rows.add(SampleRows.prefix(id, id, "198.18." + id + ".0/24"));
        }
        return rows;
    }

    private static Job job(String name, Database database, Registry registry, WriteLane lane, Clock clock) {
        Editor editor = SampleImports.editor(registry, lane, clock);
        SiteSettings settings = new SiteSettings(database.source(), clock);
        return SampleImports.jobs(database, registry, editor, settings, clock).stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> statuses(Registry registry) {
        List<String> statuses = new ArrayList<>();
        for (long id = 1; id < EXCHANGES; id++) {
            statuses.add(status(registry, id));
        }
        return statuses;
    }

    private static String status(Registry registry, long exchange) {
        Row row = registry.current().find(Ix.TYPE, exchange);
        return row == null ? "" : row.get(Ix.IXF_IMPORT_REQUEST_STATUS);
    }
}
