package org.peerage.api.responses;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Dates of headers (RFC 9110 §5.6.7), as seconds since 1970. */
public final class HttpDate {
    private static final DateTimeFormatter USUAL = form("EEE, dd MMM yyyy HH:mm:ss 'GMT'");
    private static final List<DateTimeFormatter> FORMS = List.of(USUAL, shortYear(), form("EEE MMM ppd HH:mm:ss yyyy"));

    private HttpDate() {}

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
    }

    /** With two digits of the year, which is at most fifty years ahead. */
    private static DateTimeFormatter shortYear() {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, LocalDate.now(ZoneOffset.UTC).minusYears(49))
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US)
                .withZone(ZoneOffset.UTC);
    }

    public static String format(long second) {
        return USUAL.format(Instant.ofEpochSecond(second));
    }

    /** The text of one date after the other, each put together once; for many threads. */
    public static final class Latest {
        private volatile Text text = new Text(Long.MIN_VALUE, "");

        private record Text(long second, String text) {}

        public String format(long second) {
            Text known = text;
            if (known.second != second) {
                known = new Text(second, HttpDate.format(second));
                text = known;
            }
            return known.text;
        }
    }

    /** Empty where it is none. */
    static OptionalLong parse(@Nullable String text) {
        for (DateTimeFormatter form : text == null ? List.<DateTimeFormatter>of() : FORMS) {
            try {
                return OptionalLong.of(form.parse(text, Instant::from).getEpochSecond());
            } catch (DateTimeException anotherForm) {
                // The next form may fit.
            }
        }
        return OptionalLong.empty();
    }
}
