package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** What answers to writes show, and what refusals say. */
class WriteResponsesTest {
    private static final String ADMIN = "user:scratchadmin/rw";

    @Started
    private static RunningServer server;

    private static int asns = 232_000;

    private static TestResponse network(String more) throws Exception {
        int asn = asns++;
        return server.send(ADMIN, "POST", "/api/net", """
            {"org_id": 41, "name": "Shown %d", "asn": %d%s}""".formatted(asn, asn, more));
    }

    private static TestResponse facility(String name, String more) throws Exception {
        return server.send(ADMIN, "POST", "/api/fac", """
            {"org_id": 41, "name": "%s", "address1": "1 Way", "city": "City"%s}""".formatted(name, more));
    }

    private static JsonNode shown(TestResponse response, int status) {
        assertThat(response.status()).as(response.text()).isEqualTo(status);
        return response.json().at("/data/0");
    }

    private static JsonNode read(String type, JsonNode row) throws Exception {
        return server.send(ADMIN, "GET", "/api/" + type + "/" + row.get("id") + "?depth=0", "")
                .json()
                .at("/data/0");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.stringValue()));
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"AS232901, 232901", "as232902, 232902", "ASN232903, 232903", "asn232904, 232904", "aSn232905, 232905"})
    void asNumbersMayHaveTheirLettersBeforeThem(String text, long number) throws Exception {
        TestResponse response = server.send(ADMIN, "POST", "/api/net", """
            {"org_id": 41, "name": "%s", "asn": "%s"}""".formatted(text, text));

        assertThat(shown(response, 201).get("asn").longValue()).isEqualTo(number);
        assertThat(server.send(ADMIN, "PUT", "/api/net/" + response.json().at("/data/0/id"), """
            {"org_id": 41, "name": "%s", "asn": "%s", "aka": "changed"}""".formatted(text, text))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" 232910", "232910 ", "AS 232910", "AS-232910", "ASX232910", "+232910", "-1", "AS", "2329.10"})
    void otherTextsAreNoAsNumbers(String text) throws Exception {
        TestResponse response = server.send(ADMIN, "POST", "/api/net", """
            {"org_id": 41, "name": "%s", "asn": "%s"}""".formatted(text, text));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().at("/asn/0").asString("")).isEqualTo("ASN contains invalid value");
    }

    @Test
    void firstTypeSentIsShownAsTheOldKindOfType() throws Exception {
        JsonNode made = shown(network(", \"info_types\": [\"Content\", \"NSP\", \"Content\"]"), 201);

        assertThat(made.get("info_type").stringValue()).isEqualTo("Content");
        assertThat(texts(made.get("info_types"))).containsExactly("Content", "NSP");
        assertThat(read("net", made).get("info_type").stringValue()).isEqualTo("NSP");
    }

    @Test
    void listsThatWereSentAsNullAreShownSoInThatAnswerOnly() throws Exception {
        JsonNode network = shown(network(", \"info_types\": null"), 201);
        JsonNode building = shown(facility("Null list", ", \"country\": \"DE\", \"zipcode\": \"1\""), 201);
        TestResponse changed = server.send(ADMIN, "PUT", "/api/fac/" + building.get("id"), """
            {"org_id": 41, "name": "Null list", "address1": "1 Way", "city": "City", "country": "DE", "zipcode": "2",
             "available_voltage_services": null}""");

        assertThat(network.get("info_types").isNull()).isTrue();
        assertThat(network.get("info_type").stringValue()).isEmpty();
        assertThat(read("net", network).get("info_types").isArray()).isTrue();
        assertThat(building.get("available_voltage_services").isNull()).isTrue();
        assertThat(shown(changed, 200).get("available_voltage_services").isNull())
                .isTrue();
        assertThat(read("fac", building).get("available_voltage_services").isArray())
                .isTrue();
    }

    @Test
    void mappingsWhereAListOfTypesIsExpectedAreReadByTheirKeys() throws Exception {
        TestResponse refused = network(", \"info_types\": {\"a\": 1}");

        assertThat(refused.json().at("/info_types/0").stringValue()).isEqualTo("\"a\" is not a valid choice.");
        assertThat(texts(shown(network(", \"info_types\": {\"NSP\": 1}"), 201).get("info_types")))
                .containsExactly("NSP");
    }

    @Test
    void countryWithoutRegionHasNone() throws Exception {
        JsonNode made = shown(facility("No region", ", \"country\": \"AQ\", \"zipcode\": \"1\""), 201);

        assertThat(made.get("region_continent").isNull()).isTrue();
        assertThat(read("fac", made).get("region_continent").isNull()).isTrue();
    }

    @Test
    void facilityThatJoinsACampusShowsItsNamespace() throws Exception {
        JsonNode campus = shown(server.send(ADMIN, "POST", "/api/campus", """
            {"org_id": 41, "name": "Joined"}"""), 201);
        String actions = "/api/campus/" + campus.get("id");

        JsonNode joined = shown(server.send(ADMIN, "POST", actions + "/add-facility/31", "{}"), 200);
        JsonNode left = shown(server.send(ADMIN, "POST", actions + "/remove-facility/31", "{}"), 200);

        assertThat(joined.get("id").longValue()).isEqualTo(31);
        assertThat(joined.get("campus_id")).isEqualTo(campus.get("id"));
        assertThat(joined.get("_grainy").stringValue()).isEqualTo("peeringdb.organization.41.facility.31");
        assertThat(left.get("campus_id").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"add-facility", "remove-facility"})
    void anothersFacilityJoinsAndLeavesNoCampus(String action) throws Exception {
        JsonNode campus = shown(server.send(ADMIN, "POST", "/api/campus", """
            {"org_id": 41, "name": "Not theirs, %s"}""".formatted(action)), 201);

        for (String caller : List.of(ADMIN, "org:41/full")) {
            TestResponse response =
                    server.send(caller, "POST", "/api/campus/" + campus.get("id") + "/" + action + "/1", "{}");

            assertThat(response.status()).isEqualTo(403);
            assertThat(response.json().at("/meta/error").stringValue()).isEqualTo("Missing right: update on fac 1");
        }
    }

    @Test
    void optionsTellWhoMayChangeAnObjectWhatItTakes() throws Exception {
        JsonNode granted = shown(server.send("user:scratchonenet/rw", "OPTIONS", "/api/net/62", ""), 200);

        assertThat(granted.at("/actions/PUT/name/max_length").longValue()).isEqualTo(255);
        assertThat(granted.at("/actions/PUT/info_traffic/choices/0/display_name")
                        .stringValue())
                .isEqualTo("Not Disclosed");
        assertThat(granted.at("/actions/PUT/poc_set/child/children/role/required")
                        .booleanValue())
                .isTrue();
        for (String other : List.of("", "user:scratchonenet/ro", "org:10843/full", "user:otheradmin/rw")) {
            assertThat(shown(server.send(other, "OPTIONS", "/api/net/62", ""), 200)
                            .has("actions"))
                    .as(other)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /api/net | {\"org_id\": 10843, \"name\": \"Theirs\", \"asn\": 232950, \"website\": \"https://n.example.net\"} | create on net in peeringdb.organization.10843.network.",
                "POST | /api/poc | {\"net_id\": 1, \"role\": \"NOC\", \"email\": \"a@b.example.net\"} | create on poc in ",
                "DELETE | /api/net/1 | | delete on net 1",
                "DELETE | /api/fac/1 | | delete on fac 1",
            })
    void refusalSaysWhichRightIsMissing(String method, String path, String body, String right) throws Exception {
        TestResponse response = server.send(ADMIN, method, path, body == null ? "" : body);

        assertThat(response.status()).as(response.text()).isEqualTo(403);
        assertThat(response.json().at("/meta/error").stringValue()).startsWith("Missing right: " + right);
    }

    @Test
    void refusalsAlwaysHaveAMessage() throws Exception {
        assertThat(server.send(ADMIN, "PATCH", "/api/net/62", "{}")
                        .json()
                        .at("/meta/error")
                        .asString(""))
                .contains("PUT");
        TestResponse members = server.send("user:plain/rw", "GET", "/api/org/41/users", "");
        assertThat(members.status()).isEqualTo(403);
        assertThat(members.json().at("/meta/error").asString("")).isNotEmpty();
        TestResponse hidden = server.send("", "GET", "/api/poc/" + hiddenContact(), "");
        assertThat(hidden.status()).isEqualTo(403);
        assertThat(hidden.json().at("/meta/error").asString("")).startsWith("Missing right: read on poc ");
    }

    private static long hiddenContact() throws Exception {
        List<Long> shown = new ArrayList<>();
        server.send("", "GET", "/api/poc", "")
                .json()
                .at("/data")
                .forEach(row -> shown.add(row.get("id").longValue()));
        for (JsonNode row :
                server.send("user:superuser/rw", "GET", "/api/poc", "").json().at("/data")) {
            if (!shown.contains(row.get("id").longValue())) {
                return row.get("id").longValue();
            }
        }
        throw new AssertionError("every contact is public");
    }

    @Test
    void addressMayHaveAZoneAndIsTheSameAddress() throws Exception {
        String peering = """
            {"net_id": 62, "ixlan_id": 19, "speed": 1000, "ipaddr4": "", "ipaddr6": "%s"}""";

        TestResponse zoned = server.send(ADMIN, "POST", "/api/netixlan", peering.formatted("2001:7f8:1b3::a0%eth0"));
        TestResponse plain = server.send(ADMIN, "POST", "/api/netixlan", peering.formatted("2001:7f8:1b3::a0"));
        TestResponse broken = server.send(ADMIN, "POST", "/api/netixlan", peering.formatted("2001:7f8:1b3::a1%"));

        assertThat(shown(zoned, 201).get("ipaddr6").stringValue()).isEqualTo("2001:7f8:1b3::a0%eth0");
        assertThat(plain.json().at("/ipaddr6/0").stringValue()).isEqualTo("IP already exists");
        assertThat(broken.status()).isEqualTo(400);
    }
}
