package org.peerage.access;

import org.jspecify.annotations.Nullable;

/** Who asks, or why that can't be told (docs/spec/rest.md §4). */
public sealed interface Resolution {

    record Known(Caller caller) implements Resolution {}

    /**
     * The request ends with this status; {@code X-Auth-Status} is {@code unauthenticated}.
     *
     * @param message for {@code meta.error}
     * @param plainJson whether {@code Content-Type} is {@code application/json} without a charset, as recorded
     * @param wwwAuthenticate the header of that name, if the reference sends it
     */
    record Refused(
            int status,
            String message,
            boolean plainJson,
            @Nullable String wwwAuthenticate) implements Resolution {

        static Refused withCharset(int status, String message) {
            return new Refused(status, message, false, null);
        }

        static Refused plain(int status, String message) {
            return new Refused(status, message, true, null);
        }

        static Refused challenge(String message) {
            return new Refused(401, message, false, "Basic realm=\"api\"");
        }
    }
}
