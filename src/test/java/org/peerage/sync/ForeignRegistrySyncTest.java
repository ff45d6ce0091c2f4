package org.peerage.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.store.Database;

/** Another registry that has no feed, and misbehaves: nothing is half taken over. */
class ForeignRegistrySyncTest {
    private static final String TIMES = "\"created\": \"2020-01-01T00:00:00Z\", \"updated\": \"%s\"";

    private final Map<String, String> rows = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger trouble = new AtomicInteger();
    private volatile Trouble kind = Trouble.NONE;
    private HttpServer server;
    private LocalReplica local;

    @TempDir
    private Path folder;

    private enum Trouble {
        NONE,
        THROTTLED,
        BROKEN,
        CUT,
        NONSENSE
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        rows.put("org", org(1, "One", "2021-01-01T00:00:00Z", "ok"));
        rows.put("net", net(1, 1, 64500, "2021-01-01T00:00:00Z"));
        local = new LocalReplica(folder, url(), true);
    }

    @AfterEach
    void stop() {
        local.close();
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void registryWithoutAFeedIsCopiedBySince() throws Exception {
        assertThat(local.copy.synchronize().changed()).isEqualTo(2);
        rows.put("org", org(1, "Renamed", "2022-01-01T00:00:00Z", "ok"));

        SyncResult result = local.copy.synchronize();

        assertThat(result.way()).isEqualTo("since");
        assertThat(local.row(Org.TYPE, 1).get(Org.NAME)).isEqualTo("Renamed");
        assertThat(local.row(Org.TYPE, 1).get(Org.UPDATED)).hasToString("2022-01-01T00:00:00Z");
    }

    @Test
    void roundIsOneQuestionForEachType() throws Exception {
        local.copy.synchronize();
        asked.clear();

        local.copy.synchronize();

        assertThat(asked).hasSize(13).allMatch(path -> path.contains("depth=0"));
    }

    @Test
    void entityTagTellsThatNothingIsNew() throws Exception {
        local.copy.synchronize();
        local.copy.synchronize();
        asked.clear();

        SyncResult result = local.copy.synchronize();

        assertThat(result.changed()).isZero();
        assertThat(asked).hasSize(13).allMatch(path -> path.endsWith(" 304"));
    }

    @Test
    void retryAfterIsObeyed() throws Exception {
        trouble(Trouble.THROTTLED, 2);

        assertThat(local.copy.synchronize().changed()).isEqualTo(2);

        assertThat(local.waits).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    @Test
    void errorInTheMiddleIsRetried() throws Exception {
        trouble(Trouble.BROKEN, 3);

        assertThat(local.copy.synchronize().changed()).isEqualTo(2);
    }

    @Test
    void truncatedResponseIsRetried() throws Exception {
        trouble(Trouble.CUT, 2);

        assertThat(local.copy.synchronize().changed()).isEqualTo(2);
    }

    @Test
    void permanentErrorsChangeNothing() throws Exception {
        local.copy.synchronize();
        rows.put("org", org(1, "Renamed", "2022-01-01T00:00:00Z", "ok"));
        trouble(Trouble.NONSENSE, Integer.MAX_VALUE);

        assertThatThrownBy(() -> local.copy.synchronize()).isInstanceOf(RemoteRegistryException.class);

        assertThat(local.row(Org.TYPE, 1).get(Org.NAME)).isEqualTo("One");
    }

    @Test
    void rowsWithoutParentsAreHeldBackUntilTheirParentsCome() throws Exception {
        rows.put("net", net(1, 1, 64500, "2021-01-01T00:00:00Z") + "," + net(2, 9, 64501, "2021-01-01T00:00:00Z"));

        SyncResult result = local.copy.synchronize();

        assertThat(result.refused())
                .singleElement()
                .asString()
                .contains("net 2")
                .contains("there is no org 9");
        assertThat(local.row(Net.TYPE, 2)).isNull();
        rows.merge("org", org(9, "Nine", "2022-01-01T00:00:00Z", "ok"), (a, b) -> a + "," + b);
        local.copy.synchronize();
        assertThat(local.row(Net.TYPE, 2)).isNotNull();
    }

    @Test
    void unknownFieldsAndRowsInAnyOrderAndTwiceAreNoTrouble() throws Exception {
        rows.put(
                "org",
                org(3, "Three", "2021-01-01T00:00:00Z", "ok") + ","
                        + org(1, "Old", "2020-06-01T00:00:00Z", "ok") + ","
                        + org(1, "New", "2021-06-01T00:00:00Z", "ok").replace("{", "{\"shoe_size\": 46, "));

        SyncResult result = local.copy.synchronize();

        assertThat(result.refused()).isEmpty();
        assertThat(local.row(Org.TYPE, 1).get(Org.NAME)).isEqualTo("New");
    }

    @Test
    void unreadableRowsAreToldAndTheOthersTaken() throws Exception {
        rows.merge("org", org(2, "Two", "yesterday", "ok"), (a, b) -> a + "," + b);

        SyncResult result = local.copy.synchronize();

        assertThat(result.refused())
                .singleElement()
                .asString()
                .contains("org 2")
                .contains("not a time");
        assertThat(local.row(Org.TYPE, 1)).isNotNull();
    }

    @Test
    void rowsMayExchangeTheirNames() throws Exception {
        rows.put("org", org(1, "A", "2021-01-01T00:00:00Z", "ok") + "," + org(2, "B", "2021-01-01T00:00:00Z", "ok"));
        local.copy.synchronize();
        rows.put("org", org(1, "B", "2022-01-01T00:00:00Z", "ok") + "," + org(2, "A", "2022-01-01T00:00:00Z", "ok"));

        SyncResult result = local.copy.synchronize();

        assertThat(result.refused()).isEmpty();
        assertThat(local.row(Org.TYPE, 1).get(Org.NAME)).isEqualTo("B");
    }

    @Test
    void deletedRowsStayWithTheirTimes() throws Exception {
        local.copy.synchronize();
        rows.put("net", net(1, 1, 64500, "2022-02-02T00:00:00Z").replace("\"ok\"", "\"deleted\""));

        local.copy.synchronize();

        assertThat(local.row(Net.TYPE, 1).status().text()).isEqualTo("deleted");
        assertThat(local.row(Net.TYPE, 1).get(Net.UPDATED)).hasToString("2022-02-02T00:00:00Z");
    }

    @Test
    void rowsThatVanishAreFoundByComparingEverythingAndTheirPeopleForgotten() throws Exception {
        rows.put("poc", """
                {"id": 5, "net_id": 1, "role": "NOC", "visible": "Public", "name": "Jo", "phone": "", "email":
                "jo@example.net", "url": "", "status": "ok", %s}""".formatted(TIMES.formatted("2021-01-01T00:00:00Z")));
        local.copy.synchronize();
        assertThat(local.row(Poc.TYPE, 5).get(Poc.NAME)).isEqualTo("Jo");
        rows.remove("poc");

        SyncResult result = local.copy.compare();

        assertThat(result.vanished()).isEqualTo(1);
        assertThat(local.row(Poc.TYPE, 5).status().text()).isEqualTo("deleted");
        assertThat(local.row(Poc.TYPE, 5).get(Poc.EMAIL)).isEmpty();
    }

    @Test
    void registryOfItsOwnIsNotOverwritten() throws Exception {
        local.copy.synchronize();
        local.close();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (LocalReplica wrong = new LocalReplica(
                Database.openFolder(folder),
                "http://127.0.0.1:" + other.getAddress().getPort(),
                true,
                Duration.ofDays(1))) {
            assertThatThrownBy(() -> wrong.copy.synchronize())
                    .isInstanceOf(RemoteRegistryException.class)
                    .hasMessageContaining("--adopt");
        } finally {
            other.stop(0);
        }
    }

    private void trouble(Trouble what, int times) {
        kind = what;
        trouble.set(times);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        try (exchange) {
            if (path.startsWith("/api/changes")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String typeName = exchange.getRequestURI().getPath().substring("/api/".length());
            byte[] body = ("{\"data\": [" + rows.getOrDefault(typeName, "") + "], \"meta\": {}}")
                    .getBytes(StandardCharsets.UTF_8);
            if (typeName.equals("net") && trouble.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                misbehave(exchange, body);
                return;
            }
            String tagOfAnswer = "\"" + new String(body, StandardCharsets.UTF_8).hashCode() + "\"";
            exchange.getResponseHeaders().set("ETag", tagOfAnswer);
            if (tagOfAnswer.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                asked.add(path + " 304");
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            asked.add(path + " 200");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void misbehave(HttpExchange exchange, byte[] body) throws IOException {
        switch (kind) {
            case THROTTLED -> {
                exchange.getResponseHeaders().set("Retry-After", "7");
                exchange.sendResponseHeaders(429, -1);
            }
            case BROKEN -> exchange.sendResponseHeaders(500, -1);
            case CUT -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(body, 0, body.length / 2);
            }
            default -> {
                byte[] nonsense = "<html>maintenance</html>".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, nonsense.length);
                exchange.getResponseBody().write(nonsense);
            }
        }
    }

    private static String org(long id, String name, String updated, String status) {
        return """
                {"id": %d, "name": "%s", "status": "%s", "aka": "", "name_long": "", "website": "", "social_media": [],
                 "notes": "", "address1": "", "address2": "", "city": "", "country": "", "state": "", "zipcode": "",
                 "floor": "", "suite": "", "latitude": null, "longitude": null, %s}""".formatted(id, name, status, TIMES.formatted(updated));
    }

    private static String net(long id, long org, long asn, String updated) {
        return """
                {"id": %d, "org_id": %d, "name": "Net %d", "asn": %d, "status": "ok", %s}""".formatted(id, org, id, asn, TIMES.formatted(updated));
    }
}
