package org.peerage.registry.rules;

/** A facility names its country, or says with an empty text that it does not (docs/spec/objects.md §8). */
final class CountryGiven implements Rule {
    @Override
    public void check(Draft draft) {
        if (!draft.fields().has("country")) {
            draft.errors().add("country", FieldReader.REQUIRED);
        }
    }
}
