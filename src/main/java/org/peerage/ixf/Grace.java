package org.peerage.ixf;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;

/**
 * How long connections stay whose addresses the feed gives to other networks (docs/decisions/0063-a-grace-for-the-loser.md).
 *
 * @param days 0: they go at once
 * @param since when imports first found it
 */
public record Grace(int days, Map<Claim, Instant> since, Instant now) {
    static final Grace NONE = new Grace(0, Map.of(), Instant.EPOCH);

    private static final String KEPT = " keeps it until ";

    /** An address that a network has and the feed gives to another one: on whichever of its connections it has it, the time is the same. */
    public record Claim(Asn loser, IpAddress address) {}

    public Grace {
        since = Map.copyOf(since);
    }

    /**
     * Until when a connection with these claims stays, which is as long as the oldest one does; empty: it goes now. To the hour, for
     * daily imports do not begin at the same second.
     */
    Optional<Instant> endOf(Set<Claim> claims) {
        Instant first = claims.stream()
                .map(claim -> since.getOrDefault(claim, now))
                .min(Comparator.naturalOrder())
                .orElse(now);
        Instant end = first.plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.HOURS);
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

    /** The same without the day: another day alone is nothing new. */
    static String withoutDay(String error) {
        return isReason(error) ? error.substring(0, error.indexOf(KEPT) + KEPT.length()) : error;
    }

    static String day(Instant time) {
        return time.toString().substring(0, "2026-11-30".length());
    }
}
