package org.peerage.api.handlers;

import java.util.Optional;
import java.util.OptionalLong;
import org.peerage.api.LenientNumbers;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.store.ChangeSubject;

/** Reads what changes are to be about: {@code net:62}, {@code country:DE}. */
public final class SubjectParser {
    private SubjectParser() {}

    public static Optional<ChangeSubject> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String kind = text.substring(0, colon);
        String id = text.substring(colon + 1);
        if (kind.equals(ChangeSubject.COUNTRY)) {
            return ChangeSubject.country(id);
        }
        OptionalLong number = LenientNumbers.wholeNumber(id);
        return number.isPresent() && number.getAsLong() > 0
                ? ObjectTypes.byName(kind).map(type -> ChangeSubject.of(type, number.getAsLong()))
                : Optional.empty();
    }
}
