package org.peerage.web.staff;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Moments for people, in UTC. */
public final class TimeFormat {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private TimeFormat() {}

    public static String of(Instant time) {
        return MINUTE.format(time);
    }

    public static String of(long seconds) {
        return of(Instant.ofEpochSecond(seconds));
    }

    /** The beginning of a day such as {@code 2026-02-14}, {@code later} days after it; null: it is no day. */
    static @Nullable Instant day(String text, int later) {
        try {
            return LocalDate.parse(text)
                    .plusDays(later)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }
}
