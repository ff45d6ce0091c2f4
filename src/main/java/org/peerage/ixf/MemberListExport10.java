package org.peerage.ixf;

import static org.peerage.ixf.ExportedMembers.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of an exchange as a member export of version 1.0, beside the reference's 0.6 (docs/spec/ixf.md §8). Imported again,
 * it changes nothing.
 */
public final class MemberListExport10 {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final Snapshot snapshot;
    private final ExportedMembers members;

    public MemberListExport10(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.members = new ExportedMembers(snapshot);
    }

    /** Of the peering LAN of an exchange; without members where there is no such exchange. */
    public ObjectNode ofExchange(long id, Instant now) {
        return document(members.ofExchange(id), now);
    }

    /** Of a peering LAN; without members where there is none. */
    public ObjectNode ofLan(long id, Instant now) {
        return document(members.ofLan(id), now);
    }

    private ObjectNode document(Optional<Lan> lan, Instant now) {
        ObjectNode json = MAKE.objectNode()
                .put("version", "1.0")
                .put("timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
        ArrayNode exchanges = json.putArray("ixp_list");
        ArrayNode list = json.putArray("member_list");
        lan.ifPresent(each -> {
            exchanges.add(exchange(each));
            members.of(each)
                    .forEach(member -> list.add(member(member, each.exchange().id())));
        });
        return json;
    }

    /** A tag of the content (RFC 9110 §8.8.3), whatever the time it was asked for. */
    public static String etag(ObjectNode document) {
        ObjectNode timeless = document.deepCopy();
        timeless.remove("timestamp");
        return "\"" + Importer.hash(timeless.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "\"";
    }

    private ObjectNode exchange(Lan lan) {
        Row exchange = lan.exchange();
        ObjectNode json = MAKE.objectNode()
                .put("ixp_id", exchange.id())
                .put("ixf_id", exchange.id())
                .put("peeringdb_id", exchange.id())
                .put("shortname", exchange.get(Ix.NAME));
        given(json, "name", exchange.find(Ix.NAME_LONG));
        given(json, "country", exchange.find(Ix.COUNTRY));
        given(json, "url", exchange.find(Ix.WEBSITE));
        ArrayNode vlans = json.putArray("vlan");
        for (IpPrefix prefix : lan.prefixes()) {
            String written = prefix.toString();
            vlans.addObject()
                    .put("id", 0)
                    .put("name", exchange.get(Ix.NAME))
                    .putObject(prefix.isV6() ? "ipv6" : "ipv4")
                    .put("prefix", written.substring(0, written.indexOf('/')))
                    .put("mask_length", Integer.parseInt(written.substring(written.indexOf('/') + 1)));
        }
        ArrayNode switches = json.putArray("switch");
        for (long facility : facilities(lan)) {
            Row row = Objects.requireNonNull(snapshot.find(Fac.TYPE, facility));
            ObjectNode each = switches.addObject()
                    .put("id", facility)
                    .put("name", row.get(Fac.NAME))
                    .put("colo", row.get(Fac.NAME));
            given(each, "city", row.find(Fac.CITY));
            given(each, "country", row.find(Fac.COUNTRY));
            each.put("pdb_facility_id", facility);
        }
        return json;
    }

    /** Facilities of the exchange's ends; each stands for a switch. */
    private Set<Long> facilities(Lan lan) {
        return lan.rows().stream()
                .map(row -> row.find(NetIxLan.IX_SIDE_ID))
                .filter(id -> id != null && isUsed(id))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isUsed(long facility) {
        Row row = snapshot.find(Fac.TYPE, facility);
        return row != null && row.isActive();
    }

    private ObjectNode member(ExportedMembers.Member member, long exchange) {
        Row network = member.network();
        List<Row> rows = member.connections();
        ObjectNode json = MAKE.objectNode()
                .put("asnum", network.get(Net.ASN).value())
                .put("member_type", "peering")
                .put("name", network.get(Net.NAME));
        given(json, "url", network.find(Net.WEBSITE));
        contacts(json.putArray("contact_email"), member.contacts(), Poc.EMAIL);
        contacts(json.putArray("contact_phone"), member.contacts(), Poc.PHONE);
        given(json, "peering_policy", text(network.find(Net.POLICY_GENERAL)).toLowerCase(Locale.ROOT));
        given(json, "peering_policy_url", network.find(Net.POLICY_URL));
        ArrayNode list = json.putArray("connection_list");
        rows.forEach(row -> list.add(connection(network, row, exchange, isOtherHalf(row, rows))));
        return json;
    }

    /** What is not known is left out: an empty text is no URL, and the schema wants one. */
    private static void given(ObjectNode json, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            json.put(key, value);
        }
    }

    private static void contacts(ArrayNode list, List<Row> contacts, Field<String> field) {
        contacts.stream()
                .map(contact -> text(contact.find(field)))
                .filter(value -> !value.isBlank())
                .forEach(list::add);
    }

    /**
     * Whether a reader could take a connection with IPv6 alone for the other half of one with IPv4 alone, since both are
     * as fast and in the same state (docs/spec/ixf.md §3.2).
     */
    private static boolean isOtherHalf(Row row, List<Row> rows) {
        return row.find(NetIxLan.IPADDR4) == null
                && rows.stream().anyMatch(other -> other.find(NetIxLan.IPADDR6) == null);
    }

    private ObjectNode connection(Row network, Row row, long exchange, boolean isOtherHalf) {
        ObjectNode json = MAKE.objectNode()
                .put("ixp_id", exchange)
                .put("state", row.get(NetIxLan.OPERATIONAL) ? "active" : "inactive");
        ArrayNode ports = json.putArray("if_list");
        ObjectNode port = ports.addObject();
        Long facility = row.find(NetIxLan.IX_SIDE_ID);
        if (facility != null && isUsed(facility)) {
            port.put("switch_id", facility);
        }
        port.put("if_speed", row.get(NetIxLan.SPEED));
        if (isOtherHalf) {
            ports.addObject().put("if_speed", 0); // the other half has one port: they are two connections
        }
        ObjectNode entry = json.putArray("vlan_list").addObject().put("vlan_id", 0);
        address(entry, "ipv4", row, NetIxLan.IPADDR4, network, network.find(Net.INFO_PREFIXES4));
        address(entry, "ipv6", row, NetIxLan.IPADDR6, network, network.find(Net.INFO_PREFIXES6));
        return json;
    }

    private static void address(
            ObjectNode entry, String key, Row row, Field<IpAddress> field, Row network, @Nullable Long prefixes) {
        IpAddress address = row.find(field);
        if (address == null) {
            return;
        }
        ObjectNode json = entry.putObject(key)
                .put("address", address.toString())
                .put("routeserver", row.get(NetIxLan.IS_RS_PEER));
        if (prefixes != null) {
            json.put("max_prefix", prefixes);
        }
        given(json, "as_macro", network.find(Net.IRR_AS_SET));
    }
}
