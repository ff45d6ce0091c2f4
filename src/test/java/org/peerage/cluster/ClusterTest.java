package org.peerage.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.NewKey;
import org.peerage.accounts.SiteSettings;
import org.peerage.reliability.Writers;
import org.peerage.store.RegistryStore;
import org.peerage.testing.ServerProcess;
import org.peerage.testing.Waiting;
import tools.jackson.databind.json.JsonMapper;

/**
 * Three nodes on one PostgreSQL behind nginx, to which happens what happens to machines (docs/reliability.md). Longer:
 * {@code -Dpeerage.cluster.trials=100000 -Dpeerage.cluster.seconds=600 -Dpeerage.cluster.restarts=100}.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int TRIALS = Integer.getInteger("peerage.cluster.trials", 1_500);
    private static final int SECONDS = Integer.getInteger("peerage.cluster.seconds", 4);
    private static final int RESTARTS = Integer.getInteger("peerage.cluster.restarts", 2);
    private static final int MOST_KILLS = Integer.getInteger("peerage.cluster.kills", 1_000);
    private static final int CLIENTS = 4;
    private static final int NODES = 3;

    @TempDir
    private static Path folder;

    private static Cluster cluster;
    private static int generation;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(folder, "127.0.0.1", Collections.nCopies(NODES, Cluster.Place.HERE));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void clientReadsItsOwnWritesOnEveryNode() throws Exception {
        AtomicInteger stale = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            clients.add(Thread.ofPlatform().start(() -> {
                try {
                    tryOften(number, stale, refused);
                } catch (Exception | AssertionError e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        for (Thread client : clients) {
            client.join();
        }

        assertThat(failure.get()).isNull();
        assertThat(stale).hasValue(0);
        System.out.printf("own writes: %d trials, %d stale, %d refused%n", TRIALS, stale.get(), refused.get());
    }

    /** Each client's nginx takes the nodes in turn, so the read after a write is on another node. */
    private void tryOften(int number, AtomicInteger stale, AtomicInteger refused) throws Exception {
        long net = made(cluster.ask("POST", cluster.proxyUrl() + "/api/net", """
                {"org_id": 41, "name": "Own %d", "asn": %d, "website": "https://o.example.net"}""".formatted(number, 310_000 + number)));
        long contact = made(cluster.ask("POST", cluster.proxyUrl() + "/api/poc", contact(net, "none")));
        for (int i = 0; i < TRIALS / CLIENTS; i++) {
            String name = "own-" + number + "-" + i;
            HttpResponse<String> written =
                    cluster.ask("PUT", cluster.proxyUrl() + "/api/poc/" + contact, contact(net, name));
            assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
            String version = written.headers().firstValue("X-Peerage-Version").orElseThrow();
            HttpResponse<String> read =
                    cluster.ask("GET", cluster.proxyUrl() + "/api/poc/" + contact, "", "X-Peerage-Version", version);
            if (read.statusCode() == 503) {
                refused.incrementAndGet();
            } else if (!read.body().contains(name)) {
                stale.incrementAndGet();
            }
        }
    }

    @Test
    @Order(2)
    void keyWorksAndStopsOnEveryNodeAtOnce() throws Exception {
        var accounts = Cluster.accounts(cluster.database());
        long user = accounts.load().user("harness").orElseThrow().id();
        ApiKey made = accounts.addKey(NewKey.ofUser(user, "second", false));

        long begun = System.nanoTime();
        for (ServerProcess node : cluster.nodes()) {
            Waiting.until("the key works", PATIENCE, () -> status(node, made.reveal()) == 200);
        }
        accounts.revokeKey(made.prefix());
        for (ServerProcess node : cluster.nodes()) {
            Waiting.until("the key stops", PATIENCE, () -> status(node, made.reveal()) == 401);
        }
        System.out.printf(
                "a key: made and revoked on %d nodes in %d ms%n",
                NODES, Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }

    @Test
    @Order(2)
    void settingHoldsOnEveryNodeWithinTwoSeconds() throws Exception {
        SiteSettings settings = new SiteSettings(cluster.database().source(), Clock.systemUTC());
        long begun = System.nanoTime();
        settings.set(SiteSettings.Setting.SIGN_UP, "off", "test");
        for (ServerProcess node : cluster.nodes()) {
            Waiting.until(
                    "sign-up is closed",
                    PATIENCE,
                    () -> cluster.ask("GET", node.url() + "/register", "").statusCode() == 403);
        }
        long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        settings.set(SiteSettings.Setting.SIGN_UP, "on", "test");
        for (ServerProcess node : cluster.nodes()) {
            Waiting.until(
                    "sign-up is open",
                    PATIENCE,
                    () -> cluster.ask("GET", node.url() + "/register", "").statusCode() == 200);
        }
        System.out.printf("a setting: holds on %d nodes after %d ms%n", NODES, took);
    }

    private static int status(ServerProcess node, String key) throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create(node.url() + "/api/campus?limit=1"))
                .header("Authorization", "Api-Key " + key)
                .build();
        return java.net.http.HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    @Order(3)
    void writesSurviveKilledNodes() throws Exception {
        Writers writers = Writers.start(List.of(cluster.proxyUrl()), cluster.key(), generation++);
        Random random = new Random(7);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int kills = 0;
        int seen = 0;
        Restarts restarts = new Restarts(cluster.nodes());
        while (((System.nanoTime() < end && kills < MOST_KILLS) || kills < NODES - 1) && writers.failure() == null) {
            TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(800));
            // A node that is killed is to be at work.
            if (writers.acknowledged() > seen && restarts.killOne(random)) {
                seen = writers.acknowledged();
                kills++;
            }
        }
        restarts.await();
        finish(writers);
        System.out.printf("killed nodes: %d kills, %d acknowledged%n", kills, writers.acknowledged());
    }

    @Test
    @Order(4)
    void writesSurviveADatabaseCrashAndNodesRecover() throws Exception {
        Writers writers = Writers.start(List.of(cluster.proxyUrl()), cluster.key(), generation++);
        Duration longest = Duration.ZERO;
        for (int i = 0; i < RESTARTS; i++) {
            TimeUnit.MILLISECONDS.sleep(1000);
            cluster.postgres().crash();
            for (ServerProcess node : cluster.nodes()) {
                Waiting.until(
                        "readers are answered, and told",
                        PATIENCE,
                        () -> cluster.health(node).at("/status").stringValue().equals("behind"));
                assertThat(cluster.ask("GET", node.url() + "/api/net?limit=1", "")
                                .statusCode())
                        .isEqualTo(200);
            }
            cluster.postgres().start();
            Duration took = cluster.converge();
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        int before = writers.acknowledged();
        Waiting.until("writes go on", PATIENCE, () -> writers.acknowledged() > before);
        finish(writers);
        System.out.printf(
                "fallen database: %d times, %d acknowledged, nodes agree after at most %d ms%n",
                RESTARTS, writers.acknowledged(), longest.toMillis());
    }

    @Test
    @Order(5)
    void frozenNodeLosesTheLock() throws Exception {
        try (RegistryStore.Transaction silent = cluster.store().beginTransaction()) {
            silent.lockHead();
            long begun = System.nanoTime();

            Writers writers = Writers.start(List.of(cluster.proxyUrl()), cluster.key(), generation++);
            Waiting.until("others write", PATIENCE, () -> writers.acknowledged() > 0);

            long waited = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            finish(writers);
            System.out.printf("silent with the lock: others wrote after %d ms%n", waited);
        } catch (java.sql.SQLException theLockIsLost) {
            return;
        }
        throw new AssertionError("the silent one kept its connection");
    }

    @Test
    @Order(6)
    void frozenNodeBlocksNobodyAndCatchesUp() throws Exception {
        Writers writers = Writers.start(
                cluster.nodes().stream().map(ServerProcess::url).toList().subList(0, 2), cluster.key(), generation++);
        Waiting.until("writes go on", PATIENCE, () -> writers.acknowledged() > 50);
        ServerProcess frozen = cluster.nodes().get(2);
        Writers there = Writers.start(List.of(frozen.url()), cluster.key(), generation++);
        Waiting.until("writes go on", PATIENCE, () -> there.acknowledged() > 10);

        frozen.freeze();
        TimeUnit.MILLISECONDS.sleep(4500); // as long as it may hold the lock, if it does
        int before = writers.acknowledged();
        Waiting.until("others write", PATIENCE, () -> writers.acknowledged() > before);
        frozen.thaw();
        Duration took = cluster.converge();

        writers.stop();
        finish(there);
        writers.check(cluster.store());
        System.out.printf(
                "frozen node: %d and %d acknowledged, it agreed %d ms after it went on%n",
                writers.acknowledged(), there.acknowledged(), took.toMillis());
    }

    private void finish(Writers writers) throws Exception {
        writers.stop();
        cluster.agree();
        writers.check(cluster.store());
    }

    private static long made(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JsonMapper.shared().readTree(answer.body()).at("/data/0/id").longValue();
    }

    private static String contact(long net, String name) {
        return """
                {"net_id": %d, "role": "Technical", "visible": "Public", "name": "%s", "email": "a@o.example.net"}""".formatted(net, name);
    }
}
