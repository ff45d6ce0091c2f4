package org.peerage.registry.rules;

import org.peerage.schema.Field;
import org.peerage.text.Invisible;
import org.peerage.text.WhiteSpace;

/**
 * A name has no two blanks in a row (docs/spec/objects.md §1.10), and nothing unseen that makes it look like another: no
 * controls, no turns of direction, and something in it that can be seen.
 */
record TidyName(Field<String> field) implements Rule {
    @Override
    public void check(Draft draft) {
        if (!draft.input().has(field.name()) || draft.problems().concern(field.name())) {
            return;
        }
        String name = draft.find(field);
        if (name == null || name.isEmpty() || !draft.changes(field)) {
            return;
        }
        if (WhiteSpace.isDoubledIn(name)) {
            draft.problems().add(field.name(), "Name cannot contain consecutive whitespace characters.");
        } else if (Invisible.isAll(name)) {
            draft.problems().add(field.name(), "Name must contain characters that can be seen.");
        } else if (Invisible.hasControls(name)) {
            draft.problems()
                    .add(field.name(), "Name cannot contain control characters or characters that change direction.");
        }
    }
}
