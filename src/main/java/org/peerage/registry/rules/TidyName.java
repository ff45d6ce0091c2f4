package org.peerage.registry.rules;

import java.util.regex.Pattern;
import org.peerage.schema.Field;

/** A name has no two blanks in a row (spec/objects.md §1.10). */
record TidyName(Field<String> field) implements Rule {
    private static final Pattern CONSECUTIVE = Pattern.compile("\\s{2,}");

    @Override
    public void check(Draft draft) {
        if (draft.input().has(field.name()) && !draft.problems().concern(field.name())) {
            String name = draft.find(field);
            if (name != null && CONSECUTIVE.matcher(name).find()) {
                draft.problems().add(field.name(), "Name cannot contain consecutive whitespace characters.");
            }
        }
    }
}
