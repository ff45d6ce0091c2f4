package org.peerage.store;

import org.jspecify.annotations.Nullable;

/**
 * One side of a change of the log, without who made it and when: what a state is made of.
 *
 * @param values that the object had on that side, of those that changed; null: it was not there
 */
public record ChangedValues(
        String operation,
        String type,
        @Nullable Long objectId,
        @Nullable String values) {
    /** Which side. */
    public enum Side {
        BEFORE("before_json"),
        AFTER("after_json");

        private final String column;

        Side(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }
}
