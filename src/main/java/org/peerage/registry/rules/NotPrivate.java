package org.peerage.registry.rules;

import org.peerage.registry.types.Poc;

/** Contacts are for others to see (docs/spec/objects.md §2.8). */
final class NotPrivate implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.input().has("visible")
                && !draft.problems().concern("visible")
                && draft.get(Poc.VISIBLE).equals("Private")) {
            draft.problems().add("visible", "Private contacts are no longer supported.");
        }
    }
}
