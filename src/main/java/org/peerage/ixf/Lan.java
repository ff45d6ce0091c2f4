package org.peerage.ixf;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * A peering LAN as an import sees it.
 *
 * @param rows active connections, in order of id
 */
record Lan(Row row, Row exchange, List<IpPrefix> prefixes, List<Row> rows) {

    static Lan of(Snapshot snapshot, Row lan) {
        return new Lan(
                lan,
                Objects.requireNonNull(snapshot.find(Ix.TYPE, lan.get(IxLan.IX_ID))),
                snapshot.referring(IxPfx.IXLAN_ID, lan.id()).stream()
                        .filter(Row::isActive)
                        .map(prefix -> prefix.get(IxPfx.PREFIX))
                        .toList(),
                snapshot.referring(NetIxLan.IXLAN_ID, lan.id()).stream()
                        .filter(Row::isActive)
                        .sorted(Comparator.comparingLong(Row::id))
                        .toList());
    }

    /** The LAN of an exchange; empty where there is none in use. */
    static Optional<Row> ofExchange(Snapshot snapshot, long exchange) {
        return snapshot.referring(IxLan.IX_ID, exchange).stream()
                .filter(Row::isActive)
                .min(Comparator.comparingLong(Row::id));
    }

    /** A prefix's first and last addresses are nobody's. */
    boolean contains(IpAddress address) {
        return prefixes.stream()
                .anyMatch(prefix -> prefix.contains(address)
                        && !prefix.first().equals(address)
                        && !prefix.last().equals(address));
    }
}
