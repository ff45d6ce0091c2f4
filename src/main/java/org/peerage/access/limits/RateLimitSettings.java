package org.peerage.access.limits;

import org.jspecify.annotations.Nullable;

/**
 * How much is allowed to whom (docs/spec/rest.md §5).
 *
 * @param enabled off: nothing is ever throttled
 * @param anonymousReads by address
 * @param signedInReads by user or organization key
 * @param writes by user or key
 * @param ixfImport requests to import one exchange; by caller
 * @param userManagement of an organization; by caller
 * @param anonymousPages by address
 * @param credentialsFailures wrong passwords and codes by address and by name, wrong keys by address
 * @param pastStates states of the past that have to be made; by address, or by user or organization key
 * @param largeResponses the same large answer again; by address, network, user and organization; null: off
 * @param largeResponseBytes how large that is
 */
public record RateLimitSettings(
        boolean enabled,
        RateLimit anonymousReads,
        RateLimit signedInReads,
        RateLimit writes,
        RateLimit ixfImport,
        RateLimit userManagement,
        RateLimit anonymousPages,
        RateLimit credentialsFailures,
        RateLimit pastStates,
        @Nullable RateLimit largeResponses,
        long largeResponseBytes) {

    private static final long LARGE = 1_000_000;

    public static RateLimitSettings defaults() {
        return new RateLimitSettings(
                true,
                RateLimit.parse("100/second"),
                RateLimit.parse("100/second"),
                RateLimit.parse("100/minute"),
                RateLimit.parse("1/minute"),
                RateLimit.parse("1/second"),
                RateLimit.parse("120/minute"),
                RateLimit.parse("10/minute"),
                RateLimit.parse("10/minute"),
                null,
                LARGE);
    }

    /** The master switch. */
    public RateLimitSettings enabled(boolean on) {
        return new RateLimitSettings(
                on,
                anonymousReads,
                signedInReads,
                writes,
                ixfImport,
                userManagement,
                anonymousPages,
                credentialsFailures,
                pastStates,
                largeResponses,
                largeResponseBytes);
    }

    /** The same with other limits of reading, writing and pages. */
    public RateLimitSettings with(RateLimit anonymous, RateLimit signedIn, RateLimit write, RateLimit pages) {
        return new RateLimitSettings(
                enabled,
                anonymous,
                signedIn,
                write,
                ixfImport,
                userManagement,
                pages,
                credentialsFailures,
                pastStates,
                largeResponses,
                largeResponseBytes);
    }

    /** Turns the limit of repeated large answers on. */
    public RateLimitSettings largeResponses(RateLimit rate, long bytes) {
        return new RateLimitSettings(
                enabled,
                anonymousReads,
                signedInReads,
                writes,
                ixfImport,
                userManagement,
                anonymousPages,
                credentialsFailures,
                pastStates,
                rate,
                bytes);
    }
}
