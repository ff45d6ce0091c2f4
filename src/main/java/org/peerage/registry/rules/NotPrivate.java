package org.peerage.registry.rules;

import org.peerage.registry.types.Poc;

/** Contacts are for others to see (docs/spec/objects.md §2.8). */
final class NotPrivate implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.fields().has(Poc.VISIBLE)
                && !draft.errors().hasErrorOn(Poc.VISIBLE)
                && draft.get(Poc.VISIBLE).equals("Private")) {
            draft.errors().add(Poc.VISIBLE, "Private contacts are no longer supported.");
        }
    }
}
