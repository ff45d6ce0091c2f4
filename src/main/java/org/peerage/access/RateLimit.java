package org.peerage.access;

import java.time.Duration;
import java.util.Locale;

/**
 * So many requests in a time, such as {@code 100/second}.
 *
 * @param requests 1 or more
 */
public record RateLimit(long requests, Duration period) {
    public RateLimit {
        if (requests < 1 || !period.isPositive()) {
            throw new IllegalArgumentException("A rate is at least one request in some time");
        }
    }

    /** Reads {@code <number>/<second|minute|hour|day>}, of which the first letter will do. */
    public static RateLimit parse(String text) {
        int slash = text.indexOf('/');
        try {
            long requests = Long.parseLong(text.substring(0, Math.max(slash, 0)).strip());
            return new RateLimit(
                    requests, period(text.substring(slash + 1).strip().toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A rate is written as 100/second, 10/minute, …, not " + text, e);
        }
    }

    private static Duration period(String name) {
        return switch (name) {
            case "s", "sec", "second" -> Duration.ofSeconds(1);
            case "m", "min", "minute" -> Duration.ofMinutes(1);
            case "h", "hour" -> Duration.ofHours(1);
            case "d", "day" -> Duration.ofDays(1);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Override
    public String toString() {
        return requests + " per " + period;
    }
}
