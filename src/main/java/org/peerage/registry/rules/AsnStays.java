package org.peerage.registry.rules;

import org.peerage.registry.types.Net;

/** A network keeps its number (docs/spec/objects.md §2.3). */
final class AsnStays implements Rule {
    @Override
    public void check(Draft draft) {
        if (!draft.isNew() && draft.changes(Net.ASN)) {
            draft.errors().addBare(Net.ASN, "ASN cannot be changed.");
        }
    }
}
