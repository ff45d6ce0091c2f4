package org.peerage.registry.rules;

/**
 * A rule that a request breaks, and how the answer shows it (docs/spec/objects.md §1.1).
 *
 * @param field the key that is wrong, or {@code non_field_errors}
 */
public record Violation(String field, String message, MessageForm form) {
    public static final String NO_FIELD = "non_field_errors";

    /** How a message stands in the answer. */
    public enum MessageForm {
        /** One of a list of messages. */
        LISTED,
        /** The bare text: as the reference tells what it finds out while it saves. */
        BARE,
        /** The message is JSON: errors inside of a list or mapping. */
        JSON,
        /** A word in {@code meta} for programs. */
        META
    }

    static Violation of(String field, String message) {
        return new Violation(field, message, MessageForm.LISTED);
    }
}
