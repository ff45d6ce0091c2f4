package org.peerage.registry.rules;

import java.util.List;
import java.util.Optional;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Whether a deleted row may come back as it was: others may have taken its place, or its parents be gone. */
public final class UndeletionCheck {
    private UndeletionCheck() {}

    /**
     * What stands in the way.
     *
     * @param row as it would be
     */
    public static Optional<String> problem(Row row, WorkingCopy workingCopy) {
        return parents(row, workingCopy)
                .or(() -> sameValue(row, workingCopy))
                .or(() -> samePair(row, workingCopy))
                .or(() -> row.type() == NetIxLan.TYPE ? addresses(row, workingCopy) : Optional.empty())
                .or(() -> row.type() == IxPfx.TYPE
                        ? PrefixSpace.overlap(workingCopy, row.get(IxPfx.PREFIX), row.id())
                        : Optional.empty());
    }

    private static Optional<String> parents(Row row, WorkingCopy workingCopy) {
        for (Field<Long> reference : Hierarchy.parents(row.type())) {
            Row parent = workingCopy.find(reference.target(), row.get(reference));
            String name = reference.target().typeName() + " " + row.get(reference);
            if (parent == null || parent.status() == Status.DELETED) {
                return Optional.of("Bring " + name + " back first: this hangs under it.");
            }
            if (row.isActive() && !parent.isActive() && Hierarchy.isBoundToParents(row.type())) {
                return Optional.of("Approve " + name + " first: this hangs under it.");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> sameValue(Row row, WorkingCopy workingCopy) {
        for (Field<?> field : row.type().fields()) {
            if (field.isUnique()) {
                Optional<Row> holder = holder(row, field, workingCopy);
                if (holder.isPresent()) {
                    return Optional.of(row.type().typeName() + " "
                            + holder.get().id() + " has the same " + field.name() + " now: " + row.find(field) + ".");
                }
            }
        }
        return Optional.empty();
    }

    private static <T> Optional<Row> holder(Row row, Field<T> field, WorkingCopy workingCopy) {
        T value = row.find(field);
        return value == null
                ? Optional.empty()
                : workingCopy.rowsWhere(field, value).stream()
                        .filter(other -> other.id() != row.id() && other.status() != Status.DELETED)
                        .findFirst();
    }

    private static Optional<String> samePair(Row row, WorkingCopy workingCopy) {
        for (List<Field<Long>> pair : List.of(
                List.of(IxFac.IX_ID, IxFac.FAC_ID),
                List.of(NetFac.NET_ID, NetFac.FAC_ID),
                List.of(CarrierFac.CARRIER_ID, CarrierFac.FAC_ID))) {
            if (pair.getFirst().owner() == row.type()) {
                return workingCopy.referring(pair.getFirst(), row.get(pair.getFirst())).stream()
                        .filter(other -> other.id() != row.id()
                                && other.status() != Status.DELETED
                                && other.get(pair.getLast()).equals(row.get(pair.getLast())))
                        .findFirst()
                        .map(other -> "The same two are linked already, by "
                                + row.type().typeName() + " " + other.id() + ".");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> addresses(Row peering, WorkingCopy workingCopy) {
        List<IpAddress> addresses = java.util.stream.Stream.of(
                        peering.find(NetIxLan.IPADDR4), peering.find(NetIxLan.IPADDR6))
                .filter(java.util.Objects::nonNull)
                .toList();
        if (addresses.isEmpty()) {
            return Optional.of("Its addresses belong to others now.");
        }
        List<Row> prefixes = workingCopy.referring(IxPfx.IXLAN_ID, peering.get(NetIxLan.IXLAN_ID)).stream()
                .filter(Row::isActive)
                .toList();
        return addresses.stream()
                .filter(address -> prefixes.stream()
                        .noneMatch(prefix -> prefix.get(IxPfx.PREFIX).contains(address)))
                .findFirst()
                .map(address -> address + " is in no prefix of the exchange any more.");
    }
}
