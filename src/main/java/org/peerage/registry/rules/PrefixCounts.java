package org.peerage.registry.rules;

import org.peerage.schema.Field;

/** How many prefixes a network announces at most, within reason (docs/spec/objects.md §2.3). */
record PrefixCounts(Field<Long> field, long most) implements Rule {
    @Override
    public void check(Draft draft) {
        Long count = draft.find(field);
        if (count == null
                || !draft.input().has(field.name())
                || draft.problems().concern(field.name())) {
            return;
        }
        if (count < 0) {
            draft.problems().add(field.name(), "Negative value not allowed");
        } else if (count > most && !draft.author().isUnbound()) {
            draft.problems().add(field.name(), "Maximum value allowed " + most);
        }
    }
}
