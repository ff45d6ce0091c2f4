package org.peerage.registry.rules;

import java.util.List;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/**
 * Connections of networks that are gone, by the exchange's own list: whoever has the address now may take it
 * (docs/spec/ixf.md §4.7).
 */
public final class GhostPeers {
    private GhostPeers() {}

    /** Whether the exchange's list gives an address to the draft's network, and not to the row's. */
    static boolean isGhost(Draft draft, Row row, IpAddress address) {
        long lan = draft.get(NetIxLan.IXLAN_ID);
        Row network = draft.workingCopy().find(Net.TYPE, draft.get(NetIxLan.NET_ID));
        boolean mayKnow = draft.isAuthorized(); // lists may be private, and others could read them address by address
        if (network == null || !row.isActive() || row.get(NetIxLan.IXLAN_ID) != lan || !mayKnow) {
            return false;
        }
        Asn taker = network.get(Net.ASN);
        Asn holder = row.get(NetIxLan.ASN);
        return !taker.equals(holder)
                && draft.facts().isClaimed(lan, address, taker)
                && !draft.facts().isClaimed(lan, address, holder);
    }

    /** Takes the draft's addresses off such connections; one that has none left is deleted. */
    public static void makeRoom(Draft draft) {
        if (draft.type() != NetIxLan.TYPE) {
            return;
        }
        for (Field<IpAddress> field : List.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)) {
            IpAddress address = draft.find(field);
            if (address != null) {
                draft.workingCopy().rowsWhere(field, address).stream()
                        .filter(row -> (draft.isNew() || row.id() != draft.id()) && isGhost(draft, row, address))
                        .toList()
                        .forEach(row -> release(draft.workingCopy(), row, field));
            }
        }
    }

    private static void release(WorkingCopy workingCopy, Row row, Field<IpAddress> field) {
        Row left = workingCopy.save(row.toBuilder().set(field, null), WorkingCopy.ChangeKind.UPDATE);
        if (left.find(NetIxLan.IPADDR4) == null && left.find(NetIxLan.IPADDR6) == null) {
            workingCopy.delete(left);
        }
    }
}
