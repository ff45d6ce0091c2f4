package org.peerage.registry.rules;

import org.peerage.registry.types.Fac;
import org.peerage.text.PostalCodes;

/** A facility has a postal code, in countries that use them (docs/spec/objects.md §2.2); one that stays as it is stays. */
final class PostalCode implements Rule {
    @Override
    public void check(Draft draft) {
        if (!draft.changes(Fac.ZIPCODE) && !draft.changes(Fac.COUNTRY)) {
            return;
        }
        if (!PostalCodes.isUsedIn(draft.get(Fac.COUNTRY))) {
            draft.set(Fac.ZIPCODE, "");
        } else if (draft.get(Fac.ZIPCODE).isEmpty()) {
            draft.errors().add(Fac.ZIPCODE, "Input required");
        }
    }
}
