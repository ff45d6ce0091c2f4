package org.peerage.registry.rules;

import org.peerage.registry.types.Ix;

/** Exchanges are not suggested, they are added (docs/spec/objects.md §1.4). */
record NotSuggestedExchange(long suggestions) implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.isNew() && draft.get(Ix.ORG_ID) == suggestions) {
            draft.errors()
                    .addBare(
                            "org",
                            "User cannot create an internet exchange withits org set as the SUGGEST_ENTITY organization");
        }
    }
}
