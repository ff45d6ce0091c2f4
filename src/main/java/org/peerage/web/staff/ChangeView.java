package org.peerage.web.staff;

import java.util.List;

/**
 * A change of an object.
 *
 * @param fields what changed
 * @param returnable whether the object can be made as it was after this change
 */
public record ChangeView(
        long version,
        String at,
        String operation,
        String actor,
        String actorLink,
        List<ValueChange> fields,
        boolean returnable) {

    /** A value before and after. */
    public record ValueChange(String field, String before, String after) {}
}
