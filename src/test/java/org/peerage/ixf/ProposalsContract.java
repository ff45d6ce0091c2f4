package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.peerage.access.Transactions;
import org.peerage.cli.ServeSettings;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Waiting;
import tools.jackson.databind.JsonNode;

/** A network's side of imports, told as a story on one server: exchange 19 and AS213003, which decides for itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ProposalsContract {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String OWNER = "org:41/full";
    private static final String NETWORK = "/net/64/ixf";

    private FeedStand stand;
    private Database database;
    private RunningServer server;
    private PageClient admin;
    private PageClient superuser;

    abstract Database newDatabase() throws DatabaseUnusableException;

    @BeforeAll
    void start() throws Exception {
        stand = FeedStand.start();
        database = newDatabase();
        server = RunningServer.start(
                ServeSettings.unlimited().fetchingFrom(FeedAddresses.parse("127.0.0.0/8")), database);
        ok(
                "PUT",
                "/api/ixlan/19",
                "{\"ix_id\": 19, \"ixf_ixp_member_list_url\": \"" + stand.url("/feed")
                        + "\", \"ixf_ixp_import_enabled\": true}");
        ok(
                "POST",
                "/api/poc",
                "{\"net_id\": 64, \"role\": \"NOC\", \"visible\": \"Public\", \"email\": \"noc@example.net\"}");
        ok("PUT", "/api/net/64", net("false"));
        superuser = PageClient.signedIn(server, "superuser");
        superuser.get("/staff/settings");
        assertThat(superuser
                        .post("/staff/settings", "sign_up", "on", "ixf_network_mails", "on")
                        .status())
                .isEqualTo(303);
        admin = PageClient.signedIn(server, "scratchadmin");
        feed(20_000, "active");
        importNow();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        database.close();
        stand.close();
    }

    private void feed(int speed, String state) {
        stand.answer("/feed", 200, """
                {"version": "1.0", "member_list": [{"asnum": 213003, "connection_list": [{"state": "%s",
                  "if_list": [{"if_speed": %d}], "vlan_list": [{"ipv4": {"address": "185.77.76.30"}}]}]}]}
                """.formatted(state, speed));
    }

    @Test
    @Order(1)
    void contactsAreMailedOnceOfWhatIsProposed() throws Exception {
        server.mails().await("noc@example.net", "CREATE AS213003 - 185.77.76.30 - IPv6 not set");
        importNow();

        assertThat(server.mails().mailsTo("noc@example.net")).hasSize(1);
    }

    @Test
    @Order(2)
    void whoLooksAfterTheNetworkSeesTheEntryInTheFeed() throws Exception {
        assertThat(admin.get(NETWORK).text())
                .contains("185.77.76.30", "\"if_speed\"", "/member_list/0/connection_list/0/vlan_list/0");
        assertThat(PageClient.anonymous(server).get(NETWORK).status()).isEqualTo(302);
        assertThat(admin.get("/net/64").text()).contains("IX-F suggestions (1)");
        assertThat(admin.get("/").text()).contains("href=\"/net/64/ixf\"", "1 IX-F suggestion for Net of 213003");
        assertThat(admin.get("/ix/19/imports").text()).contains("Open differences", "185.77.76.30");
    }

    @Test
    @Order(3)
    void proposalsAreDismissedAndShownAgain() throws Exception {
        String id = proposal();
        RunningServer.TestResponse dismissed = admin.post("/net/64/dismiss-ixf-proposal/" + id + "/");

        assertThat(dismissed.text()).isEqualTo("{\"status\": \"ok\"}");
        assertThat(admin.get(NETWORK).text())
                .doesNotContain("value=\"" + id + "\"")
                .contains("You have dismissed 1");
        importNow();
        assertThat(admin.get(NETWORK).text()).doesNotContain("value=\"" + id + "\"");

        assertThat(admin.post("/net/64/reset-ixf-proposals/").text()).isEqualTo("{\"status\": \"ok\"}");
        assertThat(admin.get(NETWORK).text()).contains("value=\"" + id + "\"");
    }

    @Test
    @Order(4)
    void strangersNeitherDismissNorReset() throws Exception {
        PageClient stranger = PageClient.anonymous(server);
        stranger.get("/account/login/");

        RunningServer.TestResponse refused = stranger.post("/net/64/dismiss-ixf-proposal/" + proposal() + "/");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).isEqualTo("{\"non_field_errors\": [\"Permission denied\"]}");
        assertThat(stranger.post("/net/64/reset-ixf-proposals/").status()).isEqualTo(401);
        assertThat(stranger.post("/net/64/dismiss-ixf-proposal/999999/").status())
                .isEqualTo(401);
        assertThat(admin.post("/net/64/dismiss-ixf-proposal/999999/").status()).isEqualTo(404);
        assertThat(admin.get("/net/64/reset-ixf-proposals/").status()).isEqualTo(405);
    }

    @Test
    @Order(5)
    void whatWouldChangeIsToldBeforeItIsSwitchedOn() throws Exception {
        feed(40_000, "active");
        importNow();

        assertThat(admin.get("/import/net/64/ixf/preview").json().path("data")).isEmpty();
        JsonNode added =
                admin.get("/import/net/64/ixf/preview?automatic").json().path("data");
        assertThat(added).as("where it has no connection yet").hasSize(1);
        assertThat(added.path(0).path("action").asString()).isEqualTo("add");
        assertThat(added.path(0).path("peer").path("speed").asInt()).isEqualTo(40_000);
        assertThat(admin.get("/net/64/ixf/automatic").text()).contains("185.77.76.30");
    }

    @Test
    @Order(6)
    void acceptedConnectionsAreAddedWithTheFieldsThatAreTicked() throws Exception {
        String id = proposal();
        RunningServer.TestResponse done = admin.post(NETWORK, "proposal", id, "field-" + id, "speed");

        assertThat(done.header("Location")).isEqualTo("/net/64/ixf?done=accepted");
        JsonNode row = row();
        assertThat(row.path("speed").asInt()).isEqualTo(40_000);
        assertThat(row.path("is_rs_peer").asBoolean()).isFalse();
        assertThat(admin.get(NETWORK).text()).contains("No exchange suggests a change");
    }

    @Test
    @Order(7)
    void handMadeChangesResolveProposalsAtOnce() throws Exception {
        feed(40_000, "inactive");
        importNow();
        assertThat(admin.get(NETWORK).text()).contains("name=\"proposal\"");

        String row = row().path("id").asString();
        ok(
                "PUT",
                "/api/netixlan/" + row,
                "{\"net_id\": 64, \"ixlan_id\": 19, \"ipaddr4\": \"185.77.76.30\", \"ipaddr6\": null, \"speed\": 40000, \"asn\": 213003,"
                        + " \"operational\": false}");

        assertThat(admin.get(NETWORK).text()).contains("No exchange suggests a change");
    }

    @Test
    @Order(8) // Scenario 83.
    void switchedOffImportsHideProposalsAndTheirReset() throws Exception {
        feed(40_000, "active");
        importNow();
        String id = proposal();
        admin.post("/net/64/dismiss-ixf-proposal/" + id + "/");
        ok("PUT", "/api/ixlan/19", lan("false"));

        assertThat(admin.get(NETWORK).text())
                .contains("No exchange suggests a change")
                .doesNotContain("dismissed 1");

        ok("PUT", "/api/ixlan/19", lan("true"));
        admin.post("/net/64/reset-ixf-proposals/");
    }

    @Test
    @Order(9)
    void networksThatSwitchUpdatesOnGetWhatWasProposed() throws Exception {
        assertThat(row().path("operational").asBoolean()).isFalse();
        ok("PUT", "/api/net/64", net("true"));

        Waiting.until(PATIENCE, () -> row().path("operational").asBoolean());
        Waiting.until(PATIENCE, () -> admin.get(NETWORK).text().contains("No exchange suggests a change"));
    }

    @Test
    @Order(10)
    void linksOfMailsStopThemWithoutAnAccount() throws Exception {
        String text = server.mails().mailsTo("noc@example.net").getFirst();
        String link = text.substring(text.indexOf("/import/stop/net/64/")).split("\\s")[0];
        PageClient reader = PageClient.anonymous(server);

        assertThat(reader.get(link).text()).contains("Stop these emails");
        assertThat(reader.post(link).status()).isEqualTo(200);

        assertThat(admin.get(NETWORK).text()).contains("get no emails");
        assertThat(reader.get(link + "x").status()).isEqualTo(404);
        assertThat(reader.get(link.replace("/64/", "/1/")).status()).isEqualTo(404);
    }

    @Test
    @Order(11)
    void previewsComeAsFilesAndOfDocumentsThatAreNotPublished() throws Exception {
        admin.get("/import/ixlan/19/ixf/preview");
        RunningServer.TestResponse csv = admin.get("/import/ixlan/19/ixf/preview?format=csv");
        assertThat(csv.header("Content-Disposition")).contains("ixf-import-preview-");
        assertThat(csv.text()).startsWith("action,asn,ipaddr4,ipaddr6,speed,is_rs_peer,reason");

        RunningServer.TestResponse posted =
                server.send(OWNER, "POST", "/import/ixlan/19/ixf/preview", "{\"member_list\": [{\"asnum\": 213999}]}");
        assertThat(posted.status()).as(posted.text()).isEqualTo(200);
        assertThat(posted.json().path("data").path(0).path("action").asString()).isEqualTo("ignore");
        JsonNode wrong =
                server.send(OWNER, "POST", "/import/ixlan/19/ixf/preview", """
                {"version": "2.0", "member_list": [
                  {"asnum": "AS213003x", "connection_list": []},
                  {"asnum": 213003, "connection_list": [{"state": null}, {"if_list": [{"if_speed": "10G"}], "vlan_list": [
                    {"vlan_id": 1, "ipv4": {"address": "185.77.76.30/24", "routeserver": "perhaps"}}]}]}, null]}""").json();
        assertThat(wrong.path("findings").valueStream().map(finding -> finding.path("pointer")
                        .asString()))
                .contains(
                        "/version",
                        "/member_list/0/asnum",
                        "/member_list/1/connection_list/0/state",
                        "/member_list/1/connection_list/1/if_list/0/if_speed",
                        "/member_list/1/connection_list/1/vlan_list/0/ipv4/address",
                        "/member_list/1/connection_list/1/vlan_list/0/ipv4/routeserver",
                        "/member_list/2");
        assertThat(server.send("", "POST", "/import/ixlan/19/ixf/preview", "{}").status())
                .isEqualTo(403);
        assertThat(admin.get("/ix/19/imports/preview").text()).contains("Totals of both sides");
        assertThat(admin.get("/ix/19/imports/1").text()).contains("Import 1 of");
    }

    @Test
    @Order(12)
    void exchangesProveThemselvesByPrefixAndMembers() throws Exception {
        stand.answer("/two", 200, "{\"member_list\": [{\"asnum\": 65101}, {\"asnum\": 65102}]}");
        stand.answer("/own", 200, "{\"member_list\": [{\"asnum\": 65101}, {\"asnum\": 65102}, {\"asnum\": 213003}]}");
        stand.answer("/three", 200, "{\"member_list\": [{\"asnum\": 65101}, {\"asnum\": 65102}, {\"asnum\": 65103}]}");

        assertThat(exchange(true, 1, "/none").path("ixf_pending_reason").isMissingNode())
                .as("switched off")
                .isTrue();
        superuser.get("/staff/settings");
        superuser.post("/staff/settings", "sign_up", "on", "ixf_network_mails", "on", "ix_approval", "on");

        assertThat(exchange(true, 2, "").path("ixf_pending_reason").asString())
                .isEqualTo("no IX-F member list URL provided");
        assertThat(exchange(true, 3, "/none").path("ixf_pending_reason").asString())
                .isEqualTo("IX-F feed error: Got HTTP status 404");
        assertThat(exchange(true, 4, "/two").path("ixf_pending_reason").asString())
                .isEqualTo("IX-F feed contains 2 unique ASN(s); at least 3 are required");
        assertThat(exchange(true, 5, "/own").path("ixf_pending_reason").asString())
                .isEqualTo("IX-F feed contains an ASN belonging to the submitting organization");
        assertThat(exchange(false, 6, "/three").path("status").asString())
                .as("by a key")
                .isEqualTo("pending");
        JsonNode proved = exchange(true, 7, "/three");
        assertThat(proved.path("status").asString()).isEqualTo("ok");
        JsonNode lan = server.send(
                        OWNER, "GET", "/api/ixlan/" + proved.path("ixlan_id").asString(), "")
                .json()
                .path("data")
                .path(0);
        assertThat(lan.path("ixf_ixp_member_list_url").asString()).isEqualTo(stand.url("/three"));
        assertThat(lan.path("ixf_ixp_import_enabled").asBoolean()).isFalse();
        assertThat(lan.path("status").asString()).isEqualTo("ok");
    }

    @Test
    @Order(13)
    void addressesOfLosersWithGraceAreTakenByPeopleAlone() throws Exception {
        ok("POST", "/import/ixlan/19/ixf/settings", "{\"grace_days\": 7}");
        ok("PUT", "/api/net/64", net("false"));
        server.save(OWNER, "net/62", "allow_ixp_update", "false");
        ok("POST", "/api/netixlan", """
                {"net_id": 62, "ixlan_id": 19, "speed": 1000, "ipaddr4": "185.77.76.40", "ipaddr6": "2001:7f8:1b3::40"}""");
        stand.answer("/feed", 200, """
                {"member_list": [{"asnum": 213003, "connection_list": [
                  {"if_list": [{"if_speed": 40000}], "vlan_list": [{"ipv4": {"address": "185.77.76.30"}}]},
                  {"if_list": [{"if_speed": 1000}], "vlan_list": [{"ipv4": {"address": "185.77.76.40"}}]}]}]}""");

        importNow();

        assertThat(admin.get("/net/62/ixf").text()).contains("(AS213003); the connection stays until 20");
        assertThat(admin.get(NETWORK).text()).contains("ipaddr4: AS213001 keeps it until 20");
        ok("PUT", "/api/net/64", net("true"));
        Transactions database = new Transactions(server.database().source());
        Waiting.until(
                PATIENCE,
                () -> database.withConnection(sql ->
                        sql.query("select net_id from ixf_switched", row -> 1).isEmpty()));
        importNow();
        assertThat(holders("185.77.76.40")).as("programs wait").containsExactly(62L);

        RunningServer.TestResponse done = admin.post(NETWORK, "proposal", proposal());
        assertThat(done.header("Location")).as(done.text()).isEqualTo("/net/64/ixf?done=accepted");

        assertThat(holders("185.77.76.40")).containsExactly(64L);
        assertThat(holders("2001:7f8:1b3::40")).as("its other address stays").containsExactly(62L);
    }

    private List<Long> holders(String address) throws Exception {
        String field = address.contains(":") ? "ipaddr6" : "ipaddr4";
        return server.send(OWNER, "GET", "/api/netixlan?" + field + "=" + address, "")
                .json()
                .path("data")
                .valueStream()
                .map(row -> row.path("net_id").asLong())
                .toList();
    }

    private JsonNode exchange(boolean isPerson, int number, String list) throws Exception {
        String body = "{\"org_id\": 41, \"name\": \"Proof-IX " + number
                + "\", \"city\": \"Berlin\", \"country\": \"DE\", \"region_continent\": \"Europe\","
                + " \"website\": \"https://ix.example.net\", \"tech_email\": \"t@example.net\", \"prefix\": \"193.34."
                + number
                + ".0/24\"" + (list.isEmpty() ? "" : ", \"ixf_ixp_member_list_url\": \"" + stand.url(list) + "\"")
                + "}";
        String basic = java.util.Base64.getEncoder()
                .encodeToString(
                        "scratchadmin:scratchadmin-Passw0rd!".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        RunningServer.TestResponse made = isPerson
                ? server.send("", "POST", "/api/ix", body, "Authorization", "Basic " + basic)
                : server.send(OWNER, "POST", "/api/ix", body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().path("data").path(0);
    }

    private static String net(String automatic) {
        return "{\"org_id\": 41, \"name\": \"Net of 213003\", \"asn\": 213003, \"allow_ixp_update\": " + automatic
                + "}";
    }

    private String lan(String enabled) {
        return "{\"ix_id\": 19, \"ixf_ixp_member_list_url\": \"" + stand.url("/feed")
                + "\", \"ixf_ixp_import_enabled\": " + enabled + "}";
    }

    private String proposal() throws Exception {
        String text = admin.get(NETWORK).text();
        int start = text.indexOf("name=\"proposal\" value=\"");
        assertThat(start).as(text).isPositive();
        return text.substring(start + 23, text.indexOf('"', start + 23));
    }

    private void ok(String method, String path, String body) throws Exception {
        RunningServer.TestResponse response = server.send(OWNER, method, path, body);
        assertThat(response.status())
                .as(method + " " + path + " " + response.text())
                .isIn(200, 201);
    }

    private void importNow() throws Exception {
        ok("POST", "/api/ix/19/request_ixf_import", "{}");
        Waiting.until(
                PATIENCE,
                () -> exchange().path("ixf_import_request_status").asString().equals("finished"));
    }

    private JsonNode exchange() throws Exception {
        return server.send(OWNER, "GET", "/api/ix/19", "").json().path("data").path(0);
    }

    private JsonNode row() throws Exception {
        return server.send(OWNER, "GET", "/api/netixlan?ix_id=19&asn=213003", "")
                .json()
                .path("data")
                .path(0);
    }
}
