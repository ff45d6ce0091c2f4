package org.peerage.web.page;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * What an application asked for before the person could answer: it waits in a cookie while they sign in, sign up, set up a
 * second factor or confirm their address (docs/spec/identity.md §13, 3).
 */
public final class PendingAuthorization {
    /** Where applications send people. */
    public static final String PATH = "/oauth2/authorize";

    /** The parameter of ours that says when the person was asked to sign in again, so that nobody makes it up. */
    public static final String SINCE = "auth_since";

    private static final String COOKIE = "peerage_next";
    private static final Duration TTL = Duration.ofHours(1);
    private static final int MAX_LENGTH = 2600;

    private PendingAuthorization() {}

    /** Keeps the address of the request. */
    public static void remember(PageRequest request, String url) {
        if (isOne(url) && url.length() <= MAX_LENGTH) {
            request.setCookie(
                    COOKIE,
                    Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(StandardCharsets.UTF_8)),
                    TTL);
        }
    }

    /** The request that waits. */
    public static Optional<String> of(PageRequest request) {
        try {
            return request.cookie(COOKIE)
                    .map(text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8))
                    .filter(PendingAuthorization::isOne);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** Forgets it, for it is answered. */
    public static void clear(PageRequest request) {
        if (request.cookie(COOKIE).isPresent()) {
            request.deleteCookie(COOKIE);
        }
    }

    /** Whether an address is that of such a request, at this site. */
    public static boolean isOne(String url) {
        return (url.startsWith(PATH + "/?") || url.startsWith(PATH + "?"))
                && url.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
    }
}
