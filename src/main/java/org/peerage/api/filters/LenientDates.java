package org.peerage.api.filters;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times in filters: {@code 2024-04-01}, {@code 2024-04-01T12:00[:30[.5]][Z|+02:00]}, a space for the T too. */
final class LenientDates {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern TIME = Pattern.compile(
            DATE.pattern()
                    + "[T ]\\s*(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d{1,6})\\d{0,6})?)?\\s*(Z|[+-]\\d{2}(?::?\\d{2})?)?");

    private LenientDates() {}

    /**
     * The moment that a text names.
     *
     * @param end whether a bare date means its last millisecond rather than its first
     */
    static Optional<Instant> parse(String text, boolean end) {
        try {
            Matcher date = DATE.matcher(text);
            if (date.matches()) {
                Instant start = date(date).atStartOfDay().toInstant(ZoneOffset.UTC);
                return Optional.of(end ? start.plusMillis(24L * 60 * 60 * 1000 - 1) : start);
            }
            Matcher time = TIME.matcher(text);
            return time.matches() ? Optional.of(time(time)) : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static Instant time(Matcher parts) {
        int second = parts.group(6) == null ? 0 : Integer.parseInt(parts.group(6));
        int nano = parts.group(7) == null ? 0 : Integer.parseInt((parts.group(7) + "00000000").substring(0, 9));
        LocalDateTime local =
                date(parts).atTime(Integer.parseInt(parts.group(4)), Integer.parseInt(parts.group(5)), second, nano);
        String offset = parts.group(8);
        return local.toInstant(offset == null ? ZoneOffset.UTC : ZoneOffset.of(offset));
    }

    private static LocalDate date(Matcher parts) {
        return LocalDate.of(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }
}
