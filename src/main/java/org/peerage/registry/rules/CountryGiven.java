package org.peerage.registry.rules;

import org.peerage.registry.types.Fac;

/** A facility names its country, or says with an empty text that it does not (docs/spec/objects.md §8). */
final class CountryGiven implements Rule {
    @Override
    public void check(Draft draft) {
        if (!draft.fields().has(Fac.COUNTRY)) {
            draft.errors().add(Fac.COUNTRY, FieldReader.REQUIRED);
        }
    }
}
