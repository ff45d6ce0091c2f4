package org.peerage.access.rights;

import java.util.Locale;

/** What a user is to an organization (docs/spec/access.md §1). */
public enum Role {
    MEMBER,
    ADMIN;

    /** Reads {@code member} or {@code admin}; throws {@link IllegalArgumentException}. */
    public static Role of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** As it is written in the API and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
