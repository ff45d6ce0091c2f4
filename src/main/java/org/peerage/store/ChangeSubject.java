package org.peerage.store;

import java.util.Optional;
import org.peerage.schema.ObjectType;

/**
 * What changes are about: an object with what hangs on it, or a country.
 *
 * @param kind tag of the object's type, or {@link #COUNTRY}
 * @param id of the object; of a country its two letters as a number
 */
public record ChangeSubject(String kind, long id) {
    public static final String COUNTRY = "country";

    public static ChangeSubject of(ObjectType type, long id) {
        return new ChangeSubject(type.typeName(), id);
    }

    /** A country by its code of ISO 3166-1; empty where it is none. */
    public static Optional<ChangeSubject> country(String code) {
        boolean readable = code.length() == 2 && isLetter(code.charAt(0)) && isLetter(code.charAt(1));
        return readable
                ? Optional.of(new ChangeSubject(COUNTRY, code.charAt(0) * 256L + code.charAt(1)))
                : Optional.empty();
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** As it is written: {@code net:62}, {@code country:DE}. */
    @Override
    public String toString() {
        return kind + ":" + (kind.equals(COUNTRY) ? "" + (char) (id / 256) + (char) (id % 256) : String.valueOf(id));
    }
}
