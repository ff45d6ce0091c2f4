package org.peerage.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.UndeletionCheck;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Brings a deleted object back, and what was deleted with it where nothing stands in its way (docs/spec/objects.md §7). */
final class Undeletion {
    private Undeletion() {}

    static Decision undelete(Operation.Undelete undelete, WorkingCopy workingCopy) {
        Row row = workingCopy.find(undelete.type(), undelete.id());
        if (row == null) {
            return Decision.Rejected.of(new Refusal.ObjectNotFound(undelete.type()));
        }
        Optional<String> problem = row.status() == Status.DELETED
                ? UndeletionCheck.problem(revived(row, undelete.status()), workingCopy)
                : Optional.of("It is not deleted.");
        if (problem.isPresent()) {
            return Decision.Rejected.of(new Refusal.Message(400, problem.get()));
        }
        Row back = revive(row, undelete.status(), workingCopy);
        long others = 0;
        for (Operation.DeletedObject lost : undelete.together()) {
            Row child = workingCopy.find(lost.type(), lost.id());
            if (child != null
                    && child.status() == Status.DELETED
                    && UndeletionCheck.problem(revived(child, lost.status()), workingCopy)
                            .isEmpty()) {
                revive(child, lost.status(), workingCopy);
                others++;
            }
        }
        return new Decision.Applied(back, Map.of("others", others), List.of());
    }

    private static Row revive(Row row, Status status, WorkingCopy workingCopy) {
        return workingCopy.save(row.toBuilder().set(row.type().status(), status), WorkingCopy.ChangeKind.REVIVE);
    }

    private static Row revived(Row row, Status status) {
        return row.toBuilder().set(row.type().status(), status).build();
    }
}
