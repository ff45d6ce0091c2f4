package org.peerage.registry.rules;

/** A new exchange names its first prefix (docs/spec/objects.md §2.4). */
final class FirstPrefixGiven implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.isNew() && !draft.fields().has("prefix")) {
            draft.errors().add("prefix", "This field is required");
        }
    }
}
