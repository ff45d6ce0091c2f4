package org.peerage.store;

/**
 * Why a version of the registry came to be, where there is more to say than who wrote it.
 *
 * @param cause such as {@code ixf:26:7}, {@code undo:12} or {@code batch}; empty: nothing but the request itself
 * @param comment in the author's words; may be empty
 */
public record ChangeNote(String cause, String comment) {
    public static final ChangeNote NONE = new ChangeNote("", "");

    /** The most characters of a comment. */
    public static final int MAX_COMMENT = 255;

    public ChangeNote {
        cause = Sql.storable(cause);
        comment = Sql.storable(comment);
    }

    /** As much of what somebody says as the log takes. */
    public static String shortened(String comment) {
        return comment.length() > MAX_COMMENT ? comment.substring(0, MAX_COMMENT) : comment;
    }

    public boolean isEmpty() {
        return cause.isEmpty() && comment.isEmpty();
    }
}
