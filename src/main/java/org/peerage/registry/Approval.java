package org.peerage.registry;

import java.util.ArrayList;
import java.util.List;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Staff's word on what waits in the verification queue (docs/spec/objects.md §1.4). */
final class Approval {
    private Approval() {}

    static Decision approve(Operation.Approve approval, WorkingCopy workingCopy) {
        Row row = workingCopy.find(approval.type(), approval.id());
        if (row == null || !waits(row)) {
            return notWaiting(approval.type());
        }
        for (Field<Long> reference : Hierarchy.parents(row.type())) {
            Row parent = workingCopy.find(reference.target(), row.get(reference));
            if (parent == null || !parent.isActive()) {
                return refused("Approve " + reference.target().typeName() + " " + row.get(reference)
                        + " first: nothing can stand under what is not approved.");
            }
        }
        Row approved =
                workingCopy.save(row.toBuilder().set(row.type().status(), Status.OK), WorkingCopy.ChangeKind.UPDATE);
        if (row.type() == Ix.TYPE) {
            for (Row part : parts(row, workingCopy)) {
                if (part.status() == Status.PENDING) {
                    workingCopy.save(
                            part.toBuilder().set(part.type().status(), Status.OK), WorkingCopy.ChangeKind.UPDATE);
                }
            }
        }
        return Decision.Applied.of(approved);
    }

    static Decision deny(Operation.Deny denial, WorkingCopy workingCopy) {
        Row row = workingCopy.find(denial.type(), denial.id());
        if (row == null || !waits(row)) {
            return notWaiting(denial.type());
        }
        List<Row> parts = row.type() == Ix.TYPE ? parts(row, workingCopy) : List.of();
        List<Row> others = new ArrayList<>(referring(row, workingCopy));
        parts.forEach(part -> others.addAll(referring(part, workingCopy)));
        others.removeAll(parts);
        if (others.stream().anyMatch(other -> other.status() != Status.DELETED)) {
            return refused("There is something under it that is not deleted. Deal with that first.");
        }
        boolean wasKnown = !others.isEmpty() || parts.stream().anyMatch(part -> part.status() == Status.DELETED);
        if (wasKnown) {
            // It was deleted before and then asked for again: others may have kept it, so it is deleted once more.
            parts.stream().filter(part -> part.status() != Status.DELETED).forEach(workingCopy::delete);
            workingCopy.delete(row);
        } else {
            parts.reversed().forEach(workingCopy::erase);
            workingCopy.erase(row);
        }
        return Decision.Applied.of(null);
    }

    private static boolean waits(Row row) {
        return row.status() == Status.PENDING && VerificationQueue.TYPES.contains(row.type());
    }

    /** An exchange's LANs, each followed by its prefixes: they came with it. */
    private static List<Row> parts(Row exchange, WorkingCopy workingCopy) {
        List<Row> parts = new ArrayList<>();
        for (Row lan : workingCopy.referring(IxLan.IX_ID, exchange.id())) {
            parts.add(lan);
            parts.addAll(workingCopy.referring(IxPfx.IXLAN_ID, lan.id()));
        }
        return parts;
    }

    private static List<Row> referring(Row row, WorkingCopy workingCopy) {
        return ObjectTypes.referencesTo(row.type())
                .flatMap(field -> workingCopy.referring(field, row.id()).stream())
                .toList();
    }

    private static Decision notWaiting(ObjectType type) {
        return Decision.Rejected.of(new Refusal.ObjectNotFound(type));
    }

    private static Decision refused(String text) {
        return Decision.Rejected.of(new Refusal.Message(400, text));
    }
}
