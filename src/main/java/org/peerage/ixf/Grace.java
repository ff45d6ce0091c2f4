package org.peerage.ixf;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * How long connections stay whose addresses the feed gives to other networks (docs/decisions/0063-a-grace-for-the-loser.md).
 *
 * @param days 0: they go at once
 * @param since when imports first found it, by the row's id
 */
public record Grace(int days, Map<Long, Instant> since, Instant now) {
    static final Grace NONE = new Grace(0, Map.of(), Instant.EPOCH);

    private static final String KEPT = " keeps it until ";

    public Grace {
        since = Map.copyOf(since);
    }

    /** Until when a row stays; empty: it goes now. To the hour, for daily imports do not begin at the same second. */
    Optional<Instant> endOf(long row) {
        Instant end = since.getOrDefault(row, now).plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.HOURS);
        return days > 0 && end.isAfter(now) ? Optional.of(end) : Optional.empty();
    }

    /** Why somebody does not get an address yet. */
    static String keeps(String asn, Instant end) {
        return "AS" + asn + KEPT + day(end);
    }

    /** Whether that is why. */
    static boolean isReason(String error) {
        return error.startsWith("AS") && error.contains(KEPT);
    }

    static String day(Instant time) {
        return time.toString().substring(0, "2026-11-30".length());
    }
}
