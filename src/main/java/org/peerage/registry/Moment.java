package org.peerage.registry;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A moment of the registry, as people and programs write it (docs/spec/record.md §1.1). */
public sealed interface Moment {
    /** How it is written, for messages. */
    String FORMS = "a version such as 4711, a time such as 2026-11-24T18:00:00Z, or a day such as 2026-11-24";

    /** A number that everything fits into that is to be computed with it. */
    int MAX_DIGITS = 15;

    /** After that change. */
    record Version(long number) implements Moment {}

    /** After the last change no later than that. */
    record Time(Instant time) implements Moment {
        /** The second after it. */
        Instant end() {
            return Instant.ofEpochSecond(time.getEpochSecond() + 1);
        }
    }

    /** The end of that day in UTC. */
    record Day(LocalDate day) implements Moment {
        /** The beginning of the next one. */
        Instant end() {
            return day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
    }

    /** After that change of the archive, see {@link PastArchive}. */
    record Archived(long number) implements Moment {}

    /** Reads one; empty where it is none. */
    static Optional<Moment> parse(String text) {
        if (text.length() > 40) {
            return Optional.empty();
        }
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return text.length() > MAX_DIGITS ? Optional.empty() : Optional.of(new Version(Long.parseLong(text)));
        }
        OptionalLong archived = ArchivedVersion.parse(text);
        if (archived.isPresent()) {
            return Optional.of(new Archived(archived.getAsLong()));
        }
        try {
            if (text.length() == "2026-11-24".length()) {
                return Optional.of(new Day(LocalDate.parse(text)));
            }
            // A plus that came unescaped in a query is a blank there (RFC 3339 §5.6 has no blank at that place).
            int blank = text.indexOf(' ', "2026-11-24T18".length());
            String written = blank < 0 ? text : text.substring(0, blank) + "+" + text.substring(blank + 1);
            return Optional.of(new Time(
                    OffsetDateTime.parse(written.toUpperCase(Locale.ROOT)).toInstant()));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
