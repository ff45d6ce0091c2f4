package org.peerage.registry.rules;

import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** No two rows of a type share the value. Deleted rows make room for new ones, not for changed ones
 * (docs/spec/objects.md §1.9). */
record UniqueValue<T>(Field<T> field, String message) implements Rule {
    @Override
    public void check(Draft draft) {
        T value = draft.find(field);
        if (value == null || !draft.fields().has(field) || draft.errors().hasErrorOn(field)) {
            return;
        }
        for (Row other : draft.workingCopy().rowsWhere(field, value)) {
            boolean counts = !draft.isNew() || other.status() != Status.DELETED;
            if (counts && (draft.isNew() || other.id() != draft.id())) {
                draft.errors().add(field, message);
                return;
            }
        }
    }
}
