package org.peerage.whois;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;
import org.peerage.whois.TextDocument.Column;

/** Where networks meet, as text: the exchanges with the addresses that each has there, and the facilities. */
public record ComparisonText(Snapshot snapshot) {
    private static final List<Column> PEERINGS = List.of(
            new Column("ASN", 12), new Column("IPv4", 16), new Column("IPv6", 39), new Column("Speed", 6, true));

    /** The text; where fewer than two networks are given, what to ask for. */
    public String of(List<Row> networks) {
        TextDocument text = new TextDocument();
        if (networks.size() < 2) {
            return text.paragraph("Give at least two AS numbers, such as /compare.txt?asn=64500,64501")
                    .toString();
        }
        text.heading("Networks Compared");
        networks.forEach(network -> text.fact("AS" + network.get(Net.ASN), network.get(Net.NAME)));
        List<List<Row>> meetings = exchanges(networks);
        text.heading("Common Exchanges (" + meetings.size() + ")");
        for (List<Row> peerings : meetings) {
            Row exchange = ObjectText.exchangeOf(snapshot, peerings.getFirst());
            text.line("")
                    .paragraph(exchange.get(Ix.NAME) + ", " + exchange.get(Ix.CITY))
                    .header(PEERINGS);
            peerings.forEach(peering -> text.row(
                    PEERINGS,
                    List.of(
                            peering.get(NetIxLan.ASN).toString(),
                            peering.text("ipaddr4"),
                            peering.text("ipaddr6"),
                            ObjectText.speed(peering.get(NetIxLan.SPEED)))));
        }
        ObjectText.places(text, "Common Facilities", facilities(networks));
        return text.toString();
    }

    /** For each exchange that all are at, their connections. */
    private List<List<Row>> exchanges(List<Row> networks) {
        Map<String, List<Row>> byExchange = new TreeMap<>();
        for (Row network : networks) {
            ObjectText.active(snapshot, NetIxLan.NET_ID, network.id()).forEach(peering -> {
                Row exchange = ObjectText.exchangeOf(snapshot, peering);
                byExchange
                        .computeIfAbsent(
                                Folding.key(exchange.get(Ix.NAME)) + ' ' + exchange.id(), first -> new ArrayList<>())
                        .add(peering);
            });
        }
        return byExchange.values().stream()
                .filter(peerings -> peerings.stream()
                                .map(peering -> peering.get(NetIxLan.NET_ID))
                                .distinct()
                                .count()
                        == networks.size())
                .toList();
    }

    private List<Row> facilities(List<Row> networks) {
        Map<String, Set<Long>> present = new TreeMap<>();
        Map<String, Row> facilities = new TreeMap<>();
        for (Row network : networks) {
            ObjectText.active(snapshot, NetFac.NET_ID, network.id()).forEach(link -> {
                Row facility = Objects.requireNonNull(snapshot.find(Fac.TYPE, link.get(NetFac.FAC_ID)));
                String key = Folding.key(facility.get(Fac.NAME)) + ' ' + facility.id();
                facilities.put(key, facility);
                present.computeIfAbsent(key, first -> new HashSet<>()).add(network.id());
            });
        }
        return facilities.entrySet().stream()
                .filter(facility ->
                        Objects.requireNonNull(present.get(facility.getKey())).size() == networks.size())
                .map(Map.Entry::getValue)
                .toList();
    }
}
