package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.cli.ServeSettings;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Imports of a running server, from a feed on this machine: exchange 19 with AS213003, which lets exchanges change it. */
abstract class ImportsContract {
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
        assertThat(admin.get("/ix/19/imports/1").text()).contains("Take this import back");
        assertThat(admin.post("/ix/19/imports/1", "undo", "preview").text()).contains("This would go back");
        assertThat(rowsOfAs213003()).hasSize(1);

        assertThat(admin.post("/ix/19/imports/1", "undo", "do").text()).contains("Went back");

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
                        FEED.replace("213001", "213003").getBytes(java.nio.charset.StandardCharsets.UTF_8));

        taken = server.send(OWNER, "POST", "/api/netixlan", TAKING);

        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(server.send(OWNER, "GET", ghost, "").json().path("data")).isEmpty();
    }

    private static final String TAKING = """
            {"net_id": 64, "ixlan_id": 19, "speed": 1000, "is_rs_peer": false, "operational": true,
             "ipaddr4": "185.77.76.10", "ipaddr6": "2001:7f8:1b3::10"}""";

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
    void enabledImportsAreMadeDaily() throws Exception {
        eventually(() -> database.source() != null && isDayNoted());
        server.clock().forward(Duration.ofDays(1));

        eventually(() -> rowsOfAs213003().size() == 1);
    }

    @Test
    void previewsTellAndDoNotDo() throws Exception {
        RunningServer.TestResponse preview = server.send(OWNER, "GET", "/import/ixlan/19/ixf/preview", "");

        assertThat(preview.status()).isEqualTo(200);
        JsonNode data = preview.json().path("data");
        assertThat(data.path(0).path("action").asString()).isEqualTo("ignore");
        assertThat(data.path(1).path("action").asString()).isEqualTo("add");
        assertThat(data.path(1).path("peer").path("ipaddr4").asString()).isEqualTo("185.77.76.30");
        assertThat(preview.json().path("errors")).isEmpty();
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
        assertThat(admin.get("/import/net/64/ixf/preview").json().path("data")).isEmpty();
    }

    private boolean isDayNoted() throws Exception {
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery("select count(*) from peerage_state where name = 'ixf-daily'")) {
            return found.next() && found.getInt(1) == 1;
        }
    }

    private void request(String expected) throws Exception {
        assertThat(server.send(OWNER, "POST", "/api/ix/19/request_ixf_import", "{}")
                        .status())
                .isEqualTo(200);
        eventually(() -> exchange().path("ixf_import_request_status").asString().equals(expected));
    }

    private JsonNode exchange() throws IOException, InterruptedException {
        return server.send(OWNER, "GET", "/api/ix/19", "").json().path("data").path(0);
    }

    private JsonNode rowsOfAs213003() throws IOException, InterruptedException {
        return server.send(OWNER, "GET", "/api/netixlan?ix_id=19&asn=213003", "")
                .json()
                .path("data");
    }

    private static void eventually(Callable<Boolean> claim) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(25).toNanos();
        while (!claim.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
