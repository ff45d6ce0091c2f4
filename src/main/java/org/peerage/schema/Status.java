package org.peerage.schema;

import java.util.Locale;
import java.util.Optional;

/** The life of a row (docs/spec/objects.md §1.2). Deleted rows stay, so that copies learn of the deletion. */
public enum Status {
    OK,
    PENDING,
    DELETED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word of the wire and of the database. */
    public String text() {
        return text;
    }

    public static Optional<Status> parse(String text) {
        for (Status status : values()) {
            if (status.text.equals(text)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
