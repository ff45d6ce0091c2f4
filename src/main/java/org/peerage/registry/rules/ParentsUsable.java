package org.peerage.registry.rules;

import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Nothing is made under a parent that is not approved or deleted, nor kept alive under one (docs/spec/objects.md §1.5). */
final class ParentsUsable implements Rule {
    @Override
    public void check(Draft draft) {
        for (Field<Long> reference : Hierarchy.parents(draft.type())) {
            Row parent = draft.follow(reference);
            if (parent != null && isBarred(draft, reference, parent)) {
                draft.refuse(new Refusal.Message(
                        400,
                        "Object of type '" + draft.type().typeName() + "' cannot be saved because its parent entity '"
                                + parent.type().typeName() + "/" + parent.id() + "' has "
                                + (parent.status() == Status.DELETED
                                        ? "been marked as deleted"
                                        : "not yet been approved")));
                return;
            }
        }
    }

    private static boolean isBarred(Draft draft, Field<Long> reference, Row parent) {
        if (draft.isNew()) {
            return !parent.isActive();
        }
        if (!Hierarchy.isBoundToParents(draft.type())) {
            return parent.status() == Status.DELETED && draft.changes(reference);
        }
        boolean pendingUnderOk = draft.get(draft.type().status()) == Status.OK && parent.status() == Status.PENDING;
        return parent.status() == Status.DELETED || pendingUnderOk;
    }
}
