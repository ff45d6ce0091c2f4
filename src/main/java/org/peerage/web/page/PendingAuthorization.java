package org.peerage.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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

    /** Browsers keep cookies of 4,096 bytes, name and attributes counted (RFC 6265 §6.1). */
    private static final int MAX_LENGTH = 3900;

    private PendingAuthorization() {}

    /** Keeps the address of the request. */
    public static void remember(PageRequest request, String url) {
        String text = encoded(url);
        if (isOne(url) && text.length() <= MAX_LENGTH) {
            request.setCookie(COOKIE, text, TTL);
        }
    }

    /** What cookies cannot have, as escapes (RFC 6265 §4.1.1). */
    private static String encoded(String url) {
        return url.replace("\"", "%22").replace(",", "%2C").replace(";", "%3B");
    }

    /** The request that waits. */
    public static Optional<String> of(PageRequest request) {
        return request.cookie(COOKIE).filter(PendingAuthorization::isOne);
    }

    /** Forgets it, for it is answered. */
    public static void clear(PageRequest request) {
        if (request.cookie(COOKIE).isPresent()) {
            request.deleteCookie(COOKIE);
        }
    }

    /** Those parameters of a request as an address has them, whether it came with them or with a form. */
    public static String query(PageRequest request, List<String> names) {
        StringBuilder query = new StringBuilder();
        for (String name : names) {
            for (String value : request.values(name)) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return query.toString();
    }

    /** Whether an address is that of such a request, at this site. */
    public static boolean isOne(String url) {
        return (url.startsWith(PATH + "/?") || url.startsWith(PATH + "?"))
                && url.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
    }
}
