package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** What histories, the feed and repeated answers tell of the past, case by case. */
class ChangeVisibilityTest {
    private static final String KEEPER = "org:41/full";
    private static final String OTHER = "org:42/full";

    private static final String CARRIER = """
            {"org_id": %d, "name": "%s", "website": "https://c.example.net", "notes": "%s"}""";

    private static final String WITHDRAWN = "\"operation\": \"withdraw\", \"type\": \"poc\", \"id\": 58, ";

    @Started
    private static RunningServer server;

    private static long made(TestResponse response) {
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return response.json().at("/data/0/id").longValue();
    }

    private static JsonNode history(String who, String object) throws Exception {
        return server.send(who, "GET", "/api/" + object + "/history", "").json().at("/data");
    }

    private static String feed(String who, long after) throws Exception {
        return server.send(who, "GET", "/api/changes?after=" + after, "").text();
    }

    private static TestResponse put(String who, String object, String body) throws Exception {
        TestResponse response = server.send(who, "PUT", "/api/" + object, body);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response;
    }

    private static String contact(String email, String visible) {
        return """
                {"net_id": 62, "role": "Sales", "name": "N", "visible": "%s", "email": "%s"}""".formatted(visible, email);
    }

    @Test
    void valuesOfATimeAsPendingAreForTheKeeper() throws Exception {
        long before = server.head();
        long id = made(
                server.send(KEEPER, "POST", "/api/carrier", CARRIER.formatted(41, "Silent Carrier", "never public")));
        put(KEEPER, "carrier/" + id, CARRIER.formatted(41, "Silent Carrier", "public"));
        PageClient staff = PageClient.signedIn(server, "superuser");
        staff.get("/staff/queue/carrier/" + id);
        assertThat(staff.post("/staff/queue/carrier/" + id + "/approve").status())
                .isLessThan(400);
        put(KEEPER, "carrier/" + id, CARRIER.formatted(41, "Silent Carrier", "newer"));

        for (String told : List.of(
                history("", "carrier/" + id).toString(),
                history(OTHER, "carrier/" + id).toString(),
                feed("", before),
                server.send("", "GET", "/carrier/" + id + "/history", "").text())) {
            assertThat(told).doesNotContain("never public");
        }
        assertThat(history("", "carrier/" + id)).hasSize(2);
        assertThat(history("", "carrier/" + id).at("/1/fields/status").toString())
                .isEqualTo("[null,\"ok\"]");
        assertThat(history(KEEPER, "carrier/" + id).toString()).contains("never public", "org-key:");
        assertThat(history("user:superuser/rw", "carrier/" + id).toString()).contains("never public");
        assertThat(feed(KEEPER, before)).contains("never public");
    }

    @Test
    void firstHolderOfARevivedCarrierStaysUnnamedToTheNext() throws Exception {
        long id = made(server.send(
                KEEPER,
                "POST",
                "/api/carrier",
                CARRIER.formatted(41, "Revived", "of the first"),
                "X-Request-Id",
                "first-holders-request"));
        assertThat(server.send(KEEPER, "DELETE", "/api/carrier/" + id, "").status())
                .isEqualTo(204);

        assertThat(made(server.send(OTHER, "POST", "/api/carrier", CARRIER.formatted(42, "Revived", "of the second"))))
                .isEqualTo(id);

        String told = history(OTHER, "carrier/" + id).toString();
        assertThat(told).contains("org-key:", "of the second").doesNotContain("first-holders-request");
        assertThat(told.split("\"actor\"", -1)).hasSize(2);
        assertThat(history(KEEPER, "carrier/" + id).toString())
                .doesNotContain("actor", "of the first", "of the second");
    }

    @Test
    void personalValuesOfThePastAreToldToTheKeeperInHistories() throws Exception {
        long before = server.head();
        long id = made(server.send(KEEPER, "POST", "/api/poc", contact("old@n.example.net", "Public")));
        put(KEEPER, "poc/" + id, contact("new@n.example.net", "Public"));

        assertThat(history("", "poc/" + id).toString())
                .contains("new@n.example.net")
                .doesNotContain("old@n.example.net");
        assertThat(history(KEEPER, "poc/" + id).toString()).contains("new@n.example.net", "old@n.example.net");
        assertThat(feed("", before)).contains("new@n.example.net").doesNotContain("old@n.example.net");
        assertThat(feed(KEEPER, before)).doesNotContain("old@n.example.net");
        assertThat(server.send("", "GET", "/net/62/history", "").text()).doesNotContain("old@n.example.net");
        assertThat(history("", "poc/" + id).at("/0/fields/email").toString()).isEqualTo("[\"\",\"new@n.example.net\"]");
    }

    @Test
    void hiddenContactIsToldAsWithdrawnToThoseWhoSawIt() throws Exception {
        long id = made(server.send(KEEPER, "POST", "/api/poc", contact("hide@n.example.net", "Public")));
        long shown = server.head();
        put(KEEPER, "poc/" + id, contact("hide@n.example.net", "Users"));
        put(KEEPER, "poc/" + id, contact("secret@n.example.net", "Users"));
        long never = made(server.send(KEEPER, "POST", "/api/poc", contact("never@n.example.net", "Users")));

        String told = feed("", shown - 1);
        assertThat(told)
                .contains("{\"operation\": \"withdraw\", \"type\": \"poc\", \"id\": " + id)
                .doesNotContain("example.net", "\"type\": \"poc\", \"id\": " + never);
        assertThat(told.split("withdraw", -1)).hasSize(2);
        assertThat(feed("user:plain/rw", shown))
                .contains("secret@n.example.net")
                .doesNotContain("withdraw");
        assertThat(server.send("", "GET", "/api/poc/" + id + "/history", "").status())
                .isEqualTo(403);
    }

    @Test
    void strictestLevelOfThenAndNowIsTold() throws Exception {
        long id = made(server.send(KEEPER, "POST", "/api/poc", contact("l@n.example.net", "Users")));
        put(KEEPER, "poc/" + id, contact("l@n.example.net", "Public"));

        assertThat(history("", "poc/" + id).at("/0/fields/visible").toString()).isEqualTo("[\"Users\",\"Public\"]");
        put(KEEPER, "poc/" + id, contact("l@n.example.net", "Users"));
        assertThat(history("user:plain/rw", "poc/" + id).at("/1/fields/visible").toString())
                .isEqualTo("[\"Users\",\"Users\"]");
    }

    @Test
    void repeatedRequestIsNotAnsweredWithWhatWasCorrectedSince() throws Exception {
        String body = contact("mistyped@n.example.net", "Public");
        TestResponse first = server.send(KEEPER, "POST", "/api/poc", body, "Idempotency-Key", "c1");
        long id = made(first);
        assertThat(server.send(KEEPER, "POST", "/api/poc", body, "Idempotency-Key", "c1")
                        .text())
                .isEqualTo(first.text());
        put(KEEPER, "poc/" + id, contact("right@n.example.net", "Public"));

        TestResponse again = server.send(KEEPER, "POST", "/api/poc", body, "Idempotency-Key", "c1");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).doesNotContain("mistyped");
    }

    @Test
    void repeatedRequestIsNotAnsweredToWhoLostTheObject() throws Exception {
        String body = CARRIER.formatted(41, "Handed on", "mine");
        long id = made(server.send(KEEPER, "POST", "/api/carrier", body, "Idempotency-Key", "h1"));
        assertThat(server.send(KEEPER, "DELETE", "/api/carrier/" + id, "").status())
                .isEqualTo(204);
        made(server.send(OTHER, "POST", "/api/carrier", CARRIER.formatted(42, "Handed on", "theirs")));

        assertThat(server.send(KEEPER, "POST", "/api/carrier", body, "Idempotency-Key", "h1")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void historyOfAnObjectWithManyChangesCostsNoMoreThanItsPage() throws Exception {
        try (var connection = server.database().source().getConnection();
                var statement = connection.createStatement();
                var plan = statement.executeQuery(
                        "EXPLAIN QUERY PLAN SELECT * FROM change WHERE type = 'net' AND object_id IN (1)"
                                + " AND (instr(after_json, '\"status\":\"pending\"') > 0"
                                + " OR instr(before_json, '\"status\":\"pending\"') > 0) ORDER BY version, seq")) {
            assertThat(plan.next()).isTrue();
            assertThat(plan.getString("detail")).contains("change_pending");
        }
    }

    /** Network 62 goes from organization 41 to 42 and takes its private contact 58 along. */
    @Test
    void privateContactsThatLeftWithTheirNetworkAreWithdrawnFromTheOldOrganization() throws Exception {
        String superuser = "user:superuser/rw";
        String network = server.send(superuser, "GET", "/api/net/62?depth=0", "")
                .json()
                .at("/data/0")
                .toString();
        long before = server.head();
        try {
            put(superuser, "net/62", network.replace("\"org_id\":41", "\"org_id\":42"));

            for (String who : List.of(KEEPER, "user:scratchadmin/rw", "user:scratchnets/ro")) {
                assertThat(feed(who, before))
                        .as(who)
                        .containsOnlyOnce("withdraw")
                        .contains(WITHDRAWN);
                assertThat(feed(who, before)).as(who).doesNotContain("desk58");
            }
            for (String who : List.of("", OTHER, superuser, "user:plain/rw", "org:10843/full")) {
                assertThat(feed(who, before)).as(who).doesNotContain("withdraw");
            }
            assertThat(server.send(KEEPER, "GET", "/api/poc/58", "").status()).isNotEqualTo(200);
            assertThat(feed(OTHER, before)).contains("\"visible\": [null, \"Private\"]", "[null, \"desk58");
            for (String who : List.of("", superuser, "user:plain/rw", "org:10843/full")) {
                assertThat(feed(who, before)).as(who).doesNotContain("desk58");
            }
        } finally {
            put(superuser, "net/62", network);
        }
        assertThat(feed(KEEPER, before)).doesNotContain("withdraw").contains("[null, \"desk58");
        assertThat(feed(OTHER, before)).contains(WITHDRAWN).doesNotContain("desk58");
    }

    /** Exchange 21 goes from organization 41 to 42 and takes the private address of its member list along. */
    @Test
    void privateMemberListOfAnExchangeIsToldToItsNewOwnerAndEndsForTheOld() throws Exception {
        String superuser = "user:superuser/rw";
        String exchange = server.send(superuser, "GET", "/api/ix/21?depth=0", "")
                .json()
                .at("/data/0")
                .toString();
        long before = server.head();
        try {
            put(superuser, "ix/21", exchange.replace("\"org_id\":41", "\"org_id\":42"));

            assertThat(feed(OTHER, before))
                    .contains("\"ixf_ixp_member_list_url\": [null, \"https://ix21.example.net/members.json\"]");
            assertThat(feed(KEEPER, before)).contains("\"ixf_ixp_member_list_url\": [null, ");
            for (String who : List.of("", KEEPER, "user:plain/rw", superuser)) {
                assertThat(feed(who, before)).as(who).doesNotContain("members.json");
            }
            for (String who : List.of("", "user:plain/rw", superuser)) {
                assertThat(feed(who, before)).as(who).doesNotContain("ixf_ixp_member_list_url");
            }
        } finally {
            put(superuser, "ix/21", exchange);
        }
    }

    @Test
    void whatComesIntoSightIsToldWhole() throws Exception {
        long id = made(server.send(KEEPER, "POST", "/api/poc", contact("show@n.example.net", "Users")));
        put(KEEPER, "poc/" + id, contact("shown@n.example.net", "Users"));
        long hidden = server.head();
        put(KEEPER, "poc/" + id, contact("shown@n.example.net", "Public"));
        put(KEEPER, "poc/" + id, contact("shown@n.example.net", "Public").replace("Sales", "Policy"));

        assertThat(feed("", hidden))
                .contains(
                        "\"visible\": [null, \"Public\"]",
                        "\"email\": [null, \"shown@n.example.net\"]",
                        "\"role\": [null, \"Sales\"]",
                        "\"role\": [\"Sales\", \"Policy\"]");
        assertThat(feed(KEEPER, hidden)).contains("\"visible\": [\"Users\", \"Public\"]");

        long carrier = made(server.send(KEEPER, "POST", "/api/carrier", CARRIER.formatted(41, "Told whole", "notes")));
        long pending = server.head();
        PageClient staff = PageClient.signedIn(server, "superuser");
        staff.get("/staff/queue/carrier/" + carrier);
        assertThat(staff.post("/staff/queue/carrier/" + carrier + "/approve").status())
                .isLessThan(400);
        assertThat(feed("", pending)).contains("\"name\": [null, \"Told whole\"]", "\"status\": [null, \"ok\"]");
    }
}
