package org.peerage.access;

import org.jspecify.annotations.Nullable;

/**
 * How much is allowed to whom (docs/spec/rest.md §5).
 *
 * @param enabled off: nothing is ever throttled
 * @param anonymousReads by address
 * @param signedInReads by user or organization key
 * @param writes by user or key
 * @param distance filters by distance without coordinates, which have to be looked up; by caller
 * @param ixfImport requests to import one exchange; by caller
 * @param userManagement of an organization; by caller
 * @param anonymousPages by address
 * @param credentialsFailures wrong passwords and codes by address and by name, wrong keys by address
 * @param largeAnswers the same large answer again; by address, network, user and organization; null: off
 * @param largeAnswerBytes how large that is
 */
public record ThrottleSettings(
        boolean enabled,
        Rate anonymousReads,
        Rate signedInReads,
        Rate writes,
        Rate distance,
        Rate ixfImport,
        Rate userManagement,
        Rate anonymousPages,
        Rate credentialsFailures,
        @Nullable Rate largeAnswers,
        long largeAnswerBytes) {

    private static final long LARGE = 1_000_000;

    public static ThrottleSettings defaults() {
        return new ThrottleSettings(
                true,
                Rate.parse("100/second"),
                Rate.parse("100/second"),
                Rate.parse("100/minute"),
                Rate.parse("10/minute"),
                Rate.parse("1/minute"),
                Rate.parse("1/second"),
                Rate.parse("120/minute"),
                Rate.parse("10/minute"),
                null,
                LARGE);
    }

    /** The master switch. */
    public ThrottleSettings enabled(boolean on) {
        return new ThrottleSettings(
                on,
                anonymousReads,
                signedInReads,
                writes,
                distance,
                ixfImport,
                userManagement,
                anonymousPages,
                credentialsFailures,
                largeAnswers,
                largeAnswerBytes);
    }

    /** Turns the limit of repeated large answers on. */
    public ThrottleSettings largeAnswers(Rate rate, long bytes) {
        return new ThrottleSettings(
                enabled,
                anonymousReads,
                signedInReads,
                writes,
                distance,
                ixfImport,
                userManagement,
                anonymousPages,
                credentialsFailures,
                rate,
                bytes);
    }
}
