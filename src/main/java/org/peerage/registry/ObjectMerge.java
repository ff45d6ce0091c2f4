package org.peerage.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * Makes several facilities, or several exchanges, one (docs/spec/operations.md §6.2). All kinds of links move, and where the one
 * that stays has the same link already, there is one afterwards, not two.
 */
final class ObjectMerge {
    private static final int MAX_AKA = 255;

    /** Links that go along, with what else names them: no two active ones share both. */
    private static final Map<Field<Long>, Field<Long>> LINKS = Map.of(
            IxFac.FAC_ID, IxFac.IX_ID,
            NetFac.FAC_ID, NetFac.NET_ID,
            CarrierFac.FAC_ID, CarrierFac.CARRIER_ID,
            IxFac.IX_ID, IxFac.FAC_ID);

    private final WorkingCopy workingCopy;

    private ObjectMerge(WorkingCopy workingCopy) {
        this.workingCopy = workingCopy;
    }

    static Decision merge(Operation.MergeObjects merge, WorkingCopy workingCopy) {
        Optional<String> obstacle = obstacle(merge, workingCopy);
        if (obstacle.isPresent()) {
            return Decision.Rejected.of(new Refusal.Message(400, obstacle.get()));
        }
        ObjectMerge work = new ObjectMerge(workingCopy);
        for (long source : merge.sources()) {
            if (merge.type() == Fac.TYPE) {
                work.mergeFacility(source, merge.target());
            } else {
                work.mergeExchange(source, merge.target());
            }
        }
        return Decision.Applied.of(workingCopy.find(merge.type(), merge.target()));
    }

    private static Optional<String> obstacle(Operation.MergeObjects merge, WorkingCopy workingCopy) {
        ObjectType type = merge.type();
        if (type != Fac.TYPE && type != Ix.TYPE) {
            return Optional.of("Only facilities and exchanges are merged in this way.");
        }
        Row target = workingCopy.find(type, merge.target());
        if (target == null || !target.isActive()) {
            return Optional.of(type.typeName() + " " + merge.target() + " is not there, or not active.");
        }
        if (merge.sources().isEmpty()) {
            return Optional.of("Name at least one to merge.");
        }
        if (merge.sources().contains(merge.target())
                || new HashSet<>(merge.sources()).size() < merge.sources().size()) {
            return Optional.of("Each can be named once only.");
        }
        return merge.sources().stream()
                .filter(id -> {
                    Row source = workingCopy.find(type, id);
                    return source == null
                            || source.status() == Status.DELETED
                            || (type == Ix.TYPE && !source.isActive());
                })
                .findFirst()
                .map(id -> "There is no active " + type.typeName() + " " + id + ".");
    }

    private void mergeFacility(long source, long target) {
        for (Field<Long> link : List.of(IxFac.FAC_ID, NetFac.FAC_ID, CarrierFac.FAC_ID)) {
            moveLinks(link, source, target);
        }
        for (Field<Long> side : List.of(NetIxLan.NET_SIDE_ID, NetIxLan.IX_SIDE_ID)) {
            move(side, source, target);
        }
        Row gone = get(Fac.TYPE, source);
        Row kept = get(Fac.TYPE, target);
        Row.Builder filled = kept.toBuilder().set(Fac.AKA, withAlias(kept.get(Fac.AKA), gone.get(Fac.NAME)));
        if (kept.find(Fac.LATITUDE) == null || kept.find(Fac.LONGITUDE) == null) {
            filled.set(Fac.LATITUDE, gone.find(Fac.LATITUDE)).set(Fac.LONGITUDE, gone.find(Fac.LONGITUDE));
        }
        // A campus holds facilities of its own organization only.
        if (kept.find(Fac.CAMPUS_ID) == null && Objects.equals(kept.find(Fac.ORG_ID), gone.find(Fac.ORG_ID))) {
            filled.set(Fac.CAMPUS_ID, gone.find(Fac.CAMPUS_ID));
        }
        workingCopy.save(filled, WorkingCopy.ChangeKind.UPDATE);
        Row left = workingCopy.save(
                get(Fac.TYPE, source).toBuilder().set(Fac.CAMPUS_ID, null), WorkingCopy.ChangeKind.UPDATE);
        workingCopy.delete(left);
    }

    /** A LAN has its exchange's id. */
    private void mergeExchange(long source, long target) {
        moveLinks(IxFac.IX_ID, source, target);
        move(IxPfx.IXLAN_ID, source, target);
        move(NetIxLan.IXLAN_ID, source, target);
        Row gone = get(IxLan.TYPE, source);
        Row kept = get(IxLan.TYPE, target);
        String url = kept.find(IxLan.IXF_IXP_MEMBER_LIST_URL);
        if (url == null || url.isEmpty()) {
            workingCopy.save(
                    kept.toBuilder()
                            .set(IxLan.IXF_IXP_MEMBER_LIST_URL, gone.find(IxLan.IXF_IXP_MEMBER_LIST_URL))
                            .set(
                                    IxLan.IXF_IXP_MEMBER_LIST_URL_VISIBLE,
                                    gone.get(IxLan.IXF_IXP_MEMBER_LIST_URL_VISIBLE)),
                    WorkingCopy.ChangeKind.UPDATE);
        }
        Row exchange = get(Ix.TYPE, target);
        String alias = withAlias(exchange.get(Ix.AKA), get(Ix.TYPE, source).get(Ix.NAME));
        workingCopy.save(exchange.toBuilder().set(Ix.AKA, alias), WorkingCopy.ChangeKind.UPDATE);
        workingCopy.delete(gone);
        workingCopy.delete(get(Ix.TYPE, source));
    }

    /** Deleted rows stay where they were. */
    private void move(Field<Long> reference, long source, long target) {
        for (Row row : living(reference, source)) {
            workingCopy.save(row.toBuilder().set(reference, target), WorkingCopy.ChangeKind.UPDATE);
        }
    }

    private void moveLinks(Field<Long> reference, long source, long target) {
        Field<Long> other = Objects.requireNonNull(LINKS.get(reference));
        Map<Long, Row> twins = new HashMap<>();
        for (Row row : workingCopy.referring(reference, target)) {
            twins.merge(row.get(other), row, (one, next) -> one.status() == Status.DELETED ? next : one);
        }
        for (Row row : living(reference, source)) {
            Row twin = twins.get(row.get(other));
            if (twin == null) {
                twins.put(
                        row.get(other),
                        workingCopy.save(row.toBuilder().set(reference, target), WorkingCopy.ChangeKind.UPDATE));
                continue;
            }
            workingCopy.delete(row);
            Status kept = twin.status();
            if (kept == Status.DELETED || (kept == Status.PENDING && row.status() == Status.OK)) {
                Row stays = workingCopy.save(
                        twin.toBuilder().set(row.type().status(), row.status()),
                        kept == Status.DELETED ? WorkingCopy.ChangeKind.REVIVE : WorkingCopy.ChangeKind.UPDATE);
                twins.put(row.get(other), stays);
            }
        }
    }

    private List<Row> living(Field<Long> reference, long source) {
        List<Row> living = new ArrayList<>();
        for (Row row : workingCopy.referring(reference, source)) {
            if (row.status() != Status.DELETED) {
                living.add(row);
            }
        }
        return living;
    }

    private Row get(ObjectType type, long id) {
        return Objects.requireNonNull(workingCopy.find(type, id));
    }

    /** The name of what went is found by searches still. */
    private static String withAlias(String aka, String name) {
        if (List.of(aka.split(",\\s*")).contains(name)) {
            return aka;
        }
        String longer = aka.isEmpty() ? name : aka + ", " + name;
        return longer.length() <= MAX_AKA ? longer : aka;
    }
}
