package org.peerage.ixf;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.net.Asn;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;

/** Rows of made-up exchanges and networks, all of organization 1. */
final class SampleRows {
    private SampleRows() {}

    static Row organization(String name) {
        return Org.TYPE
                .row()
                .set(Org.ID, 1L)
                .set(Org.NAME, name)
                .set(Org.STATUS, Status.OK)
                .build();
    }

    static Row exchange(long id, String name) {
        return Ix.TYPE
                .row()
                .set(Ix.ID, id)
                .set(Ix.ORG_ID, 1L)
                .set(Ix.NAME, name)
                .set(Ix.STATUS, Status.OK)
                .build();
    }

    /** The LAN of the exchange with the same id. */
    static Row.Builder lan(long id) {
        return IxLan.TYPE.row().set(IxLan.ID, id).set(IxLan.IX_ID, id).set(IxLan.STATUS, Status.OK);
    }

    static Row prefix(long id, long lan, String prefix) {
        return IxPfx.TYPE
                .row()
                .set(IxPfx.ID, id)
                .set(IxPfx.IXLAN_ID, lan)
                .set(IxPfx.PREFIX, IpPrefix.parse(prefix).orElseThrow())
                .set(IxPfx.PROTOCOL, prefix.contains(":") ? "IPv6" : "IPv4")
                .set(IxPfx.STATUS, Status.OK)
                .build();
    }

    /** A network that uses both families. */
    static Row.Builder network(long id, long asn, String name) {
        return Net.TYPE
                .row()
                .set(Net.ID, id)
                .set(Net.ORG_ID, 1L)
                .set(Net.NAME, name)
                .set(Net.ASN, new Asn(asn))
                .set(Net.INFO_UNICAST, true)
                .set(Net.INFO_IPV6, true)
                .set(Net.STATUS, Status.OK);
    }

    /** The contact with the network's id. */
    static Row contact(long network, String role) {
        return Poc.TYPE
                .row()
                .set(Poc.ID, network)
                .set(Poc.NET_ID, network)
                .set(Poc.ROLE, role)
                .set(Poc.VISIBLE, "Public")
                .set(Poc.EMAIL, "noc@example.net")
                .set(Poc.STATUS, Status.OK)
                .build();
    }

    /** Puts organizations, networks, contacts and exchanges into an empty registry, as old as can be. */
    static void store(Database database, List<Row> rows) throws SQLException {
        Map<ObjectType, List<Row>> byType = new HashMap<>();
        rows.forEach(row -> byType.computeIfAbsent(row.type(), any -> new ArrayList<>())
                .add(row.toBuilder()
                        .set(row.type().created(), Instant.EPOCH)
                        .set(row.type().updated(), Instant.EPOCH)
                        .build()));
        try (RegistryStore.Transaction transaction = new RegistryStore(database).beginTransaction()) {
            RegistryStore.Head head = transaction.lockHead();
            for (ObjectType type : List.of(Org.TYPE, Net.TYPE, Poc.TYPE, Ix.TYPE, IxLan.TYPE, IxPfx.TYPE)) {
                transaction.put(type, byType.get(type));
            }
            transaction.setHead(new RegistryStore.Head(head.version() + 1, Instant.EPOCH));
            transaction.commit();
        }
    }
}
