package org.peerage.registry.rules;

import org.peerage.registry.types.Poc;

/** Contacts are for others to see (docs/spec/objects.md §2.8). */
final class NotPrivate implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.fields().has("visible")
                && !draft.errors().hasErrorOn("visible")
                && draft.get(Poc.VISIBLE).equals("Private")) {
            draft.errors().add("visible", "Private contacts are no longer supported.");
        }
    }
}
