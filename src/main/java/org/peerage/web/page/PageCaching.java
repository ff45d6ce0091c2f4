package org.peerage.web.page;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * What browsers may keep. Pages for strangers are kept and asked for again each time, with an entity tag, so that Back shows
 * them at once (RFC 9111 §5.2.2.4, RFC 9110 §8.8.3). What somebody who is signed in sees is not kept: the next at the same
 * machine could go back to it. Nor is what comes with a key or a password.
 */
final class PageCaching {
    private static final String KEPT = "private, no-cache";
    private static final String NOT_KEPT = "private, no-store";

    /** Where passwords, codes and secret links are typed or shown, first parts of paths. */
    private static final Set<String> SECRETS = Set.of(
            "account",
            "register",
            "verify",
            "reset-password",
            "change-password",
            "username-retrieve",
            "first-admin",
            "login");

    private PageCaching() {}

    static String defaultHeader() {
        return NOT_KEPT;
    }

    /** Marks a page, and tells whether the browser has it already. */
    static boolean isUnchanged(PageRequest request, int status, byte[] page) {
        if (status != 200
                || !request.isGet()
                || request.user().isPresent()
                || !request.caller().isAnonymous()
                || request.apiRequest().header("Authorization") != null
                || SECRETS.contains(request.pathSegment(0).toLowerCase(Locale.ROOT))) {
            return false;
        }
        String tag = "W/\"" + HexFormat.of().formatHex(Assets.sha256().digest(page), 0, 12) + "\"";
        request.response().set("Cache-Control", KEPT);
        request.response().set("ETag", tag);
        return Arrays.stream(request.ifNoneMatch().split(",", -1))
                .map(String::strip)
                .anyMatch(tag::equals);
    }
}
