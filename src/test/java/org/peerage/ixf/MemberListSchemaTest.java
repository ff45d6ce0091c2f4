package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents against Euro-IX's schema. */
class MemberListSchemaTest {
    private static final String HEAD =
            "\"version\": \"1.0\", \"timestamp\": \"2026-11-30T00:00:00Z\", \"ixp_list\": [{\"ixp_id\": 1, \"ixf_id\": 1,"
                    + " \"shortname\": \"IX\"}]";

    @Test
    void validDocumentsAreNotComplainedAbout() {
        assertThat(pointers("{" + HEAD + ", \"member_list\": [{\"asnum\": 64496, \"connection_list\": []}]}"))
                .isEmpty();
    }

    @Test
    void valuesOfTheWrongKindAreToldWithTheirPlace() {
        assertThat(
                        pointers(
                                "{" + HEAD + ", \"member_list\": [{\"asnum\": 64496, \"connection_list\": []},"
                                        + " {\"asnum\": \"64497\", \"connection_list\": [{\"ixp_id\": 1, \"if_list\": [{\"if_speed\": \"10G\"}]}]}]}"))
                .containsExactlyInAnyOrder(
                        "/member_list/1/asnum", "/member_list/1/connection_list/0/if_list/0/if_speed");
    }

    @Test
    void missingKeysAreTold() {
        assertThat(
                        pointers(
                                "{\"version\": \"1.0\", \"member_list\": [], \"ixp_list\": [{\"ixp_id\": 1, \"shortname\": \"IX\"}]}"))
                .containsExactlyInAnyOrder("", "/ixp_list/0");
    }

    @Test
    void olderVersionsNeedNoIdOfIxf() {
        assertThat(pointers("{" + HEAD.replace("1.0", "0.6").replace(", \"ixf_id\": 1", "") + ", \"member_list\": []}"))
                .isEmpty();
    }

    /** A document with each field that docs/spec/ixf.md §3.1 and the samples name, all of them right. */
    private static final String WHOLE = """
            {"version": "1.0", "timestamp": "2026-11-30T00:00:00Z", "generator": "IXP Manager", "schema_email": "a@example.net",
             "ixp_list": [{"ixp_id": 1, "ixf_id": 2, "peeringdb_id": 3, "shortname": "IX", "name": "An IX", "country": "DE", "url": "u",
               "vlan": [{"id": 4, "name": "v", "ipv4": {"prefix": "192.0.2.0", "mask_length": 24}}],
               "switch": [{"id": 5, "name": "s", "colo": "c", "city": "b", "country": "DE", "pdb_facility_id": 6}]}],
             "member_list": [{"asnum": 64496, "member_type": "peering", "name": "n", "url": "u", "contact_email": ["b@example.net"],
               "contact_phone": ["1"], "peering_policy": "open", "peering_policy_url": "p",
               "connection_list": [{"ixp_id": 1, "state": "active", "connected_since": "2020-01-01T00:00:00Z",
                 "if_list": [{"switch_id": 5, "if_speed": 10000, "if_type": "LR4", "pdb_facility_id": 6}],
                 "vlan_list": [{"vlan_id": 4, "ipv4": {"address": "192.0.2.10", "routeserver": true, "max_prefix": 7,
                   "as_macro": "AS-A", "mac_addresses": ["02:00:00:00:00:01"], "mac_address": "02:00:00:00:00:01",
                   "services": [{"type": "ixbird"}]}}]}]}]}""";

    @Test
    void everyFieldOfTheDescriptionIsKnown() {
        assertThat(pointers(WHOLE)).isEmpty();
    }

    /** Each scalar and list of it, replaced by what it cannot be, is told at its own place. */
    @TestFactory
    Stream<DynamicTest> everyFieldOfTheDescriptionIsChecked() {
        JsonNode whole = JsonMapper.shared().readTree(WHOLE);
        return places(whole, "")
                .map(place -> DynamicTest.dynamicTest(place, () -> {
                    JsonNode wrong = whole.deepCopy();
                    int last = place.lastIndexOf('/');
                    JsonNode parent = wrong.at(place.substring(0, last));
                    String name = place.substring(last + 1);
                    if (parent instanceof ObjectNode object) {
                        object.set(name, JsonMapper.shared().readTree("{\"no\": [1]}"));
                    } else {
                        ((ArrayNode) parent)
                                .set(Integer.parseInt(name), JsonMapper.shared().readTree("[[1]]"));
                    }
                    assertThat(pointers(wrong.toString())).contains(place);
                }));
    }

    private static Stream<String> places(JsonNode node, String place) {
        if (node instanceof ObjectNode object) {
            return object.properties().stream().flatMap(each -> places(each.getValue(), place + "/" + each.getKey()));
        }
        if (node instanceof ArrayNode array) {
            Stream<String> items =
                    IntStream.range(0, array.size()).boxed().flatMap(i -> places(array.get(i), place + "/" + i));
            return place.equals("/member_list") ? items : Stream.concat(Stream.of(place), items);
        }
        return Stream.of(place);
    }

    private static List<String> pointers(String document) {
        return MemberListSchema.findings(document.getBytes(StandardCharsets.UTF_8)).stream()
                .map(Finding::pointer)
                .toList();
    }
}
