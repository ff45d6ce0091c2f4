package org.peerage.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.peerage.access.AccountStore;
import org.peerage.access.credentials.Passwords;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.RegistryAudit;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.Nginx;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.ServerProcess;
import org.peerage.testing.TestAccounts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nodes on one PostgreSQL of their own, with nginx in front, and the recorded world in them. */
final class Cluster implements AutoCloseable {
    /** How soon nodes must agree; busy machines may be given more. */
    private static final Duration PATIENCE = Duration.ofMillis(Long.getLong("peerage.cluster.patience.millis", 5_000));

    private final PostgresServer postgres;
    private final String url;
    private final Database database;
    private final String key;
    private final RegistryAudit audit;
    private final List<ServerProcess> nodes;
    private final Nginx nginx;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Cluster(
            PostgresServer postgres,
            String url,
            Database database,
            String key,
            RegistryAudit audit,
            List<ServerProcess> nodes,
            Nginx nginx) {
        this.postgres = postgres;
        this.url = url;
        this.database = database;
        this.key = key;
        this.audit = audit;
        this.nodes = nodes;
        this.nginx = nginx;
    }

    /** A place where a node runs: a command that leads there, and its address as seen from here. */
    record Place(List<String> command, String host) {
        static final Place HERE = new Place(List.of(), "127.0.0.1");

        Place {
            command = List.copyOf(command);
        }
    }

    /**
     * Starts a cluster, and waits until all answer.
     *
     * @param url of the database, one of this machine's
     */
    static Cluster start(Path folder, String url, List<Place> places) throws Exception {
        PostgresServer postgres = PostgresServer.start(url);
        return start(folder, postgres, postgres.newUrl(), places);
    }

    /** The same on a server that it closes in the end. */
    static Cluster start(Path folder, PostgresServer postgres, String url, List<Place> places) throws Exception {
        Database database = Database.openUrl(url);
        RegistryStore store = new RegistryStore(database);
        new DumpLoader(store, Clock.systemUTC())
                .load(ProjectFiles.conformance("world/dump.json"), true, TestAccounts.silently());
        String key = TestAccounts.superuserKey(accounts(database));
        RegistryAudit audit = RegistryAudit.from(store);
        audit.correctCounters();
        List<ServerProcess> nodes = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            nodes.add(ServerProcess.of(
                    places.get(i).command(),
                    places.get(i).host(),
                    folder.resolve("node" + i + ".log"),
                    "--db",
                    url,
                    "--data",
                    folder.resolve("node" + i).toString()));
        }
        Restarts first = new Restarts(nodes);
        nodes.forEach(first::begin);
        first.await();
        return new Cluster(postgres, url, database, key, audit, nodes, Nginx.start(folder.resolve("nginx"), nodes));
    }

    static AccountStore accounts(Database database) {
        return new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
    }

    PostgresServer postgres() {
        return postgres;
    }

    String url() {
        return url;
    }

    Database database() {
        return database;
    }

    RegistryStore store() {
        return new RegistryStore(database);
    }

    String key() {
        return key;
    }

    List<ServerProcess> nodes() {
        return nodes;
    }

    /** Where nginx answers for all nodes. */
    String proxyUrl() {
        return nginx.url();
    }

    /** Asks something as the superuser; headers are names and values in turn. */
    HttpResponse<String> ask(String method, String url, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Api-Key " + key)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode health(ServerProcess node) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.management() + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return JsonMapper.shared()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** The version that a node answers readers with. */
    long version(ServerProcess node) throws IOException, InterruptedException {
        return Long.parseLong(ask("GET", node.url() + "/api/campus?limit=1", "")
                .headers()
                .firstValue("X-Peerage-Version")
                .orElseThrow());
    }

    /** Waits until all nodes have what the database had when this was called, and tells how long that took. */
    Duration converge() throws Exception {
        long begun = System.nanoTime();
        long head = head(begun);
        for (ServerProcess node : nodes) {
            while (!isAt(node, head)) {
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as("%s is behind version %d", node.url(), head)
                        .isLessThan(PATIENCE);
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private boolean isAt(ServerProcess node, long head) throws Exception {
        if (!node.url().contains("127.0.0.1")) {
            return version(node) >= head; // it tells of itself only where it runs
        }
        JsonNode health = health(node);
        return health.at("/version").longValue() >= head
                && health.at("/database/reachable").booleanValue();
    }

    /** The pool of the test itself may have to get rid of dead connections first. */
    private long head(long begun) throws Exception {
        while (true) {
            try {
                return store().head().version();
            } catch (java.sql.SQLException dead) {
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
            }
        }
    }

    /** Nobody writes any more: all nodes show the same, and it is whole. */
    void agree() throws Exception {
        converge();
        for (ObjectType type : ObjectTypes.ALL) {
            String first = list(nodes.getFirst(), type);
            for (ServerProcess node : nodes) {
                assertThat(list(node, type).equals(first))
                        .as("%s at %s", type, node.url())
                        .isTrue();
            }
        }
        assertThat(audit.of(store()).problems()).isEmpty();
    }

    private String list(ServerProcess node, ObjectType type) throws Exception {
        HttpResponse<String> answer = ask("GET", node.url() + "/api/" + type.typeName() + "?since=1", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Override
    public void close() {
        nginx.close();
        nodes.forEach(ServerProcess::close);
        database.close();
        postgres.close();
    }
}
