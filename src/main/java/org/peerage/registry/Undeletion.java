package org.peerage.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Restorable;
import org.peerage.registry.rules.Work;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Brings a deleted object back, and what was deleted with it where nothing stands in its way (docs/spec/objects.md §7). */
final class Undeletion {
    private Undeletion() {}

    static Decision undelete(Operation.Undelete undelete, Work work) {
        Row row = work.find(undelete.type(), undelete.id());
        if (row == null) {
            return Decision.Refused.of(new Refusal.NotFound(undelete.type()));
        }
        Optional<String> problem = row.status() == Status.DELETED
                ? Restorable.problem(revived(row, undelete.status()), work)
                : Optional.of("It is not deleted.");
        if (problem.isPresent()) {
            return Decision.Refused.of(new Refusal.Message(400, problem.get()));
        }
        Row back = revive(row, undelete.status(), work);
        long others = 0;
        for (Operation.Lost lost : undelete.together()) {
            Row child = work.find(lost.type(), lost.id());
            if (child != null
                    && child.status() == Status.DELETED
                    && Restorable.problem(revived(child, lost.status()), work).isEmpty()) {
                revive(child, lost.status(), work);
                others++;
            }
        }
        return new Decision.Applied(back, Map.of("others", others), List.of());
    }

    private static Row revive(Row row, Status status, Work work) {
        return work.save(row.toBuilder().set(row.type().status(), status), Work.Kind.REVIVE);
    }

    private static Row revived(Row row, Status status) {
        return row.toBuilder().set(row.type().status(), status).build();
    }
}
