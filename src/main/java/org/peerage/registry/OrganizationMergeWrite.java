package org.peerage.registry;

import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

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
}
