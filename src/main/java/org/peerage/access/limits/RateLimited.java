package org.peerage.access.limits;

/**
 * A request came too early (429, docs/spec/rest.md §5).
 *
 * @param retryAfterSeconds for {@code Retry-After}; 1 or more
 * @param message for {@code message}
 */
public record RateLimited(long retryAfterSeconds, String message) {
    private static final long NANOS = 1_000_000_000;

    static RateLimited forNanos(long nanos) {
        long seconds = Math.max(1, Math.ceilDiv(nanos, NANOS));
        String unit = seconds == 1 ? " second." : " seconds.";
        return new RateLimited(seconds, "Request was throttled. Expected available in " + seconds + unit);
    }
}
