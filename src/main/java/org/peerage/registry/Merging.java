package org.peerage.registry;

import org.peerage.registry.rules.Family;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Work;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/** Makes several organizations one. */
final class Merging {
    private Merging() {}

    static Decision merge(Operation.Merge merge, Work work) {
        MergePlan plan = MergePlan.of(merge.sources(), merge.target(), work);
        if (!plan.obstacles().isEmpty()) {
            return Decision.Refused.of(new Refusal.Message(400, String.join(" ", plan.obstacles())));
        }
        for (Row row : plan.moving()) {
            for (Field<Long> reference : Family.children(Org.TYPE)) {
                if (reference.owner() == row.type()) {
                    work.save(row.toBuilder().set(reference, merge.target()), Work.Kind.UPDATE);
                }
            }
        }
        plan.sources().forEach(work::delete);
        return Decision.Applied.of(plan.target());
    }
}
