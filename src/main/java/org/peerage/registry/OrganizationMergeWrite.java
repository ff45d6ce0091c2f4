package org.peerage.registry;

import java.util.List;
import java.util.Optional;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.UndeletionCheck;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Makes several organizations one. */
final class OrganizationMergeWrite {
    private OrganizationMergeWrite() {}

    static Decision merge(Operation.Merge merge, WorkingCopy workingCopy) {
        MergePlan plan = MergePlan.of(merge.sources(), merge.target(), workingCopy);
        if (!plan.obstacles().isEmpty()) {
            return Decision.Rejected.of(new Refusal.Message(400, String.join(" ", plan.obstacles())));
        }
        for (Row row : plan.moving()) {
            for (Field<Long> reference : Hierarchy.children(Org.TYPE)) {
                if (reference.owner() == row.type()) {
                    workingCopy.save(row.toBuilder().set(reference, merge.target()), WorkingCopy.ChangeKind.UPDATE);
                }
            }
        }
        plan.sources().forEach(workingCopy::delete);
        return Decision.Applied.of(plan.target());
    }

    /** What went elsewhere since, or was deleted, stays where it is. */
    static Decision undo(Operation.UndoMerge undo, WorkingCopy workingCopy) {
        Row target = workingCopy.find(Org.TYPE, undo.target());
        if (target == null || target.status() == Status.DELETED) {
            // What it took in went on with it: to undo this alone would bring organizations back without anything.
            return Decision.Rejected.of(
                    new Refusal.Message(400, "The organization that took these in is gone. Bring it back first."));
        }
        for (Operation.Unmerged source : undo.sources()) {
            Row row = workingCopy.find(Org.TYPE, source.id());
            if (row == null || row.status() != Status.DELETED) {
                return Decision.Rejected.of(new Refusal.ObjectNotFound(Org.TYPE));
            }
            Row back = row.toBuilder().set(Org.STATUS, source.status()).build();
            Optional<String> problem = UndeletionCheck.problem(back, workingCopy);
            if (problem.isPresent()) {
                return Decision.Rejected.of(new Refusal.Message(400, problem.get()));
            }
            workingCopy.save(back.toBuilder(), WorkingCopy.ChangeKind.REVIVE);
            for (Field<Long> reference : Hierarchy.children(Org.TYPE)) {
                for (long id : source.owned().getOrDefault(reference.owner(), List.of())) {
                    Row object = workingCopy.find(reference.owner(), id);
                    if (object != null && object.status() != Status.DELETED && object.get(reference) == undo.target()) {
                        workingCopy.save(object.toBuilder().set(reference, source.id()), WorkingCopy.ChangeKind.UPDATE);
                    }
                }
            }
        }
        return Decision.Applied.of(workingCopy.find(Org.TYPE, undo.target()));
    }
}
