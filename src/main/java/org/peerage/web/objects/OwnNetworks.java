package org.peerage.web.objects;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.peerage.access.UserAccount;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.PageRequest;

/** The networks of the visitor's organizations, and where they are: what pages mark as common. */
final class OwnNetworks {
    private final Snapshot snapshot;
    private final List<Row> networks;

    OwnNetworks(PageRequest request) {
        snapshot = request.snapshot();
        networks = request.user().map(UserAccount::organizations).map(Map::keySet).stream()
                .flatMap(Collection::stream)
                .flatMap(organization -> snapshot.referring(Net.ORG_ID, organization).stream())
                .filter(Row::isActive)
                .toList();
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }

    boolean contains(Row network) {
        return networks.stream().anyMatch(own -> own.id() == network.id());
    }

    /** By exchange, the numbers of own networks with an operational port there. */
    Map<Long, String> atExchanges() {
        return present(NetIxLan.NET_ID, NetIxLan.IXLAN_ID, true);
    }

    /** By facility, the numbers of own networks there. */
    Map<Long, String> atFacilities() {
        return present(NetFac.NET_ID, NetFac.FAC_ID, false);
    }

    private Map<Long, String> present(Field<Long> network, Field<Long> location, boolean onlyOperational) {
        Map<Long, Set<Long>> numbers = new HashMap<>();
        for (Row own : networks) {
            for (Row link : snapshot.referring(network, own.id())) {
                if (link.isActive() && (!onlyOperational || link.get(NetIxLan.OPERATIONAL))) {
                    numbers.computeIfAbsent(place(link.get(location), location), any -> new TreeSet<>())
                            .add(own.get(Net.ASN).value());
                }
            }
        }
        return numbers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().stream()
                        .map(number -> "AS" + number)
                        .collect(Collectors.joining(", "))));
    }

    private long place(long id, Field<Long> location) {
        Row lan = location == NetIxLan.IXLAN_ID ? snapshot.find(IxLan.TYPE, id) : null;
        return lan == null ? id : lan.get(IxLan.IX_ID);
    }
}
