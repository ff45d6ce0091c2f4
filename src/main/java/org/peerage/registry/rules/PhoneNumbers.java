package org.peerage.registry.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.text.CountryCode;
import org.peerage.text.PhoneNumber;

/** Phone numbers are stored in E.164, read as dialled in the object's country (docs/spec/objects.md §1.10).
 *
 * @param country null: numbers begin with {@code +} */
record PhoneNumbers(@Nullable Field<String> country, List<Field<String>> fields) implements Rule {
    @Override
    public void check(Draft draft) {
        for (Field<String> field : fields) {
            String text = draft.find(field);
            if (draft.fields().has(field) && !draft.errors().hasErrorOn(field) && text != null && !text.isEmpty()) {
                PhoneNumber.parse(text, country(draft))
                        .ifPresentOrElse(number -> draft.set(field, number.e164()), () -> draft.errors()
                                .add(field, "Not a valid phone number (E.164)"));
            }
        }
    }

    private @Nullable CountryCode country(Draft draft) {
        String code = country == null ? null : draft.find(country);
        return code == null ? null : CountryCode.parse(code).orElse(null);
    }
}
