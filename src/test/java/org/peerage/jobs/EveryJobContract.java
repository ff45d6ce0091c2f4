package org.peerage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.peerage.ixf.FeedStand;
import org.peerage.store.Database;
import org.peerage.testing.AdjustableClock;
import org.peerage.testing.RunningServer;

/**
 * All jobs of a server, each once, twice, killed wherever it asks the database for something, and with another node that does
 * the same in between, as after a lease that ended too early: what is there in the end, mails too, is always the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class EveryJobContract {
    /** The first of these keys is made when it is needed, and none is here; copies are files. */
    private static final String KEYLESS = "rotate-signing-key";

    private static final Set<String> IDLE = Set.of(KEYLESS, "copies");

    private static final String LIST = """
            {"version": "1.0", "member_list": [{"asnum": 20100, "connection_list": [{"ixp_id": 1, "state": "active",
              "if_list": [{"if_speed": 10000}], "vlan_list": [{"vlan_id": 0, "ipv4": {"address": "185.1.0.7"}}]}]}]}""";

    private static List<String> names = List.of();

    Path folder;
    private final AdjustableClock clock = AdjustableClock.standingAt(Instant.parse("2026-01-01T12:00:00Z"));
    private final Map<String, Undisturbed> known = new HashMap<>();
    private String world = "";
    private FakeIrr irr;
    private FeedStand feeds;

    /** Places of one job at which it is cut off, or another node comes in between. */
    abstract int mostPlaces();

    /** An empty database. */
    abstract String newDatabase() throws Exception;

    /** A copy of one that is not open. */
    abstract String copy(String where) throws Exception;

    abstract Database open(String where) throws Exception;

    /** As a server has them, so that a new one is not forgotten here. */
    List<String> names() throws Exception {
        return namesOfServer(folder);
    }

    private static synchronized List<String> namesOfServer(Path folder) throws Exception {
        if (names.isEmpty()) {
            Path data = Files.createTempDirectory(folder, "server");
            try (RunningServer server = RunningServer.startWithCopies(Database.openFolder(data))) {
                names = server.jobs();
            }
        }
        return names;
    }

    @BeforeAll
    void makeWorld(@TempDir Path temporary) throws Exception {
        folder = temporary;
        irr = new FakeIrr();
        feeds = FeedStand.start();
        feeds.answer("/list", 200, LIST);
        world = newDatabase();
        try (Database database = open(world);
                JobNode node = node(database)) {
            JobWorld.make(node, database, clock, folder, feeds.url("/list"));
        }
    }

    @AfterAll
    void stop() throws IOException {
        irr.close();
        feeds.close();
    }

    @ParameterizedTest
    @MethodSource("names")
    void jobThatRunsTwiceDoesItsWorkOnce(String job) throws Exception {
        try (Database database = open(copy(world));
                JobNode node = node(database)) {
            List<String> before = JobContents.of(database);
            node.run(job);
            List<String> once = JobContents.of(database);

            node.run(job);

            assertThat(once.equals(before))
                    .as("the world has something to do for it")
                    .isEqualTo(IDLE.contains(job));
            assertThat(JobContents.differences(once, JobContents.of(database))).isEmpty();
        }
    }

    @Test
    void dryRunsTellWhatThereIsToDoAndChangeNothing() throws Exception {
        try (Database database = open(copy(world));
                JobNode node = node(database)) {
            List<String> before = JobContents.of(database);
            for (String name : names()) {
                assertThat(Scheduler.preview(node.job(name)).isEmpty()).as(name).isEqualTo(name.equals(KEYLESS));
                assertThat(JobContents.differences(before, JobContents.of(database)))
                        .as(name)
                        .isEmpty();
            }
            assertThat(folder.resolve("copies")).as("files").doesNotExist();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void jobThatIsKilledIsFinishedByItsNextRun(String job) throws Exception {
        Undisturbed undisturbed = undisturbed(job);
        for (int place : places(undisturbed.connections)) {
            String where = copy(world);
            try (Database database = open(where);
                    JobNode node = node(database)) {
                Thread worker = Thread.currentThread();
                node.gate().guard(number -> {
                    if (number >= place) {
                        worker.interrupt(); // else some would wait for the database to come back
                        throw new SQLException("killed");
                    }
                });
                runKilled(node, job);
            }

            try (Database database = open(where);
                    JobNode next = node(database)) {
                next.run(job);

                assertThat(JobContents.differences(undisturbed.contents, JobContents.of(database)))
                        .as("%s, killed at %d of %d", job, place, undisturbed.connections)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void jobThatTwoNodesRunAtOnceDoesItsWorkOnce(String job) throws Exception {
        Undisturbed undisturbed = undisturbed(job);
        for (int place : places(undisturbed.connections)) {
            String where = copy(world);
            try (Database database = open(where);
                    JobNode here = node(database);
                    Database same = open(where);
                    JobNode there = node(same)) {
                here.gate().guard(number -> {
                    if (number == place) {
                        runBetween(there, job);
                    }
                });

                here.run(job);

                assertThat(JobContents.differences(undisturbed.contents, JobContents.of(database)))
                        .as("%s, another one before %d of %d", job, place, undisturbed.connections)
                        .isEmpty();
            }
        }
    }

    /** What a job leaves whom nobody disturbs, and how often it asks for a connection. */
    private record Undisturbed(List<String> contents, int connections) {}

    private Undisturbed undisturbed(String job) throws Exception {
        Undisturbed before = known.get(job);
        if (before != null) {
            return before;
        }
        try (Database database = open(copy(world));
                JobNode node = node(database)) {
            node.gate().guard(number -> {});
            node.run(job);
            Undisturbed found =
                    new Undisturbed(JobContents.of(database), node.gate().asked());
            known.put(job, found);
            return found;
        }
    }

    /** All places, or some of them from the first to the last. */
    private Set<Integer> places(int all) {
        int some = Math.min(all, mostPlaces());
        return IntStream.range(0, some)
                .mapToObj(i -> some == 1 ? 1 : 1 + i * (all - 1) / (some - 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void runKilled(JobNode node, String job) {
        try {
            node.run(job);
        } catch (Exception killed) {
            // It does not matter how it ends, but what is there then.
        } finally {
            var _ = Thread.interrupted();
        }
    }

    private static void runBetween(JobNode node, String job) throws SQLException {
        try {
            node.run(job);
        } catch (Exception failure) {
            throw new SQLException("the other node failed", failure);
        }
    }

    private JobNode node(Database database) throws Exception {
        return new JobNode(
                database,
                clock,
                new JobNode.Surroundings(folder, irr.servers(), Files.createTempDirectory(folder, "copies")));
    }
}
