package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.peerage.registry.types.IxLan;
import org.peerage.snapshot.Snapshot;

/**
 * Lists as programs and people write them, with what an import of each would do and tell (docs/spec/ixf.md §3, §11.3, §12). A variant is
 * what differs from a list of one member, network Y with the addresses p4 and p6.
 */
class FeedVariantsTest {
    private static final String PORTS = "[{\"switch_id\": 1, \"if_speed\": 10000}]";
    private static final String ADDRESSES =
            "\"ipv4\": {\"address\": \"192.0.2.10\"}, \"ipv6\": {\"address\": \"2001:db8:1::a\"}";
    private static final String OTHER =
            "{\"vlan_id\": 1, \"ipv4\": {\"address\": \"192.0.2.20\"}, \"ipv6\": {\"address\": \"2001:db8:1::14\"}}";
    private static final String MEMBER = member("64496", PORTS, ADDRESSES);
    private static final String ADDED = "add Y(p4,p6) 10G";
    private static final String ADDED4 = "add Y(p4,–) 10G";

    private static final List<Variant> VARIANTS = List.of(
            // the document
            document("IXP Manager 0.6", """
                    {"version": "0.6", "timestamp": "2026-11-30T00:00:00Z",
                     "ixp_list": [{"shortname": "IX", "name": "IX", "country": "IE", "ixp_id": 1, "ixf_id": 20, "ieee_mac": null,
                       "peeringdb_id": null, "support_email": "n@example.net", "vlan": [{"id": 2, "name": "Peering", "ipv4":
                       {"prefix": "192.0.2.0", "mask_length": 24, "looking_glass_urls": []}}],
                       "switch": [{"id": 1, "name": "sw1", "colo": "C", "city": "D", "country": "IE", "manufacturer": "A", "model": "B"}]}],
                     "member_list": [{"asnum": 64496, "member_since": "2010-01-01T00:00:00Z", "url": "u", "name": "n",
                       "peering_policy": "open", "member_type": "peering", "contact_email": ["a@example.net"], "contact_phone": [],
                       "contact_hours": "24x7", "connection_list": [{"ixp_id": 1, "state": "active", "if_list":
                       [{"switch_id": 1, "if_speed": 10000}], "vlan_list": [{"vlan_id": 2, "ipv4": {"address": "192.0.2.10",
                       "as_macro": "AS-A", "routeserver": true, "max_prefix": 10, "mac_addresses": ["00:00:5e:00:53:01"]},
                       "ipv6": {"address": "2001:db8:1::a", "routeserver": true, "max_prefix": 10}}]}]}]}""", "add Y(p4,p6) 10G rs"),
            document("IXP Manager 1.0, one list for two exchanges", """
                    {"version": "1.0", "generator": "IXP Manager v6", "ixp_list": [{"ixp_id": 1, "ixf_id": 20, "shortname": "A"},
                       {"ixp_id": 2, "ixf_id": 21, "shortname": "B", "vlan": []}],
                     "member_list": [{"asnum": 64496, "connection_list": [
                       {"ixp_id": 1, "state": "active", "if_list": [{"if_speed": 10000}], "vlan_list": [{"vlan_id": 1,
                         "ipv4": {"address": "192.0.2.10"}}]},
                       {"ixp_id": 2, "state": "active", "if_list": [{"if_speed": 10000}], "vlan_list": [{"vlan_id": 9,
                         "ipv4": {"address": "198.51.100.7"}, "ipv6": {"address": "2001:db8:2::7"}}]}]}]}""", ADDED4, """
                    warning /member_list/0/connection_list/1/vlan_list/0: The entry is left out: no address of it is in the exchange's prefixes"""),
            document("families of two exchanges are no pair", """
                    {"member_list": [{"asnum": 64496, "connection_list": [
                       {"ixp_id": 1, "if_list": [{"if_speed": 10000}], "vlan_list": [{"vlan_id": 0, "ipv4": {"address": "192.0.2.10"}}]},
                       {"ixp_id": 2, "if_list": [{"if_speed": 10000}], "vlan_list": [{"vlan_id": 0, "ipv6": {"address": "2001:db8:2::7"}}]}]}]}""", ADDED4, """
                    warning /member_list/0/connection_list/1/vlan_list/0: The entry is left out: no address of it is in the exchange's prefixes"""),
            document("keys that nobody knows", """
                    {"x": [{"y": null}], "member_list": [{"asnum": 64496, "x": 1, "connection_list": [{"x": {}, "if_list": [{"if_speed": 10000, "x": 2}],
                       "vlan_list": [{"ipv4": {"address": "192.0.2.10", "x": []}}]}]}], "z": 3}""", ADDED4),
            document(
                    "a key that is there twice",
                    "{\"member_list\": [{\"asnum\": 64497}], \"member_list\": [" + MEMBER + "]}",
                    ADDED,
                    "warning : A key is given twice in one object; the last one counts"),
            document(
                    "metadata of all kinds",
                    "{\"version\": 1, \"timestamp\": \"2016-10-22CEST19:09:25\", \"ixp_list\": null, \"member_list\": ["
                            + MEMBER.replace("\"state\"", "\"connected_since\": \"\", \"state\"")
                            + "]}",
                    ADDED),
            document(
                    "lists that are keyed by index",
                    "{\"member_list\": {\"0\": " + MEMBER + "}}",
                    ADDED,
                    "warning /member_list: An object where a list belongs; its values are read"),
            document("no list of members", "{}"),
            document("members are null", "{\"member_list\": null}", "unreadable: member_list is not a list"),
            document("a comma too many", "{\"member_list\": [],}", "unreadable: No JSON could be parsed"),
            document("a web page", "<!DOCTYPE html><html></html>", "unreadable: No JSON could be parsed"),
            document("a list at the top", "[]", "unreadable: A member export is a JSON object"),
            document("a byte order mark", "\uFEFF{\"member_list\": [" + MEMBER + "]}", ADDED),
            // members
            variant("number as a text", member("\"64496\"", PORTS, ADDRESSES), ADDED, """
                    warning /member_list/0/asnum: asnum is a number in the schema"""),
            variant("number with AS", member("\"AS64496\"", PORTS, ADDRESSES), ADDED, """
                    warning /member_list/0/asnum: asnum is a number in the schema"""),
            variant("number with a fraction", member("64496.0", PORTS, ADDRESSES), ADDED, """
                    warning /member_list/0/asnum: asnum is a number in the schema"""),
            variant("number with a dot", member("\"1.5\"", PORTS, ADDRESSES), """
                    ignore AS65541: Network does not exist in peeringdb""", """
                    warning /member_list/0/asnum: asnum is a number in the schema"""),
            variant("number null", member("null", PORTS, ADDRESSES), """
                    ignore AS0: Network does not exist in peeringdb""", """
                    warning /member_list/0/asnum: asnum is a number in the schema"""),
            variant("number 0", member("0", PORTS, ADDRESSES), "ignore AS0: Network does not exist in peeringdb"),
            variant("number too large", member("4294967296", PORTS, ADDRESSES), """
                    error /member_list/0/asnum: The member is left out: asnum is no AS number"""),
            variant("no number", "{\"name\": \"x\"}", "error /member_list/0: The member has no asnum"),
            variant("null among members", "null, " + MEMBER, ADDED, """
                    error /member_list/0: A member is a JSON object"""),
            variant("the same member twice, in the same words", MEMBER + ", " + MEMBER, ADDED),
            variant(
                    "the same address in two members of one network",
                    MEMBER + ", " + member("64496", "[{\"if_speed\": 20000}]", ADDRESSES),
                    "refused: Address 192.0.2.10 assigned to more than one distinct connection",
                    """
                    error /member_list/1/connection_list/0/vlan_list/0/ipv4/address: Address 192.0.2.10 is given at /member_list/0/connection_list/0/vlan_list/0/ipv4/address too, for AS64496""",
                    """
                    error /member_list/1/connection_list/0/vlan_list/0/ipv6/address: Address 2001:db8:1::a is given at /member_list/0/connection_list/0/vlan_list/0/ipv6/address too, for AS64496"""),
            variant(
                    "a stranger in two members is told twice",
                    "{\"asnum\": 64511, \"name\": \"a\"}, {\"asnum\": 64511, \"name\": \"b\"}",
                    "ignore X: Network does not exist in peeringdb",
                    "ignore X: Network does not exist in peeringdb"),
            variant(
                    "kind of member",
                    MEMBER.replace("\"connection_list\"", "\"member_type\": \"routeserver\", \"connection_list\""),
                    ADDED),
            // connections
            given("no list of connections", "Y(p4,p6); Y2(q4,q6)", "{\"asnum\": 64496}, " + other("64500"), """
                    delete Y(p4,p6)"""),
            given(
                    "connections are null: nothing is said of them",
                    "Y(p4,p6); Y2(q4,q6)",
                    "{\"asnum\": 64496, \"connection_list\": null}, " + other("64500"),
                    "error /member_list/0/connection_list: A list belongs here"),
            given(
                    "a null among connections",
                    "Y(p4,p6); Y2(q4,q6)",
                    "{\"asnum\": 64496, \"connection_list\": [null]}, " + other("64500"),
                    "error /member_list/0/connection_list/0: A connection is a JSON object"),
            variant(
                    "connections keyed by index",
                    "{\"asnum\": 64496, \"connection_list\": {\"0\": "
                            + connection("active", PORTS, "{" + ADDRESSES + "}") + "}}",
                    ADDED,
                    """
                    warning /member_list/0/connection_list: An object where a list belongs"""),
            variant(
                    "two connections",
                    connected(
                            "64496",
                            connection("active", PORTS, "{\"vlan_id\": 1, " + ADDRESSES + "}") + ", "
                                    + connection("active", "[{\"if_speed\": 100000}]", OTHER)),
                    ADDED,
                    "add Y(q4,q6) 100G"),
            variant("a state in spaces", MEMBER.replace("active", " Active "), ADDED),
            variant("a state that is a number", MEMBER.replace("\"active\"", "1"), """
                    ignore Y: Invalid connection state: 1"""),
            variant("not active", MEMBER.replace("active", "INACTIVE"), ADDED + " down"),
            given(
                    "no state",
                    "Y(p4,p6); Y2(q4,q6)",
                    MEMBER.replace("\"active\"", "null") + ", " + other("64500"),
                    "error /member_list/0/connection_list/0/state: The connection is left out: its state cannot be read"),
            // ports
            variant("no ports", member("64496", "null", ADDRESSES), "add Y(p4,p6) 0G"),
            variant("ports without speed", member("64496", "[{\"switch_id\": 1}]", ADDRESSES), "add Y(p4,p6) 0G"),
            variant("a null among ports", member("64496", "[null, {\"if_speed\": 10000}]", ADDRESSES), ADDED),
            variant("speed as a text", member("64496", "[{\"if_speed\": \" 10000 \"}]", ADDRESSES), ADDED),
            variant("speed with an exponent", member("64496", "[{\"if_speed\": 1e4}]", ADDRESSES), ADDED),
            variant("speed in bit/s", member("64496", "[{\"if_speed\": 10000000000}]", ADDRESSES), """
                    propose add Y(p4,p6) 2147483647M but [Maximum speed: 5T]"""),
            badSpeed("speed with a unit", "\"10G\"", "10G"),
            badSpeed("speed that is no number", "NaN", "NaN"),
            badSpeed("speed without end", "1e999", "Infinity"),
            badSpeed("speed below nothing", "-10000", "-10000"),
            badSpeed("speed that is true", "true", "true"),
            badSpeed("speed that is empty", "\"\"", ""),
            badSpeed("speed that is a list", "[10000]", "[…]"),
            variant(
                    "speed of many digits",
                    member("64496", "[{\"if_speed\": " + "9".repeat(300) + "}]", ADDRESSES),
                    """
                    propose add Y(p4,p6) 2147483647M but [Maximum speed: 5T]"""),
            variant(
                    "facility null hides the switch",
                    connected(
                            "64496",
                            connection(
                                    "active",
                                    "[{\"if_speed\": 10000, \"pdb_facility_id\": null, \"switch_id\": 1}]",
                                    "{" + ADDRESSES + "}")),
                    ADDED),
            variant(
                    "facility in words",
                    connected(
                            "64496",
                            connection(
                                    "active",
                                    "[{\"if_speed\": 10000, \"pdb_facility_id\": \"Fac\"}]",
                                    "{" + ADDRESSES + "}")),
                    ADDED,
                    """
                    warning /member_list/0/connection_list/0/if_list/0/pdb_facility_id: pdb_facility_id is no id of a facility"""),
            // entries
            given(
                    "no entries",
                    "Y2(q4,q6)",
                    "{\"asnum\": 64496, \"connection_list\": [{\"if_list\": []}]}, " + other("64500")),
            variant(
                    "entries are null",
                    connected("64496", connection("active", PORTS, "").replace("[]", "null"))),
            given(
                    "a null among entries",
                    "Y(p4,p6); Y2(q4,q6)",
                    connected("64496", connection("active", PORTS, "null")) + ", " + other("64500"),
                    "error /member_list/0/connection_list/0/vlan_list/0: An entry of vlan_list is a JSON object"),
            variant(
                    "a list within the list",
                    MEMBER.replace("[{\"vlan_id\"", "[[{\"vlan_id\"").replace("}]}]}", "}]]}]}"),
                    ADDED),
            variant("entry without address", member("\"mac_addresses\": []")),
            variant(
                    "families in two entries",
                    connected(
                            "64496",
                            connection(
                                    "active",
                                    PORTS,
                                    "{\"vlan_id\": 1, \"ipv4\": {\"address\": \"192.0.2.10\"}}, {\"vlan_id\": \"1\", \"ipv6\": {\"address\": \"2001:db8:1::a\"}}")),
                    ADDED),
            variant(
                    "families in two connections of different state",
                    connected(
                            "64496",
                            connection("active", PORTS, "{\"ipv4\": {\"address\": \"192.0.2.10\"}}") + ", "
                                    + connection("inactive", PORTS, "{\"ipv6\": {\"address\": \"2001:db8:1::a\"}}")),
                    ADDED4,
                    """
                    add Y(–,p6) 10G down"""),
            noIpv6("IPv6 null", "null"),
            noIpv6("IPv6 an empty object", "{}"),
            noIpv6("IPv6 an empty list, as PHP has it", "[]"),
            noIpv6("IPv6 an empty text", "\"\""),
            noIpv6("address empty", "{\"address\": \"\"}"),
            noIpv6("address null", "{\"address\": null}"),
            variant("IPv4 as a text", member("\"ipv4\": \"192.0.2.10\""), ADDED4, """
                    warning /member_list/0/connection_list/0/vlan_list/0/ipv4: An address is given where an object belongs"""),
            variant("IPv4 as a list of one", member("\"ipv4\": [{\"address\": \"192.0.2.10\"}]"), ADDED4, """
                    warning /member_list/0/connection_list/0/vlan_list/0/ipv4: A list is given where one value belongs"""),
            variant("address as a list of one", member("\"ipv4\": {\"address\": [\"192.0.2.10\"]}"), ADDED4, """
                    warning /member_list/0/connection_list/0/vlan_list/0/ipv4/address: A list is given where one value belongs"""),
            variant(
                    "two addresses in one text",
                    member("\"ipv4\": {\"address\": \"192.0.2.10, 192.0.2.20\"}"),
                    ADDED4,
                    """
                    add Y(q4,–) 10G""",
                    """
                    warning /member_list/0/connection_list/0/vlan_list/0/ipv4/address: Several addresses in one text"""),
            variant(
                    "two addresses in one text, one of them outside",
                    member("\"ipv4\": {\"address\": \"192.0.2.10, 203.0.113.9\"}"),
                    """
                    warning /member_list/0/connection_list/0/vlan_list/0/ipv4/address: Several addresses in one text""",
                    """
                    error /member_list/0/connection_list/0/vlan_list/0/ipv4/address: The entry is left out: of several addresses not all are in the exchange's prefixes"""),
            variant(
                    "capitals and zeros",
                    member("\"ipv6\": {\"address\": \"2001:0DB8:0001:0000:0000:0000:0000:000A\"}"),
                    "add Y(–,p6) 10G"),
            badAddress("address with a mask", "ipv4", "\"192.0.2.10/24\"", "Unexpected '/' in '192.0.2.10/24'"),
            badAddress(
                    "address with leading zeros",
                    "ipv4",
                    "\"192.0.2.010\"",
                    "'192.0.2.010' does not appear to be an IPv4 address: segment value starts with zero"),
            badAddress(
                    "address in spaces",
                    "ipv4",
                    "\" 192.0.2.10\"",
                    "' 192.0.2.10' does not appear to be an IPv4 address"),
            badAddress(
                    "IPv6 where IPv4 belongs",
                    "ipv4",
                    "\"2001:db8:1::a\"",
                    "'2001:db8:1::a' does not appear to be an IPv4 address"),
            badAddress("address that is a number", "ipv4", "3221225994", "no address: 3221225994"),
            variant(
                    "VLANs differ",
                    MEMBER + ", "
                            + connected(
                                    "64500",
                                    connection("active", PORTS, OTHER.replace("\"vlan_id\": 1", "\"vlan_id\": \"2\""))),
                    "refused: We found that your IX-F output contained multiple VLANs for the prefixes defined in the PeeringDB entry for your exchange.",
                    """
                    error /member_list/0/connection_list/0/vlan_list/0: VLAN 1 has 1 entries in the exchange's prefixes; this is the first""",
                    """
                    error /member_list/1/connection_list/0/vlan_list/0: VLAN 2 has 1 entries in the exchange's prefixes; this is the first"""),
            variant(
                    "VLANs differ in how they are written",
                    MEMBER + ", "
                            + connected(
                                    "64500",
                                    connection(
                                            "active", PORTS, OTHER.replace("\"vlan_id\": 1", "\"vlan_id\": \" 1\""))),
                    ADDED,
                    "add Y2(q4,q6) 10G"),
            variant(
                    "VLANs differ in zeros and brackets",
                    MEMBER + ", "
                            + connected(
                                    "64500",
                                    connection(
                                            "active",
                                            PORTS,
                                            OTHER.replace("\"vlan_id\": 1", "\"vlan_id\": [\"001\"]"))),
                    ADDED,
                    "add Y2(q4,q6) 10G",
                    """
                    warning /member_list/1/connection_list/0/vlan_list/0/vlan_id: A list is given where one value belongs"""),
            variant(
                    "an entry for each VLAN, with the same addresses",
                    connected(
                            "64496",
                            connection("active", PORTS, "{" + ADDRESSES + "}, {" + ADDRESSES + ", \"vlan_id\": 0}")),
                    ADDED,
                    """
                    warning /member_list/0/connection_list/0/vlan_list/1: The entry is left out: another one of the connection has an address of it"""),
            given(
                    "entries that share one address: the other one is not lost",
                    "Y(p4,p6); Y(–,q6)",
                    connected(
                            "64496",
                            connection(
                                    "active",
                                    PORTS,
                                    "{" + ADDRESSES + "}, {" + ADDRESSES.replace("::a", "::14") + "}")),
                    """
                    error /member_list/0/connection_list/0/vlan_list/1: The entry is left out: another one of the connection has an address of it"""),
            variant("IPv4 false, as PHP has it", member("\"ipv4\": false"), """
                    error /member_list/0/connection_list/0/vlan_list/0/ipv4: Ip address error 'no address: false' in vlan_list entry for vlan_id 1"""),
            given(
                    "connections of a member without a readable number stay",
                    "Y(p4,p6); Y2(q4,q6); Y(r4,–)",
                    member("\"AS-64496\"", PORTS, ADDRESSES) + ", " + other("64500"),
                    "delete Y(r4,–)",
                    """
                    error /member_list/0/asnum: The member is left out: asnum is no AS number"""),
            // route servers
            variant(
                    "route server in spaces",
                    member("\"ipv4\": {\"address\": \"192.0.2.10\", \"routeserver\": \" TRUE \"}"),
                    ADDED4 + " rs"),
            variant(
                    "route server as a text",
                    member("\"ipv4\": {\"address\": \"192.0.2.10\", \"routeserver\": \"false\"}"),
                    ADDED4),
            variant(
                    "route server 1",
                    member("\"ipv4\": {\"address\": \"192.0.2.10\", \"routeserver\": 1}"),
                    ADDED4 + " rs"),
            variant(
                    "route server of IPv6 alone",
                    member(ADDRESSES.replace("::a\"", "::a\", \"routeserver\": true")),
                    ADDED + " rs"),
            variant(
                    "route server null of IPv4",
                    member(ADDRESSES
                            .replace("::a\"", "::a\", \"routeserver\": true")
                            .replace(".10\"", ".10\", \"routeserver\": null")),
                    ADDED + " rs"),
            variant(
                    "route server of neither",
                    member(ADDRESSES
                            .replace("::a\"", "::a\", \"routeserver\": true")
                            .replace(".10\"", ".10\", \"routeserver\": false")),
                    ADDED),
            variant(
                    "route server perhaps",
                    member("\"ipv4\": {\"address\": \"192.0.2.10\", \"routeserver\": \"perhaps\"}"),
                    ADDED4,
                    """
                    warning /member_list/0/connection_list/0/vlan_list/0/ipv4/routeserver: routeserver is neither true nor false"""),
            variant(
                    "what nobody reads",
                    member(
                            "\"ipv4\": {\"address\": \"192.0.2.10\", \"max_prefix\": \"many\", \"as_macro\": null, \"mac_addresses\": [null], \"services\": 7}"),
                    ADDED4));

    private record Variant(String name, String given, String document, List<String> expected) {}

    private static Variant document(String name, String document, String... expected) {
        return new Variant(name, "", document, List.of(expected));
    }

    private static Variant variant(String name, String members, String... expected) {
        return given(name, "", members, expected);
    }

    private static Variant given(String name, String rows, String members, String... expected) {
        return new Variant(name, rows, "{\"member_list\": [" + members + "]}", List.of(expected));
    }

    /** As if there were none: nothing is told. */
    private static Variant noIpv6(String name, String json) {
        return variant(name, member("\"ipv4\": {\"address\": \"192.0.2.10\"}, \"ipv6\": " + json), ADDED4);
    }

    /** What else the connection has is imported, its speed is not known. */
    private static Variant badSpeed(String name, String json, String shown) {
        return given(
                name,
                "Y(p4,p6) 20G down",
                member("64496", "[{\"if_speed\": " + json + "}]", ADDRESSES),
                "modify Y(p4,p6) to Y(p4,p6) 20G",
                "error /member_list/0/connection_list/0/if_list/0/if_speed: Invalid speed value: " + shown);
    }

    /** The whole entry is left out, and nothing of the member goes. */
    private static Variant badAddress(String name, String family, String json, String why) {
        return given(
                name,
                "Y(p4,p6); Y2(q4,q6)",
                member("\"" + family + "\": {\"address\": " + json + "}") + ", " + other("64500"),
                "error /member_list/0/connection_list/0/vlan_list/0/" + family + "/address: Ip address error '" + why
                        + "' in vlan_list entry for vlan_id 1");
    }

    /** Network Y. */
    private static String member(String addresses) {
        return member("64496", PORTS, addresses);
    }

    private static String member(String asn, String ports, String addresses) {
        return connected(asn, connection("active", ports, "{\"vlan_id\": 1, " + addresses + "}"));
    }

    private static String other(String asn) {
        return connected(asn, connection("active", PORTS, OTHER));
    }

    private static String connected(String asn, String connections) {
        return "{\"asnum\": " + asn + ", \"connection_list\": [" + connections + "]}";
    }

    private static String connection(String state, String ports, String entries) {
        return "{\"ixp_id\": 1, \"state\": \"" + state + "\", \"if_list\": " + ports + ", \"vlan_list\": [" + entries
                + "]}";
    }

    @TestFactory
    Stream<DynamicTest> listsAreReadAsTheyAreMeant() {
        return VARIANTS.stream()
                .map(variant -> DynamicTest.dynamicTest(variant.name, () -> assertThat(
                                told(variant.given, variant.document.getBytes(StandardCharsets.UTF_8)))
                        .as(variant.document)
                        .containsExactlyElementsOf(variant.expected)));
    }

    @Test
    void listsInOtherEncodingsAreRead() {
        String named = "{\"x\": \"Zürich\", \"member_list\": [" + MEMBER + "]}";

        assertThat(told("", named.getBytes(StandardCharsets.UTF_16LE))).containsExactly(ADDED);
        assertThat(told("", named.getBytes(StandardCharsets.UTF_16))).containsExactly(ADDED);
        assertThat(told("", named.getBytes(Charset.forName("UTF-32BE")))).containsExactly(ADDED);
        assertThat(told("", named.getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(ADDED, "warning : The document is not in UTF-8; it is read as Windows-1252");
    }

    @Test
    void placesInListsOfOtherEncodingsAreFound() {
        byte[] list = "{\"x\": \"Zürich\",\n \"member_list\": [7]}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(((Reading.Document) MemberListReader.read(list))
                        .list()
                        .findings()
                        .getLast())
                .extracting(Finding::pointer, Finding::line, Finding::column)
                .containsExactly("/member_list/0", 2, 18);
    }

    /** Editors count characters. */
    @Test
    void columnsAreOfCharacters() {
        String named =
                "\uFEFF{\"member_list\": [\n {\"name\": \"Zü€\uD83D\uDE00\", \"x\": {\"y\": 1, \"y\": 2}, \"asnum\": true}]}";

        List<Finding> found = ((Reading.Document) MemberListReader.read(named.getBytes(StandardCharsets.UTF_8)))
                .list()
                .findings();

        assertThat(found)
                .extracting(Finding::pointer, Finding::line, Finding::column, Finding::got)
                .containsExactly(tuple("/member_list/0/x", 2, 24, "y"), tuple("/member_list/0/asnum", 2, 51, "true"));
    }

    /** Such as a second list, or what a script says at its end. */
    @Test
    void whatFollowsTheDocumentIsTheMistake() {
        for (String more : List.of("{}", "bye", "]")) {
            Reading reading =
                    MemberListReader.read(("{\"member_list\": []}\n\n  " + more).getBytes(StandardCharsets.UTF_8));

            assertThat(((Reading.Unreadable) reading).findings())
                    .extracting(Finding::message, Finding::line, Finding::column)
                    .containsExactly(tuple("No JSON could be parsed", 3, 3));
        }
    }

    private static List<String> told(String given, byte[] document) {
        return switch (MemberListReader.read(document)) {
            case Reading.Unreadable unreadable -> List.of("unreadable: " + unreadable.error());
            case Reading.Document(MemberList list) -> {
                Snapshot snapshot = new SampleExchange().given(given).snapshot();
                Plan plan = Comparison.of(
                        snapshot,
                        Objects.requireNonNull(snapshot.find(IxLan.TYPE, SampleExchange.LAN)),
                        list,
                        Comparison.Settings.STANDARD);
                List<String> told = new ArrayList<>(SampleExchange.told(plan));
                plan.findings()
                        .forEach(finding -> told.add((finding.isError() ? "error " : "warning ") + finding.pointer()
                                + ": " + finding.message()));
                assertThat(MemberListSchema.findings(document))
                        .as("a list that can be read is checked against the schema")
                        .isNotNull();
                yield told;
            }
        };
    }
}
