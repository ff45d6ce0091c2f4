package org.peerage.web.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;
import org.peerage.web.objects.ObjectValues;

/** Where some networks are, side by side. */
record NetworkComparison(List<Row> networks, List<ComparedLocation> exchanges, List<ComparedLocation> facilities) {

    /**
     * An exchange or a facility.
     *
     * @param links for each network, what connects it: peerings or presences; empty where it is not there
     */
    record ComparedLocation(Row row, List<List<Row>> links) {
        long count() {
            return links.stream().filter(some -> !some.isEmpty()).count();
        }
    }

    static NetworkComparison of(List<Row> networks, Snapshot snapshot) {
        Map<Long, List<List<Row>>> exchanges = new TreeMap<>();
        Map<Long, List<List<Row>>> facilities = new TreeMap<>();
        for (int i = 0; i < networks.size(); i++) {
            long network = networks.get(i).id();
            for (Row peering : ObjectValues.active(snapshot, NetIxLan.NET_ID, network)) {
                Row lan = ObjectValues.linkedRow(peering, NetIxLan.IXLAN_ID, snapshot);
                put(exchanges, lan.get(IxLan.IX_ID), i, networks.size(), peering);
            }
            for (Row presence : ObjectValues.active(snapshot, NetFac.NET_ID, network)) {
                put(facilities, presence.get(NetFac.FAC_ID), i, networks.size(), presence);
            }
        }
        return new NetworkComparison(
                List.copyOf(networks),
                spots(exchanges, Ix.TYPE, Ix.NAME, snapshot),
                spots(facilities, Fac.TYPE, Fac.NAME, snapshot));
    }

    private static void put(Map<Long, List<List<Row>>> spots, long id, int network, int networks, Row link) {
        List<List<Row>> links = spots.computeIfAbsent(id, spot -> {
            List<List<Row>> none = new ArrayList<>();
            for (int i = 0; i < networks; i++) {
                none.add(new ArrayList<>());
            }
            return none;
        });
        links.get(network).add(link);
    }

    private static List<ComparedLocation> spots(
            Map<Long, List<List<Row>>> links, ObjectType type, Field<String> name, Snapshot snapshot) {
        Map<Long, String> names = new HashMap<>();
        List<ComparedLocation> spots = new ArrayList<>();
        links.forEach((id, ofNetworks) -> {
            Row row = Objects.requireNonNull(snapshot.find(type, id));
            names.put(id, Folding.key(row.get(name)));
            spots.add(new ComparedLocation(row, ofNetworks));
        });
        spots.sort(Comparator.comparingLong(ComparedLocation::count)
                .reversed()
                .thenComparing(spot -> Objects.requireNonNull(names.get(spot.row.id())))
                .thenComparingLong(spot -> spot.row.id()));
        return spots;
    }

    /** The page's form of a place. */
    SharedLocation location(ComparedLocation spot) {
        return new SharedLocation(
                spot.row.name(),
                spot.row.url(),
                spot.row.text("city") + ", " + spot.row.text("country"),
                spot.links.stream().map(links -> !links.isEmpty()).toList(),
                spot.links.stream()
                        .map(links -> links.stream()
                                .filter(link -> link.type() == NetIxLan.TYPE)
                                .map(NetworkComparison::connection)
                                .toList())
                        .toList());
    }

    private static IxConnection connection(Row peering) {
        return new IxConnection(
                peering.text("ipaddr4"),
                peering.text("ipaddr6"),
                ObjectValues.speed(peering.get(NetIxLan.SPEED)),
                peering.get(NetIxLan.IS_RS_PEER),
                peering.get(NetIxLan.OPERATIONAL));
    }

    String asn(int network) {
        return networks.get(network).get(Net.ASN).toString();
    }
}
