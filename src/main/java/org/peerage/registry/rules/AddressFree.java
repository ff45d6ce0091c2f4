package org.peerage.registry.rules;

import java.util.List;
import java.util.stream.Stream;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** An address is of one active connection (docs/spec/objects.md §2.7). */
final class AddressFree implements Rule {
    @Override
    public void check(Draft draft) {
        for (Field<IpAddress> field : List.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)) {
            IpAddress address = draft.find(field);
            if (address != null && isTaken(draft, field, address)) {
                draft.errors().add(field, "IP already exists");
            }
        }
    }

    /** A zone makes no other address of one that somebody has. */
    private static boolean isTaken(Draft draft, Field<IpAddress> field, IpAddress address) {
        IpAddress bare = address.withoutZone();
        Stream<Row> same = draft.workingCopy().rowsWhere(field, address).stream();
        Stream<Row> lan = address.isV6()
                ? draft.workingCopy().referring(NetIxLan.IXLAN_ID, draft.get(NetIxLan.IXLAN_ID)).stream()
                : Stream.empty();
        Stream<Row> beside = lan.filter(other -> {
            IpAddress there = other.find(field);
            return there != null && there.withoutZone().equals(bare);
        });
        return Stream.concat(same, beside)
                .anyMatch(other -> other.status() != Status.DELETED
                        && (draft.isNew() || other.id() != draft.id())
                        && !GhostPeers.isGhost(draft, other, address));
    }
}
