package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.access.Transactions;
import org.peerage.cli.ServeSettings;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.StateTable;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Waiting;
import tools.jackson.databind.JsonNode;

/** Imports of a running server, from a feed on this machine: exchange 19 with AS213003, which lets exchanges change it. */
abstract class ImportsContract {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String OWNER = "org:41/full";
    private static final String FEED = """
            {"version": "1.0", "member_list": [
              {"asnum": 213001, "connection_list": [{"if_list": [{"if_speed": 10000}],
                "vlan_list": [{"ipv4": {"address": "185.77.76.10"}, "ipv6": {"address": "2001:7f8:1b3::10"}}]}]},
              {"asnum": 213003, "connection_list": [{"if_list": [{"if_speed": 20000}],
                "vlan_list": [{"ipv4": {"address": "185.77.76.30", "routeserver": true}}]}]},
              {"asnum": 213999, "connection_list": []}
            ]}""";

    private FeedStand stand;
    private Database database;
    private RunningServer server;

    abstract Database newDatabase() throws DatabaseUnusableException;

    @BeforeEach
    void start() throws Exception {
        stand = FeedStand.start();
        database = newDatabase();
        server = RunningServer.start(
                ServeSettings.unlimited().fetchingFrom(FeedAddresses.parse("127.0.0.0/8")), database);
        stand.answer("/feed", 200, FEED, "ETag", "\"1\"");
        RunningServer.TestResponse set = server.send(
                OWNER,
                "PUT",
                "/api/ixlan/19",
                "{\"ix_id\": 19, \"ixf_ixp_member_list_url\": \"" + stand.url("/feed")
                        + "\", \"ixf_ixp_import_enabled\": true}");
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        RunningServer.TestResponse contact = server.send(
                OWNER,
                "POST",
                "/api/poc",
                "{\"net_id\": 64, \"role\": \"NOC\", \"visible\": \"Public\", \"email\": \"noc@example.net\"}");
        assertThat(contact.status()).as(contact.text()).isEqualTo(201);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        database.close();
        stand.close();
    }

    @Test
    void requestedImportsAreMade() throws Exception {
        request("finished");

        JsonNode added = rowsOfAs213003();
        assertThat(added).hasSize(1);
        assertThat(added.path(0).path("speed").asInt()).isEqualTo(20_000);
        assertThat(added.path(0).path("is_rs_peer").asBoolean()).isTrue();
        JsonNode exchange = exchange();
        assertThat(exchange.path("ixf_net_count").asInt()).isEqualTo(2);
        assertThat(exchange.path("ixf_last_import").isNull()).isFalse();
    }

    @Test
    void rowsTellWhichImportChangedThem() throws Exception {
        request("finished");

        String row = rowsOfAs213003().path(0).path("id").asString();
        RunningServer.TestResponse history = server.send(OWNER, "GET", "/api/netixlan/" + row + "/history", "");

        assertThat(history.text()).contains("ixf-importer").contains("ixf:19:1");
    }

    /** The member list gives the address of another network's connection to AS213003. */
    @Test
    void connectionOfAnotherNetworkIsTakenOverAndTold() throws Exception {
        long row = made(server.send(OWNER, "POST", "/api/netixlan", """
                {"net_id": 62, "ixlan_id": 19, "speed": 1000, "ipaddr4": "185.77.76.30", "ipaddr6": "2001:7f8:1b3::30"}"""));
        String before = server.send("", "GET", "/api/net?limit=1", "").header("X-Peerage-Version");

        request("finished");

        JsonNode taken = rowsOfAs213003();
        assertThat(taken).hasSize(1);
        assertThat(taken.path(0).path("id").asLong()).isEqualTo(row);
        assertThat(taken.path(0).path("ipaddr6").isNull()).isTrue();
        assertThat(server.send("", "GET", "/api/changes?after=" + before, "").text())
                .contains("\"type\": \"netixlan\", \"id\": " + row + ", ");
        assertThat(server.send(OWNER, "GET", "/api/netixlan/" + row + "/history", "")
                        .text())
                .contains("ixf-importer");
    }

    private static long made(RunningServer.TestResponse response) {
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return response.json().at("/data/0/id").asLong();
    }

    @Test
    void importsAreTakenBackByThoseWhoLookAfterTheExchange() throws Exception {
        request("finished");
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        assertThat(admin.get("/ix/19/imports/1").text()).contains("Undo this import");
        assertThat(admin.post("/ix/19/imports/1", "undo", "preview").text()).contains("This would be undone");
        assertThat(rowsOfAs213003()).hasSize(1);

        assertThat(admin.post("/ix/19/imports/1", "undo", "do").text()).contains("Undone");

        assertThat(rowsOfAs213003()).isEmpty();
        PageClient stranger = PageClient.anonymous(server);
        assertThat(stranger.get("/ix/19/imports/1").status()).isEqualTo(302);
    }

    /** Scenario 81. */
    @Test
    void addressesOfGhostsAreTakenByThoseWhomTheListNames() throws Exception {
        stand.answer("/feed", 200, FEED.replace("213001", "213003"), "ETag", "\"2\"");
        server.send(
                OWNER,
                "PUT",
                "/api/net/64",
                "{\"org_id\": 41, \"name\": \"Net of 213003\", \"asn\": 213003," + " \"allow_ixp_update\": false}");
        String ghost = "/api/netixlan?ix_id=19&asn=213001";
        JsonNode before = server.send(OWNER, "GET", ghost, "").json().path("data");
        assertThat(before).hasSize(1);
        RunningServer.TestResponse taken = server.send(OWNER, "POST", "/api/netixlan", TAKING);
        assertThat(taken.status()).as("before the list is known").isEqualTo(400);
        assertThat(taken.text()).contains("IP already exists");
        new ImportStore(database.source(), server.clock())
                .keep(
                        19,
                        stand.url("/feed"),
                        FeedClient.Known.NOTHING,
                        "hash",
                        Feed.Verified.NOT,
                        FEED.replace("213001", "213003").getBytes(java.nio.charset.StandardCharsets.UTF_8));

        taken = server.send(OWNER, "POST", "/api/netixlan", TAKING);

        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(server.send(OWNER, "GET", ghost, "").json().path("data")).isEmpty();
    }

    private static final String TAKING = """
            {"net_id": 64, "ixlan_id": 19, "speed": 1000, "is_rs_peer": false, "operational": true,
             "ipaddr4": "185.77.76.10", "ipaddr6": "2001:7f8:1b3::10"}""";

    @Test
    void requestsAreRefusedWhileAnImportRuns() throws Exception {
        RunningServer.TestResponse running = server.send(OWNER, "GET", "/api/ix/19", "");
        String exchange = running.json().path("data").path(0).toString().replace("\"queued\"", "\"importing\"");
        assertThat(server.send(OWNER, "PUT", "/api/ix/19", exchange).status()).isEqualTo(200);

        RunningServer.TestResponse refused = server.send(OWNER, "POST", "/api/ix/19/request_ixf_import", "{}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("non_field_errors").path(0).asString()).isEqualTo("Import is currently ongoing");
    }

    @Test
    void failedImportsKeepRowsAndTellWhy() throws Exception {
        stand.answer("/feed", 500, "");

        request("error");

        assertThat(rowsOfAs213003()).isEmpty();
        assertThat(PageClient.signedIn(server, "scratchadmin")
                        .get("/ix/19/imports")
                        .text())
                .contains("Got HTTP status 500")
                .contains("failed");
    }

    @Test
    void feedsThatLoseEverybodyAreHeldBackUntilReleased() throws Exception {
        request("finished");
        stand.answer("/feed", 200, "{\"member_list\": []}", "ETag", "\"2\"");
        request("finished");
        assertThat(rowsOfAs213003()).hasSize(1);

        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        assertThat(admin.get("/ix/19/imports").text()).contains("Changes are held back");
        assertThat(admin.post("/ix/19/imports").status()).isEqualTo(200);
        assertThat(release(admin, "another list")).endsWith("done=changed");
        request("finished");
        assertThat(rowsOfAs213003()).as("nobody released it").hasSize(1);

        String hash = Importer.hash("{\"member_list\": []}".getBytes(StandardCharsets.UTF_8));
        assertThat(admin.get("/ix/19/imports").text()).contains("name=\"hash\" value=\"" + hash + "\"");
        assertThat(release(admin, hash)).endsWith("done=released");
        request("finished");

        assertThat(rowsOfAs213003()).isEmpty();
    }

    private static String release(PageClient person, String hash) throws Exception {
        return person.post("/ix/19/imports", "release", "1", "hash", hash).header("Location");
    }

    @Test
    void previewsTellAndDoNotDo() throws Exception {
        RunningServer.TestResponse preview = server.send(OWNER, "GET", "/import/ixlan/19/ixf/preview", "");

        assertThat(preview.status()).isEqualTo(200);
        JsonNode data = preview.json().path("data");
        assertThat(data.path(0).path("action").asString()).isEqualTo("ignore");
        assertThat(data.path(1).path("action").asString()).isEqualTo("add");
        assertThat(data.path(1).path("peer").path("ipaddr4").asString()).isEqualTo("185.77.76.30");
        assertThat(data.path(1).path("after").toString())
                .isEqualTo("{\"ipaddr4\":\"185.77.76.30\",\"ipaddr6\":\"\",\"speed\":20000,\"is_rs_peer\":true,"
                        + "\"operational\":true}");
        assertThat(preview.json().path("errors")).isEmpty();
        assertThat(preview.json().path("fetched").isString()).isTrue();
        assertThat(server.send("user:scratchadmin/ro", "GET", "/import/ixlan/19/ixf/preview", "")
                        .status())
                .as("a read-only key of who may")
                .isEqualTo(200);
        assertThat(rowsOfAs213003()).isEmpty();
        assertThat(server.send("", "GET", "/import/ixlan/19/ixf/preview", "").status())
                .isEqualTo(403);
        assertThat(server.send(OWNER, "GET", "/import/ixlan/999/ixf/preview", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void networksSeeWhatImportsDid() throws Exception {
        request("finished");
        PageClient admin = PageClient.signedIn(server, "scratchadmin");

        JsonNode entry =
                admin.get("/import/net/64/ixf/postmortem").json().path("data").path(0);
        assertThat(entry.path("action").asString()).isEqualTo("add");
        assertThat(entry.path("ipaddr4").asString()).isEqualTo("185.77.76.30");
        assertThat(entry.path("ipaddr6").isNull()).isTrue();
        assertThat(entry.path("changes")).as("of a new connection").isEmpty();
        assertThat(admin.get("/import/net/64/ixf/preview").json().path("data")).isEmpty();
        assertThat(admin.get("/import/ixlan/19/ixf/document").text()).isEqualTo(FEED);
        assertThat(server.send("", "GET", "/import/ixlan/19/ixf/document", "").status())
                .isEqualTo(403);

        server.send(
                OWNER,
                "DELETE",
                "/api/netixlan/" + rowsOfAs213003().path(0).path("id").asString(),
                "");
        stand.answer("/feed", 200, FEED.replace("20000", "40000"), "ETag", "\"2\"");
        request("finished");

        assertThat(admin.get("/import/net/64/ixf/postmortem?limit=1")
                        .json()
                        .path("data")
                        .path(0)
                        .path("changes")
                        .toString())
                .as("of one that comes back")
                .isEqualTo("{\"speed\":40000,\"status\":\"ok\"}");
    }

    /**
     * Imports that are enabled are made daily. Two people accept the same suggestions and a program adds the same connections, while the daily run imports them for
     * whoever lets it: each connection is there once, and what was acknowledged is there.
     */
    @Test
    void dailyRunLosesAndDoublesNothingWhileOthersWrite() throws Exception {
        new Transactions(database.source()).withConnection(sql -> {
            StateTable.put(
                    sql.connection(),
                    "ixf-daily",
                    server.clock().instant().toString().substring(0, 10));
            return true;
        });
        made(server.send(
                OWNER,
                "POST",
                "/api/poc",
                "{\"net_id\": 62, \"role\": \"NOC\", \"visible\": \"Public\", \"email\": \"noc@example.net\"}"));
        stand.answer("/feed", 200, connections(10_000), "ETag", "\"2\"");
        request("finished");
        PageClient one = PageClient.signedIn(server, "scratchadmin");
        String[] suggestions = suggestions(one);
        stand.answer("/feed", 200, connections(20_000), "ETag", "\"3\"");
        server.clock().forward(Duration.ofDays(1));
        PageClient first = PageClient.signedIn(server, "scratchadmin");
        PageClient second = PageClient.signedIn(server, "scratchadmin");
        first.get("/net/62/ixf");
        second.get("/net/62/ixf");
        AtomicInteger contacts = new AtomicInteger();
        String day = server.clock().instant().toString().substring(0, 10);

        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (PageClient person : List.of(first, second)) {
                all.add(tasks.submit(() -> person.post("/net/62/ixf", suggestions)));
            }
            all.add(tasks.submit(() -> {
                for (int host = 49; host >= 30; host--) {
                    assertThat(server.send(OWNER, "POST", "/api/netixlan", """
                                    {"net_id": 64, "ixlan_id": 19, "speed": 1000, "ipaddr4": "185.77.76.%d"}""".formatted(host))
                                    .status())
                            .isIn(201, 400);
                }
                return null;
            }));
            all.add(tasks.submit(() -> {
                for (int i = 0; !isDayNoted(day); i++) {
                    made(server.send(
                            OWNER,
                            "POST",
                            "/api/poc",
                            "{\"net_id\": 64, \"role\": \"Sales\", \"visible\": \"Public\", \"email\": \"s" + i
                                    + "@example.net\"}"));
                    contacts.incrementAndGet();
                }
                return null;
            }));
            for (Future<?> task : all) {
                task.get();
            }
        }
        request("finished");

        assertThat(addresses(64)).containsExactlyInAnyOrderElementsOf(hosts(30, 50));
        assertThat(addresses(62)).containsExactlyInAnyOrderElementsOf(hosts(60, 65));
        assertThat(rowsOfAs213003().valueStream().map(row -> row.path("speed").asInt()))
                .containsOnly(20_000);
        assertThat(server.send(OWNER, "GET", "/api/poc?net_id=64&role=Sales", "")
                        .json()
                        .path("data"))
                .hasSize(contacts.get());
        assertThat(server.send(OWNER, "GET", "/import/ixlan/19/ixf/preview", "")
                        .json()
                        .path("data"))
                .as("nothing is left to do")
                .isEmpty();
    }

    /** AS213003 lets exchanges change it, the other one decides for itself. */
    private static final String OTHERS = """
            {"asnum": 213001, "connection_list": [{"if_list": [{"if_speed": 10000}],
              "vlan_list": [{"ipv4": {"address": "185.77.76.10"}, "ipv6": {"address": "2001:7f8:1b3::10"}}]}]}""";

    private static String connections(int speed) {
        StringBuilder members = new StringBuilder();
        for (int host = 30; host < 65; host++) {
            if (host < 50 || host >= 60) {
                members.append(",").append("""
                        {"asnum": %d, "connection_list": [{"if_list": [{"if_speed": %d}],
                          "vlan_list": [{"ipv4": {"address": "185.77.76.%d"}}]}]}""".formatted(host < 50 ? 213_003 : 213_001, speed, host));
            }
        }
        return "{\"version\": \"1.0\", \"member_list\": [" + OTHERS + members + "]}";
    }

    private static List<String> hosts(int from, int to) {
        return IntStream.range(from, to).mapToObj(host -> "185.77.76." + host).toList();
    }

    private static String[] suggestions(PageClient person) throws Exception {
        Matcher found = Pattern.compile("name=\"proposal\" value=\"([0-9]+)\"")
                .matcher(person.get("/net/62/ixf").text());
        List<String> fields = new ArrayList<>();
        while (found.find()) {
            fields.addAll(List.of("proposal", found.group(1), "field-" + found.group(1), "speed"));
        }
        assertThat(fields).hasSize(20);
        return fields.toArray(String[]::new);
    }

    private List<String> addresses(int network) throws Exception {
        return server.send(OWNER, "GET", "/api/netixlan?ixlan_id=19&net_id=" + network, "")
                .json()
                .path("data")
                .valueStream()
                .map(row -> row.path("ipaddr4").asString())
                .filter(address -> !address.equals("185.77.76.10"))
                .toList();
    }

    private boolean isDayNoted(String day) throws Exception {
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "select count(*) from peerage_state where name = 'ixf-daily' and content = '" + day + "'")) {
            return found.next() && found.getInt(1) == 1;
        }
    }

    private void request(String expected) throws Exception {
        assertThat(server.send(OWNER, "POST", "/api/ix/19/request_ixf_import", "{}")
                        .status())
                .isEqualTo(200);
        Waiting.until(
                PATIENCE,
                () -> exchange().path("ixf_import_request_status").asString().equals(expected));
    }

    private JsonNode exchange() throws IOException, InterruptedException {
        return server.send(OWNER, "GET", "/api/ix/19", "").json().path("data").path(0);
    }

    private JsonNode rowsOfAs213003() throws IOException, InterruptedException {
        return server.send(OWNER, "GET", "/api/netixlan?ix_id=19&asn=213003", "")
                .json()
                .path("data");
    }
}
