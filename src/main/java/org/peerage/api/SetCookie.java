package org.peerage.api;

import java.time.Duration;

/**
 * A cookie of ours (RFC 6265 §4.1): out of reach for scripts, and not sent along from other sites' forms.
 *
 * @param maxAge zero: until the browser is closed; negative: the cookie is taken back
 * @param secure whether it is for HTTPS alone
 */
public record SetCookie(String name, String value, Duration maxAge, boolean secure) {
    public static final String HEADER = "Set-Cookie";

    /** The value of the header. */
    public String header() {
        if (!isPlain(name) || !isPlain(value)) {
            throw new IllegalArgumentException("no name or value of a cookie: " + name);
        }
        StringBuilder text = new StringBuilder(160).append(name).append('=').append(value);
        if (!maxAge.isZero()) {
            text.append("; Max-Age=").append(Math.max(0, maxAge.toSeconds()));
        }
        text.append("; Path=/");
        if (secure) {
            text.append("; Secure");
        }
        return text.append("; HttpOnly; SameSite=Lax").toString();
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F && ";,\"\\".indexOf(c) < 0);
    }
}
