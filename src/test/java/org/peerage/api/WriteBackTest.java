package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** What was read can be written back as it is, whatever newer rule a stored value breaks (docs/spec/deviations.md §10). */
class WriteBackTest {
    private static final String SUPERUSER = "user:superuser/rw";
    private static final String FORM = "application/x-www-form-urlencoded";

    @Started
    private static RunningServer server;

    static Stream<ObjectType> types() {
        return ObjectTypes.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void rowsCanBeWrittenBackAsJson(ObjectType type) throws Exception {
        List<String> refused = new ArrayList<>();
        for (JsonNode row : rows(type)) {
            JsonNode whole =
                    server.send(SUPERUSER, "GET", address(type, row), "").json().at("/data/0");
            TestResponse response = server.send(SUPERUSER, "PUT", address(type, row), whole.toString());
            check(type, row, response, refused);
        }
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void rowsCanBeWrittenBackAsForm(ObjectType type) throws Exception {
        List<String> refused = new ArrayList<>();
        for (JsonNode row : rows(type)) {
            TestResponse response = server.send(SUPERUSER, "PUT", address(type, row), form(row), "Content-Type", FORM);
            check(type, row, response, refused);
        }
        assertThat(refused).isEmpty();
    }

    /** The row stays as it was, but for the time of the last change and texts that were null. */
    private static void check(ObjectType type, JsonNode before, TestResponse response, List<String> refused)
            throws Exception {
        if (response.status() != 200) {
            refused.add(type.typeName() + " " + before.get("id") + ": " + response.text());
            return;
        }
        JsonNode after = server.send(SUPERUSER, "GET", address(type, before) + "?depth=0", "")
                .json()
                .at("/data/0");
        before.properties().forEach(key -> {
            JsonNode now = after.path(key.getKey());
            boolean emptied = key.getValue().isNull() && now.asString("-").isEmpty();
            if (!key.getKey().equals("updated") && !emptied && !now.equals(key.getValue())) {
                refused.add(type.typeName() + " " + before.get("id") + ": " + key + " became " + now);
            }
        });
    }

    private static List<JsonNode> rows(ObjectType type) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        server.send(SUPERUSER, "GET", "/api/" + type.typeName(), "")
                .json()
                .at("/data")
                .forEach(rows::add);
        assertThat(rows).isNotEmpty();
        return rows;
    }

    private static String address(ObjectType type, JsonNode row) {
        return "/api/" + type.typeName() + "/" + row.get("id");
    }

    /** As python-requests sends a mapping: no nulls, lists as repeated keys, mappings as their keys. */
    static String form(JsonNode row) {
        return row.properties().stream()
                .flatMap(field -> values(field.getValue())
                        .map(value -> field.getKey() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .collect(Collectors.joining("&"));
    }

    private static Stream<String> values(JsonNode value) {
        if (value.isArray()) {
            return value.valueStream()
                    .flatMap(item -> item.isObject() ? item.propertyNames().stream() : Stream.of(item.asString()));
        }
        if (value.isBoolean()) {
            return Stream.of(value.booleanValue() ? "True" : "False");
        }
        return value.isNull() ? Stream.empty() : Stream.of(value.asString());
    }

    @Test
    void connectionLosesAnAddressThatIsNull() throws Exception {
        String change = """
            {"net_id": 62, "ixlan_id": 19, "speed": 1000, "ipaddr4": "185.77.76.99", "ipaddr6": %s}""";
        TestResponse made = server.send(SUPERUSER, "POST", "/api/netixlan", change.formatted("\"2001:7f8:1b3::63\""));
        String path = "/api/netixlan/" + made.json().at("/data/0/id");

        TestResponse lost = server.send(SUPERUSER, "PUT", path, change.formatted("null"));
        TestResponse none = server.send(SUPERUSER, "PUT", path, """
            {"net_id": 62, "ixlan_id": 19, "speed": 1000, "ipaddr4": null, "ipaddr6": null}""");
        TestResponse form = server.send(
                SUPERUSER, "PUT", path, "net_id=62&ixlan_id=19&speed=2000&ipaddr4=185.77.76.99", "Content-Type", FORM);
        TestResponse added = server.send(SUPERUSER, "POST", "/api/netixlan", """
            {"net_id": 62, "ixlan_id": 19, "speed": 1000, "ipaddr4": "185.77.76.98", "ipaddr6": null}""");

        assertThat(lost.status()).as(lost.text()).isEqualTo(200);
        assertThat(lost.json().at("/data/0/ipaddr6").isNull()).isTrue();
        assertThat(none.json().at("/ipaddr4/0").stringValue()).isEqualTo("Input required for IPv4 or IPv6");
        assertThat(form.status()).as(form.text()).isEqualTo(200);
        assertThat(form.json().at("/data/0/speed").longValue()).isEqualTo(2000);
        assertThat(added.status()).isEqualTo(400);
    }

    @Test
    void formsEmptyTheNumbersOfALan() throws Exception {
        String form =
                "ix_id=19&ixf_ixp_member_list_url=&ixf_ixp_import_enabled=false&rs_asn=&arp_sponge=&name=In+forms";

        TestResponse response = server.send(SUPERUSER, "PUT", "/api/ixlan/19", form, "Content-Type", FORM);

        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.json().at("/data/0/rs_asn").isNull()).isTrue();
        assertThat(response.json().at("/data/0/arp_sponge").isNull()).isTrue();
    }

    @Test
    void storedFloorIsNoObstacleToOtherChangesAndTakesNoOtherValue() throws Exception {
        JsonNode row = rows(ObjectTypes.ALL.getFirst()).stream()
                .filter(organization -> !organization.path("floor").asString("").isEmpty())
                .findFirst()
                .orElseThrow();
        String changed = row.toString().replace("\"floor\":\"3\"", "\"floor\":\"4\"");

        String beside = row.toString().replace("\"floor\":\"3\"", "\"floor\":\"3\",\"suite\":\"changed\"");

        TestResponse other = server.send(SUPERUSER, "PUT", "/api/org/" + row.get("id"), changed);
        TestResponse kept = server.send(
                SUPERUSER, "PUT", "/api/org/" + row.get("id"), beside.replaceFirst("\"suite\":\"[^\"]*\",", ""));

        assertThat(other.status()).isEqualTo(400);
        assertThat(other.json().has("floor")).isTrue();
        assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    }
}
