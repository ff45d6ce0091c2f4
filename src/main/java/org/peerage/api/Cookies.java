package org.peerage.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cookies that a client sends (RFC 6265 §4.2). */
public final class Cookies {
    private Cookies() {}

    /** The value of the first cookie of that name; empty where there is none, or it has no value. */
    public static Optional<String> value(@Nullable String header, String name) {
        if (header == null) {
            return Optional.empty();
        }
        for (String cookie : header.split(";", -1)) {
            String pair = cookie.strip();
            if (pair.length() > name.length() && pair.startsWith(name) && pair.charAt(name.length()) == '=') {
                String value = unquoted(pair.substring(name.length() + 1));
                if (!value.isEmpty()) {
                    return Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }

    /** Java's client quotes the values of cookies that have a Max-Age. */
    private static String unquoted(String value) {
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }
}
