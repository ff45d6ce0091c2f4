package org.peerage.registry.rules;

import org.peerage.schema.Field;
import org.peerage.schema.Status;

/** A link between the same two things exists once; a deleted one is revived (docs/spec/objects.md §1.9). */
record UniquePair(Field<Long> one, Field<Long> other) implements Rule {
    @Override
    public void check(Draft draft) {
        boolean taken = draft.workingCopy().referring(one, draft.get(one)).stream()
                .anyMatch(row -> row.get(other).equals(draft.get(other))
                        && (draft.isNew() ? row.status() != Status.DELETED : row.id() != draft.id()));
        if (taken) {
            draft.errors().addGeneral("The fields " + one.name() + ", " + other.name() + " must make a unique set.");
        }
    }
}
