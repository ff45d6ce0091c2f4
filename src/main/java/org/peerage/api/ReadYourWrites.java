package org.peerage.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Accounts;
import org.peerage.registry.Registry;

/**
 * Nobody is shown what is older than what they wrote, whichever server of a cluster answers (docs/decisions/0007). A
 * request that names a version waits for it: by the header that came with the answer to a write, or by a cookie, which
 * browsers get when they send a form.
 */
public final class ReadYourWrites {
    static final String HEADER = "X-Peerage-Version";

    private static final String COOKIE = "peerage_version";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Servers are not apart for longer, but when the database is away; and a restored one may be behind old cookies. */
    private static final Duration COOKIE_MAX_AGE = Duration.ofSeconds(60);

    private final Registry registry;
    private final Accounts accounts;

    public ReadYourWrites(Registry registry, Accounts accounts) {
        this.registry = registry;
        this.accounts = accounts;
    }

    /** Waits until what a request has seen or made is here; false where it does not come in time. */
    public boolean isUpToDate(ApiRequest request) {
        return isUpToDate(request.header(HEADER), request.header("Cookie"));
    }

    private boolean isUpToDate(@Nullable String header, @Nullable String cookies) {
        if (header != null) {
            return registry.await(number(header, 0), TIMEOUT);
        }
        return Cookies.value(cookies, COOKIE).map(this::isUpToDate).orElse(true);
    }

    /** Whether a request names a version, and so may have to wait. */
    public static boolean isRequested(ApiRequest request) {
        String cookies = request.header("Cookie");
        return request.header(HEADER) != null || (cookies != null && cookies.contains(COOKIE));
    }

    /** Has a browser ask for nothing older than what is here now. */
    public void storeVersionCookie(ApiRequest request, WireResponse response) {
        String versions =
                registry.current().version() + "." + accounts.current().version();
        boolean isSecure = request.scheme().equals("https");
        response.add(SetCookie.HEADER, new SetCookie(COOKIE, versions, COOKIE_MAX_AGE, isSecure).header());
    }

    /** The refusal where they are not. */
    public static ApiResponse refusal() {
        return ApiResponse.error(503, "This server has not seen the version you ask for yet; please try again")
                .with("Retry-After", "1");
    }

    private boolean isUpToDate(String value) {
        int dot = value.indexOf('.');
        long version = number(dot < 0 ? value : value.substring(0, dot), 0);
        long ofAccounts = dot < 0 ? 0 : number(value.substring(dot + 1), 0);
        return registry.await(version, TIMEOUT) && accounts.await(ofAccounts);
    }

    private static long number(String text, long otherwise) {
        return LenientNumbers.wholeNumber(text).orElse(otherwise);
    }
}
