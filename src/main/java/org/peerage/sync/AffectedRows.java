package org.peerage.sync;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** Rows that look different after a change of another row, though their own time of change stays. */
final class AffectedRows {
    private static final List<Field<Long>> COUNTED = List.of(
            NetIxLan.NET_ID,
            NetFac.NET_ID,
            NetFac.FAC_ID,
            IxFac.IX_ID,
            IxFac.FAC_ID,
            CarrierFac.CARRIER_ID,
            CarrierFac.FAC_ID,
            Poc.NET_ID,
            Fac.CAMPUS_ID);
    private static final List<Field<Long>> OF_ORGANIZATION =
            List.of(Campus.ORG_ID, Fac.ORG_ID, Net.ORG_ID, Ix.ORG_ID, Carrier.ORG_ID);

    private AffectedRows() {}

    /** Adds those of a row as it is now, and as it was here. */
    static void of(Row row, Snapshot base, Map<ObjectType, Set<Long>> to) {
        Row before = base.find(row.type(), row.id());
        counters(row, base, to);
        if (before != null) {
            counters(before, base, to);
        }
        if (row.type() == Org.TYPE && before != null && !row.get(Org.WEBSITE).equals(before.get(Org.WEBSITE))) {
            for (Field<Long> reference : OF_ORGANIZATION) {
                base.referring(reference, row.id()).stream()
                        .filter(Row::isActive)
                        .forEach(child -> add(reference.owner(), child.id(), to));
            }
        }
    }

    private static void counters(Row row, Snapshot base, Map<ObjectType, Set<Long>> to) {
        for (Field<Long> reference : COUNTED) {
            if (reference.owner() == row.type()) {
                add(reference.target(), row.find(reference), to);
            }
        }
        if (row.type() == NetIxLan.TYPE) {
            Row lan = base.find(IxLan.TYPE, row.get(NetIxLan.IXLAN_ID));
            if (lan != null) {
                add(Ix.TYPE, lan.get(IxLan.IX_ID), to);
            }
        }
    }

    private static void add(ObjectType type, @Nullable Long id, Map<ObjectType, Set<Long>> to) {
        if (id != null) {
            to.computeIfAbsent(type, none -> new TreeSet<>()).add(Objects.requireNonNull(id));
        }
    }
}
