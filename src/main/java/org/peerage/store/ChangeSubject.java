package org.peerage.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.RowLookup;

/**
 * What changes are about: an object with what hangs on it, or a country.
 *
 * @param type of the object; null: a country
 * @param id of the object; of a country its two letters as a number
 */
public record ChangeSubject(@Nullable ObjectType type, long id) {
    public static final String COUNTRY = "country";

    public static ChangeSubject of(ObjectType type, long id) {
        return new ChangeSubject(type, id);
    }

    /** A country by its code of ISO 3166-1; empty where it is none. */
    public static Optional<ChangeSubject> country(String code) {
        boolean readable = code.length() == 2 && isLetter(code.charAt(0)) && isLetter(code.charAt(1));
        return readable
                ? Optional.of(new ChangeSubject(null, code.charAt(0) * 256L + code.charAt(1)))
                : Optional.empty();
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** The object as it is there; null: a country, or no such object. */
    public @Nullable Row row(RowLookup rows) {
        return type == null ? null : rows.find(type, id);
    }

    /** Tag of the object's type, or {@link #COUNTRY}. */
    public String kind() {
        return type == null ? COUNTRY : type.typeName();
    }

    /** Whether its changes and those of what hangs on it are noted by {@link ChangeIndex}; others have none but their own. */
    public boolean isIndexed() {
        return type == null || type.hasPage();
    }

    /** As it is written: {@code net:62}, {@code country:DE}. */
    @Override
    public String toString() {
        return kind() + ":" + (type == null ? "" + (char) (id / 256) + (char) (id % 256) : String.valueOf(id));
    }
}
