package org.peerage.registry.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;

/** Who hangs under whom: parents, whose state rules a child's, and children, which go with their parent. */
public final class Hierarchy {
    private static final Map<ObjectType, List<Field<Long>>> PARENTS = Map.ofEntries(
            Map.entry(Org.TYPE, List.of()),
            Map.entry(Campus.TYPE, List.of(Campus.ORG_ID)),
            Map.entry(Fac.TYPE, List.of(Fac.ORG_ID)),
            Map.entry(Net.TYPE, List.of(Net.ORG_ID)),
            Map.entry(Ix.TYPE, List.of(Ix.ORG_ID)),
            Map.entry(Carrier.TYPE, List.of(Carrier.ORG_ID)),
            Map.entry(IxLan.TYPE, List.of(IxLan.IX_ID)),
            Map.entry(IxPfx.TYPE, List.of(IxPfx.IXLAN_ID)),
            Map.entry(Poc.TYPE, List.of(Poc.NET_ID)),
            Map.entry(CarrierFac.TYPE, List.of(CarrierFac.CARRIER_ID, CarrierFac.FAC_ID)),
            Map.entry(IxFac.TYPE, List.of(IxFac.IX_ID, IxFac.FAC_ID)),
            Map.entry(NetFac.TYPE, List.of(NetFac.NET_ID, NetFac.FAC_ID)),
            Map.entry(NetIxLan.TYPE, List.of(NetIxLan.NET_ID, NetIxLan.IXLAN_ID)));

    private static final Map<ObjectType, List<Field<Long>>> CHILDREN = Map.of(
            Org.TYPE, List.of(Net.ORG_ID, Fac.ORG_ID, Ix.ORG_ID, Carrier.ORG_ID, Campus.ORG_ID),
            Net.TYPE, List.of(Poc.NET_ID, NetFac.NET_ID, NetIxLan.NET_ID),
            Fac.TYPE, List.of(IxFac.FAC_ID, NetFac.FAC_ID, CarrierFac.FAC_ID),
            Ix.TYPE, List.of(IxFac.IX_ID, IxLan.IX_ID),
            IxLan.TYPE, List.of(IxPfx.IXLAN_ID, NetIxLan.IXLAN_ID),
            Carrier.TYPE, List.of(CarrierFac.CARRIER_ID));

    private static final Set<ObjectType> UNBOUND =
            Set.of(Campus.TYPE, Carrier.TYPE, CarrierFac.TYPE, IxLan.TYPE, IxPfx.TYPE);

    private Hierarchy() {}

    /** References to the rows that a row hangs under, in the order in which they are checked. */
    public static List<Field<Long>> parents(ObjectType type) {
        return PARENTS.getOrDefault(type, List.of());
    }

    /** The first of them, which leads to the row's owner; null: rows of the type have none. */
    public static @Nullable Field<Long> owner(ObjectType type) {
        List<Field<Long>> parents = parents(type);
        return parents.isEmpty() ? null : parents.getFirst();
    }

    /** References by which rows of this type own others. */
    public static List<Field<Long>> owned(ObjectType type) {
        return children(type).stream()
                .filter(child -> owner(child.owner()) == child)
                .toList();
    }

    /** References by which rows hang under one of this type and are deleted with it (docs/spec/objects.md §1.8). */
    public static List<Field<Long>> children(ObjectType type) {
        return CHILDREN.getOrDefault(type, List.of());
    }

    /** Whether a later change, too, minds the state of the parents (docs/spec/objects.md §1.5). */
    static boolean isBoundToParents(ObjectType type) {
        return !UNBOUND.contains(type);
    }
}
