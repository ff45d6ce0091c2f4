package org.peerage.registry.rules;

import org.peerage.schema.Field;

/** A new network or exchange without a website takes its organization's (docs/spec/deviations.md §2). Who may not make it
 * anyway gets the reference's refusal. */
record OwnWebsite(Field<String> website, Field<Long> organization) implements Rule {
    @Override
    public void check(Draft draft) {
        String own = draft.find(website);
        boolean none = own == null || own.isEmpty();
        if (draft.isNew() && none && !draft.author().may(AccessRight.CREATE, draft.namespace())) {
            draft.errors().addBare(website, "This field may not be blank.");
        }
    }
}
