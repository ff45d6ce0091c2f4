package org.peerage.access;

import org.jspecify.annotations.Nullable;

/** Who asks, or why that can't be told (docs/spec/rest.md §4). */
public sealed interface AuthenticationResult {

    record Authenticated(Caller caller) implements AuthenticationResult {}

    /**
     * The request ends with this status; {@code X-Auth-Status} is {@code unauthenticated}.
     *
     * @param message for {@code meta.error}
     * @param plainJson whether {@code Content-Type} is {@code application/json} without a charset, as recorded
     * @param wwwAuthenticate the header of that name, if the reference sends it
     */
    record AuthenticationFailed(
            int status,
            String message,
            boolean plainJson,
            @Nullable String wwwAuthenticate) implements AuthenticationResult {

        static AuthenticationFailed withCharset(int status, String message) {
            return new AuthenticationFailed(status, message, false, null);
        }

        static AuthenticationFailed plain(int status, String message) {
            return new AuthenticationFailed(status, message, true, null);
        }

        static AuthenticationFailed challenge(String message) {
            return new AuthenticationFailed(401, message, false, "Basic realm=\"api\"");
        }
    }
}
