package org.peerage.registry.rules;

import org.peerage.schema.Field;

/** Floors are part of {@code suite} by now (docs/spec/objects.md §2.1). */
record NoFloor(Field<String> floor) implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.fields().has(floor)
                && !draft.errors().hasErrorOn(floor)
                && draft.changes(floor)
                && !draft.get(floor).isEmpty()) {
            draft.errors()
                    .add(
                            floor,
                            "Field is being deprecated. Please move this data to the suite field and remove it from here.");
        }
    }
}
