package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.access.Transactions;
import org.peerage.cli.ServeSettings;
import org.peerage.store.Database;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Waiting;
import tools.jackson.databind.JsonNode;

/**
 * {@code with=ixf_status} and {@code /api/ixf_proposal} (docs/spec/ixf.md §11.6): exchange 19 proposes a change and a new connection to networks 62
 * and 64 of its own organization.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportApiTest {
    private static final String OWNER = "org:41/full";
    private static final String STRANGER = "org:10843/full";
    private static final String STATUS = "/api/ix/19?with=ixf_status";

    @TempDir
    private static Path folder;

    private FeedStand stand;
    private Database database;
    private RunningServer server;

    @BeforeAll
    void start() throws Exception {
        stand = FeedStand.start();
        database = Database.openFolder(folder);
        server = RunningServer.start(
                ServeSettings.unlimited().fetchingFrom(FeedAddresses.parse("127.0.0.0/8")), database);
        stand.answer("/feed", 200, """
                {"version": "1.0", "member_list": [
                  {"asnum": 213001, "connection_list": [{"state": "inactive", "if_list": [{"if_speed": 10000}],
                    "vlan_list": [{"ipv4": {"address": "185.77.76.10"}, "ipv6": {"address": "2001:7f8:1b3::10"}}]}]},
                  {"asnum": "213003", "connection_list": [{"if_list": [{"if_speed": 20000}],
                    "vlan_list": [{"ipv4": {"address": "185.77.76.30"}}]}]}]}""");
        setList("Private");
        send(
                OWNER,
                "PUT",
                "/api/net/64",
                "{\"org_id\": 41, \"name\": \"Net of 213003\", \"asn\": 213003, \"allow_ixp_update\": false}");
        importNow();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        database.close();
        stand.close();
    }

    private void setList(String visible) throws Exception {
        set(visible, true);
    }

    private void setImport(boolean isOn) throws Exception {
        set("Private", isOn);
    }

    private void set(String visible, boolean isOn) throws Exception {
        send(
                OWNER,
                "PUT",
                "/api/ixlan/19",
                "{\"ix_id\": 19, \"ixf_ixp_member_list_url\": \"" + stand.url("/feed")
                        + "\", \"ixf_ixp_member_list_url_visible\": \"" + visible
                        + "\", \"ixf_ixp_import_enabled\": " + isOn + "}");
    }

    private void importNow() throws Exception {
        send(OWNER, "POST", "/api/ix/19/request_ixf_import", "{}");
        Waiting.until(Duration.ofSeconds(25), () -> server.send(OWNER, "GET", "/api/ix/19", "")
                .json()
                .at("/data/0/ixf_import_request_status")
                .asString("")
                .equals("finished"));
    }

    private JsonNode send(String who, String method, String path, String body) throws Exception {
        RunningServer.TestResponse response = server.send(who, method, path, body);
        assertThat(response.status()).as(response.text()).isBetween(200, 201);
        return response.json();
    }

    private JsonNode proposals(String who, String query) throws Exception {
        return send(who, "GET", "/api/ixf_proposal" + query, "").path("data");
    }

    @Test
    void statusIsToldToThoseWhoAskAndMaySeeTheList() throws Exception {
        JsonNode status = send(OWNER, "GET", STATUS, "").at("/data/0/ixf_status");

        assertThat(status.path("state").asString()).isEqualTo("ok");
        assertThat(status.path("last_success").asString()).isNotEmpty();
        assertThat(status.path("last_error").isNull()).isTrue();
        assertThat(status.path("findings").asInt()).isPositive();
        assertThat(status.path("connections").toString()).isEqualTo("{\"feed\":2,\"registry\":1,\"difference\":1}");
        assertThat(status.path("capacity").path("feed").asInt()).isEqualTo(30_000);
        assertThat(send(OWNER, "GET", "/api/ix?id=19&fields=id&with=ixf_status", "")
                        .path("data")
                        .toString())
                .startsWith("[{\"id\":19,")
                .contains(",\"ixf_status\":{\"state\":\"ok\"");
        for (String who : new String[] {"", STRANGER}) {
            for (String path : new String[] {"/api/ix/19", "/api/ix?id=19"}) {
                assertThat(server.send(who, "GET", path + (path.contains("?") ? "&" : "?") + "with=ixf_status", "")
                                .text())
                        .isEqualTo(server.send(who, "GET", path, "").text());
            }
        }
    }

    /** Who follows imports asks for those since the last time, of all exchanges at once. */
    @Test
    void exchangesWhoseImportHasEndedSinceAreFound() throws Exception {
        JsonNode exchange = send(OWNER, "GET", "/api/ix/19", "").at("/data/0");
        String ended = exchange.path("ixf_last_import").asString();

        assertThat(ids(send(OWNER, "GET", "/api/ix?with=ixf_status&ixf_last_import__gte=" + ended, "")))
                .containsExactly(19);
        assertThat(ids(send(OWNER, "GET", "/api/ix?with=ixf_status&ixf_last_import__gt=" + ended, "")))
                .isEmpty();
    }

    private static List<Integer> ids(JsonNode answer) {
        List<Integer> ids = new ArrayList<>();
        answer.path("data").forEach(row -> ids.add(row.path("id").asInt()));
        return ids;
    }

    @Test
    void statusOfAListThatEverybodySeesIsForEverybody() throws Exception {
        setList("Public");
        try {
            assertThat(send("", "GET", STATUS, "")
                            .at("/data/0/ixf_status/state")
                            .asString())
                    .isEqualTo("ok");
        } finally {
            setList("Private");
        }
    }

    @Test
    void answersWithoutItAreAsEver() throws Exception {
        assertThat(server.send(OWNER, "GET", "/api/ix/19", "").text()).doesNotContain("ixf_status");
        assertThat(server.send(OWNER, "GET", "/api/ix/19?with=more", "").text())
                .isEqualTo(server.send(OWNER, "GET", "/api/ix/19", "").text());
        assertThat(server.send(OWNER, "GET", "/api/net?id=62&with=ixf_status", "")
                        .text())
                .doesNotContain("ixf_status");
    }

    /** It changes when the registry does not. */
    @Test
    void answersWithItHaveNoVersion() throws Exception {
        RunningServer.TestResponse response = server.send(OWNER, "GET", STATUS, "");

        assertThat(response.headers().firstValue("ETag")).isEmpty();
        assertThat(server.send(OWNER, "GET", "/api/ix/19", "").headers().firstValue("ETag"))
                .isPresent();
    }

    @Test
    void proposalsHaveWhatIsAndWhatWouldBe() throws Exception {
        JsonNode modify = proposals(OWNER, "?asn=213001").path(0);
        JsonNode add = proposals(OWNER, "?net_id=64").path(0);

        assertThat(modify.path("action").asString()).isEqualTo("modify");
        assertThat(modify.path("fields").toString()).isEqualTo("[\"operational\"]");
        assertThat(modify.at("/before/operational").asBoolean()).isTrue();
        assertThat(modify.at("/after/operational").asBoolean()).isFalse();
        assertThat(modify.path("netixlan_id").asLong()).isPositive();
        assertThat(modify.path("pointer").asString()).isEqualTo("/member_list/0/connection_list/0/vlan_list/0");
        assertThat(add.path("action").asString()).isEqualTo("add");
        assertThat(add.path("netixlan_id").isNull()).isTrue();
        assertThat(add.path("before").isNull()).isTrue();
        assertThat(add.path("after").toString())
                .isEqualTo("{\"ipaddr4\":\"185.77.76.30\",\"ipaddr6\":null,\"speed\":20000,\"is_rs_peer\":null,"
                        + "\"operational\":true}");
        assertThat(add.path("asn").asLong()).isEqualTo(213_003);
        assertThat(proposals(OWNER, "/" + add.path("id").asLong()).path(0)).isEqualTo(add);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2",
        "?ix_id=19, 2",
        "?ixlan_id=19&action=add, 1",
        "?action=delete, 0",
        "?dismissed=true, 0",
        "?dismissed=0&limit=250, 2",
        "?asn=213001&net_id=64, 0",
        "?asn=4294967295, 0",
        "?ix_id=999999, 0",
    })
    void proposalsAreFiltered(String query, int count) throws Exception {
        assertThat(proposals(OWNER, query)).hasSize(count);
    }

    @Test
    void pagesOfProposalsGoOn() throws Exception {
        JsonNode first = send(OWNER, "GET", "/api/ixf_proposal?limit=1", "");
        JsonNode second = send(
                OWNER,
                "GET",
                "/api/ixf_proposal?limit=1&after=" + first.at("/meta/next").asLong(),
                "");

        assertThat(first.path("data")).hasSize(1);
        assertThat(second.path("data")).hasSize(1).isNotEqualTo(first.path("data"));
        assertThat(second.path("meta")).isEmpty();
    }

    /** Whoever has network 62 alone sees what it can decide, and whoever has the exchange alone sees all of its list. */
    @ParameterizedTest
    @CsvSource({
        "user:scratchonenet/rw, 213001",
        "user:scratchonenet/ro, 213001",
        "user:scratchnets/rw, '213001, 213003'",
        "user:scratchnodelete/rw, '213001, 213003'",
        "user:scratchnodelete/ro, '213001, 213003'",
        "org:41/full, '213001, 213003'",
    })
    void proposalsAreShownToWhoMayChangeTheNetworkOrTheExchange(String who, String asns) throws Exception {
        assertThat(proposals(who, "").valueStream().map(row -> row.path("asn").asString()))
                .containsExactlyInAnyOrder(asns.split(", "));
    }

    /** What only the exchange can mend, and what an exchange proposes no more, is not for the network; nor does its part count it. */
    @ParameterizedTest
    @ValueSource(strings = {"conflict", "off"})
    void proposalsThatNetworksCannotDecideAreShownToTheExchangeAlone(String why) throws Exception {
        List<Proposal> all = new ProposalStore(database.source(), server.clock()).ofLan(19);
        if (why.equals("off")) {
            setImport(false);
        } else {
            setErrors("{\"ipaddr4\": \"address outside of prefix\"}");
        }
        try {
            for (String query : new String[] {"", "?limit=1", "?ix_id=19", "?asn=213001"}) {
                assertThat(server.send("user:scratchnets/rw", "GET", "/api/ixf_proposal" + query, "")
                                .text())
                        .as(query)
                        .isEqualTo("{\"data\": [], \"meta\": {}}");
            }
            assertThat(server.send(
                                    "user:scratchnets/rw",
                                    "GET",
                                    "/api/ixf_proposal/" + all.getFirst().id(),
                                    "")
                            .status())
                    .isEqualTo(404);
            assertThat(proposals("user:scratchnodelete/rw", "")).hasSize(2);
        } finally {
            setImport(true);
            setErrors("{}");
        }
    }

    private void setErrors(String errors) {
        new Transactions(database.source())
                .withConnection(sql -> sql.update("update ixf_proposal set errors = ?", errors));
    }

    /** What is there and what is not are the same to them, whatever they ask for. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?asn=213001", "?net_id=64", "?ix_id=19", "?ix_id=19&asn=213003", "?limit=1"})
    void strangersSeeNoProposals(String query) throws Exception {
        assertThat(server.send(STRANGER, "GET", "/api/ixf_proposal" + query, "").text())
                .isEqualTo("{\"data\": [], \"meta\": {}}");
        assertThat(server.send("", "GET", "/api/ixf_proposal" + query, "").status())
                .isEqualTo(401);
    }

    @Test
    void strangersCannotTellAProposalFromNone() throws Exception {
        long id = proposals(OWNER, "").path(0).path("id").asLong();

        RunningServer.TestResponse there = server.send(STRANGER, "GET", "/api/ixf_proposal/" + id, "");
        RunningServer.TestResponse none = server.send(STRANGER, "GET", "/api/ixf_proposal/999999", "");

        assertThat(there.status()).isEqualTo(404);
        assertThat(there.text()).isEqualTo(none.text());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ?asn=x, 400",
        "GET, ?action=all, 400",
        "GET, ?dismissed=perhaps, 400",
        "GET, /x, 404",
        "GET, /, 404",
        "GET, /1/2, 404",
        "POST, '', 405",
        "DELETE, /1, 405",
    })
    void requestsThatMeanNothingAreRefused(String method, String rest, int status) throws Exception {
        assertThat(server.send(OWNER, method, "/api/ixf_proposal" + rest, "{}").status())
                .isEqualTo(status);
    }
}
