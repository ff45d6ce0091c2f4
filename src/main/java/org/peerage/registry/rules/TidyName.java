package org.peerage.registry.rules;

import org.peerage.schema.Field;
import org.peerage.text.InvisibleCharacters;
import org.peerage.text.WhiteSpace;

/**
 * A name has no two spaces in a row (docs/spec/objects.md §1.10), and nothing unseen that makes it look like another: no
 * controls, no turns of direction, and something in it that can be seen.
 */
record TidyName(Field<String> field) implements Rule {
    @Override
    public void check(Draft draft) {
        if (!draft.fields().has(field) || draft.errors().hasErrorOn(field)) {
            return;
        }
        String name = draft.find(field);
        if (name == null || name.isEmpty() || !draft.changes(field)) {
            return;
        }
        if (WhiteSpace.isDoubledIn(name)) {
            draft.errors().add(field, "Name cannot contain consecutive whitespace characters.");
        } else if (InvisibleCharacters.isAll(name)) {
            draft.errors().add(field, "Name must contain characters that can be seen.");
        } else if (InvisibleCharacters.hasControls(name)) {
            draft.errors().add(field, "Name cannot contain control characters or characters that change direction.");
        }
    }
}
