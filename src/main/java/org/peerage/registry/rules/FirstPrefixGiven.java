package org.peerage.registry.rules;

import org.peerage.registry.types.Ix;

/** A new exchange names its first prefix (docs/spec/objects.md §2.4). */
final class FirstPrefixGiven implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.isNew() && !draft.fields().has(Ix.PREFIX)) {
            draft.errors().add(Ix.PREFIX, "This field is required");
        }
    }
}
