package org.peerage.ixf;

import static org.peerage.ixf.ExportedMembers.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Poc;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * The members of an exchange as a member export of version 0.6 (docs/spec/ixf.md §8). It is the same for everybody: of
 * contacts it has what is public.
 */
public final class MemberListExport {
    private final ExportedMembers members;
    private final Instant now;

    public MemberListExport(Snapshot snapshot, Instant now) {
        this.members = new ExportedMembers(snapshot);
        this.now = now;
    }

    /** Of the peering LAN of an exchange; without members where there is no such exchange. */
    public String ofExchange(long id) {
        return document(members.ofExchange(id));
    }

    /** Of a peering LAN; without members where there is none. */
    public String ofLan(long id) {
        return document(members.ofLan(id));
    }

    private String document(Optional<Lan> lan) {
        JsonBuffer json = new JsonBuffer(16 * 1024)
                .ascii("{\"version\": \"0.6\", \"timestamp\": ")
                .quoted(now.truncatedTo(ChronoUnit.SECONDS).toString())
                .ascii(", \"member_list\": [");
        lan.ifPresent(known -> members(json, known));
        json.ascii("], \"ixp_list\": [");
        lan.map(Lan::exchange).ifPresent(exchange -> json.ascii("{\"ixp_id\": ")
                .number(exchange.id())
                .ascii(", \"shortname\": ")
                .quoted(exchange.get(Ix.NAME))
                .ascii("}"));
        return json.ascii("]}").toString();
    }

    private void members(JsonBuffer json, Lan lan) {
        String separator = "";
        for (ExportedMembers.Member member : members.of(lan)) {
            json.ascii(separator);
            separator = ", ";
            member(json, member, lan.exchange().id());
        }
    }

    private static void member(JsonBuffer json, ExportedMembers.Member member, long exchange) {
        Row network = member.network();
        json.ascii("{\"asnum\": ").number(network.get(Net.ASN).value());
        json.ascii(", \"member_type\": \"peering\", \"name\": ").quoted(network.get(Net.NAME));
        json.ascii(", \"url\": ").quoted(text(network.find(Net.WEBSITE)));
        json.ascii(", \"contact_email\": ");
        texts(
                json,
                member.contacts().stream().map(row -> text(row.find(Poc.EMAIL))).toList());
        json.ascii(", \"contact_phone\": ");
        texts(
                json,
                member.contacts().stream().map(row -> text(row.find(Poc.PHONE))).toList());
        json.ascii(", \"peering_policy\": ")
                .quoted(text(network.find(Net.POLICY_GENERAL)).toLowerCase(Locale.ROOT));
        json.ascii(", \"peering_policy_url\": ").quoted(text(network.find(Net.POLICY_URL)));
        json.ascii(", \"connection_list\": [");
        String separator = "";
        for (Row connection : member.connections()) {
            json.ascii(separator);
            separator = ", ";
            connection(json, network, connection, exchange);
        }
        json.ascii("]}");
    }

    private static void connection(JsonBuffer json, Row network, Row connection, long exchange) {
        json.ascii("{\"ixp_id\": ").number(exchange);
        json.ascii(", \"state\": \"active\", \"if_list\": [{\"if_speed\": ").number(connection.get(NetIxLan.SPEED));
        json.ascii("}], \"vlan_list\": [{");
        IpAddress four = connection.find(NetIxLan.IPADDR4);
        IpAddress six = connection.find(NetIxLan.IPADDR6);
        boolean routeServer = connection.get(NetIxLan.IS_RS_PEER);
        if (four != null) {
            address(json, "\"ipv4\": ", four, routeServer, network, network.find(Net.INFO_PREFIXES4));
        }
        if (six != null) {
            json.ascii(four == null ? "" : ", ");
            address(json, "\"ipv6\": ", six, routeServer, network, network.find(Net.INFO_PREFIXES6));
        }
        json.ascii("}]}");
    }

    private static void address(
            JsonBuffer json, String key, IpAddress address, boolean routeServer, Row network, @Nullable Long prefixes) {
        json.ascii(key).ascii("{\"address\": ").quoted(address.toString());
        json.ascii(", \"routeserver\": ").bool(routeServer);
        json.ascii(", \"max_prefix\": ").ascii(prefixes == null ? "null" : prefixes.toString());
        json.ascii(", \"as_macro\": ")
                .quoted(text(network.find(Net.IRR_AS_SET)))
                .ascii("}");
    }

    private static void texts(JsonBuffer json, List<String> texts) {
        json.ascii("[");
        String separator = "";
        for (String text : texts) {
            json.ascii(separator).quoted(text);
            separator = ", ";
        }
        json.ascii("]");
    }
}
