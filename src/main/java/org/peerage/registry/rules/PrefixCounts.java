package org.peerage.registry.rules;

import org.peerage.schema.Field;

/** How many prefixes a network announces at most, within reason (docs/spec/objects.md §2.3). */
record PrefixCounts(Field<Long> field, long max) implements Rule {
    private static final long COLUMN_MAX = 4_294_967_295L;

    @Override
    public void check(Draft draft) {
        Long count = draft.find(field);
        if (count == null || !draft.fields().has(field) || draft.errors().hasErrorOn(field)) {
            return;
        }
        if (count < 0) {
            draft.errors().add(field, "Negative value not allowed");
        } else if (count > max && !draft.author().bypassesRules()) {
            draft.errors().add(field, "Maximum value allowed " + max);
        } else if (count > COLUMN_MAX) {
            draft.errors().add(field, "Ensure this value is less than or equal to " + COLUMN_MAX + ".");
        }
    }
}
