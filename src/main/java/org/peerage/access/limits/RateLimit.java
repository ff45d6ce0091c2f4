package org.peerage.access.limits;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;

/**
 * So many requests in a time, such as {@code 100/second}.
 *
 * @param requests 1 or more
 */
public record RateLimit(long requests, Duration period) {
    private static final Map<Duration, String> UNITS = Map.of(
            Duration.ofSeconds(1), "second",
            Duration.ofMinutes(1), "minute",
            Duration.ofHours(1), "hour",
            Duration.ofDays(1), "day");

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

    /** In words, such as {@code 100 per second}. */
    public String in(Messages language) {
        Optional<String> unit = Optional.ofNullable(UNITS.get(period));
        return unit.map(name -> language.text("limit." + name, requests))
                .orElseGet(() -> language.text("limit.other", requests, period.toSeconds()));
    }

    @Override
    public String toString() {
        return in(Languages.english());
    }
}
