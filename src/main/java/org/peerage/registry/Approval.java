package org.peerage.registry;

import java.util.ArrayList;
import java.util.List;
import org.peerage.registry.rules.Family;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Work;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Types;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Staff's word on what waits in the verification queue (docs/spec/objects.md §1.4). */
final class Approval {
    private Approval() {}

    static Decision approve(Operation.Approve approval, Work work) {
        Row row = work.find(approval.type(), approval.id());
        if (row == null || !waits(row)) {
            return notWaiting(approval.type());
        }
        for (Field<Long> reference : Family.parents(row.type())) {
            Row parent = work.find(reference.target(), row.get(reference));
            if (parent == null || !parent.isOk()) {
                return refused("Approve " + reference.target().tag() + " " + row.get(reference)
                        + " first: nothing can stand under what is not approved.");
            }
        }
        Row approved = work.save(row.toBuilder().set(row.type().status(), Status.OK), Work.Kind.UPDATE);
        if (row.type() == Ix.TYPE) {
            for (Row part : parts(row, work)) {
                if (part.status() == Status.PENDING) {
                    work.save(part.toBuilder().set(part.type().status(), Status.OK), Work.Kind.UPDATE);
                }
            }
        }
        return Decision.Applied.of(approved);
    }

    static Decision deny(Operation.Deny denial, Work work) {
        Row row = work.find(denial.type(), denial.id());
        if (row == null || !waits(row)) {
            return notWaiting(denial.type());
        }
        List<Row> parts = row.type() == Ix.TYPE ? parts(row, work) : List.of();
        List<Row> others = new ArrayList<>(referring(row, work));
        parts.forEach(part -> others.addAll(referring(part, work)));
        others.removeAll(parts);
        if (others.stream().anyMatch(other -> other.status() != Status.DELETED)) {
            return refused("There is something under it that is not deleted. Deal with that first.");
        }
        boolean wasKnown = !others.isEmpty() || parts.stream().anyMatch(part -> part.status() == Status.DELETED);
        if (wasKnown) {
            // It was deleted before and then asked for again: others may have kept it, so it is deleted once more.
            parts.stream().filter(part -> part.status() != Status.DELETED).forEach(work::delete);
            work.delete(row);
        } else {
            parts.reversed().forEach(work::erase);
            work.erase(row);
        }
        return Decision.Applied.of(null);
    }

    private static boolean waits(Row row) {
        return row.status() == Status.PENDING && VerificationQueue.TYPES.contains(row.type());
    }

    /** An exchange's LANs, each followed by its prefixes: they came with it. */
    private static List<Row> parts(Row exchange, Work work) {
        List<Row> parts = new ArrayList<>();
        for (Row lan : work.referring(IxLan.IX_ID, exchange.id())) {
            parts.add(lan);
            parts.addAll(work.referring(IxPfx.IXLAN_ID, lan.id()));
        }
        return parts;
    }

    private static List<Row> referring(Row row, Work work) {
        List<Row> found = new ArrayList<>();
        for (ObjectType type : Types.ALL) {
            for (Field<?> field : type.fields()) {
                if (field.isReference() && field.target() == row.type()) {
                    found.addAll(work.referring(asReference(field), row.id()));
                }
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static Field<Long> asReference(Field<?> field) {
        return (Field<Long>) field;
    }

    private static Decision notWaiting(ObjectType type) {
        return Decision.Refused.of(new Refusal.NotFound(type));
    }

    private static Decision refused(String text) {
        return Decision.Refused.of(new Refusal.Message(400, text));
    }
}
