package org.peerage.access;

import org.jspecify.annotations.Nullable;

/** An account to be made; active at once, with a guest's rights until verified. */
public record NewUser(
        String username,
        @Nullable String email,
        String passwordHash,
        String firstName,
        String lastName,
        boolean verified,
        boolean superuser,
        boolean staff) {}
