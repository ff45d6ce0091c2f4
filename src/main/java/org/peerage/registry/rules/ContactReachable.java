package org.peerage.registry.rules;

import org.peerage.registry.types.Poc;

/** A contact can be called or written to (docs/spec/objects.md §2.8). */
final class ContactReachable implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.get(Poc.PHONE).isEmpty() && draft.get(Poc.EMAIL).isEmpty()) {
            draft.errors().add(Poc.PHONE, "Phone or email required");
            draft.errors().add(Poc.EMAIL, "Phone or email required");
        }
    }
}
