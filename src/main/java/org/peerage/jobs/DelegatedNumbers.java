package org.peerage.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;

/**
 * What the RIRs' {@code delegated-*-extended-latest} files say of AS numbers. The files' format is the RIRs' own
 * (version 2): {@code registry|cc|type|start|count|date|status|…}.
 */
final class DelegatedNumbers {
    /** The word for a number that no file has. */
    static final String MISSING = "missing";

    private static final Duration MAX_AGE = Duration.ofDays(3);

    /** A file may lose one percent of its numbers from one run to the next. */
    private static final double MIN_SHARE = 0.99;

    private static final int MAX_LINE = 1000;

    private final TreeMap<Long, Range> ranges = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();

    private record Range(long last, String status) {}

    /** A file that is not to be believed, or none at all. */
    static final class UntrustedFileException extends IOException {
        private static final long serialVersionUID = 1;

        UntrustedFileException(String message) {
            super(message);
        }
    }

    /**
     * Adds the numbers of one file.
     *
     * @param name of the file, for messages
     * @param before how many numbers each registry had when it was read last
     * @throws UntrustedFileException where it is too old, has become much smaller, or is none
     */
    void add(String name, BufferedReader file, Map<String, Long> before, Instant now) throws IOException {
        String registry = "";
        long numbers = 0;
        for (String line = next(file); line != null; line = next(file)) {
            List<String> parts = List.of(line.split("\\|", -1));
            if (line.startsWith("#") || line.isBlank() || parts.size() < 4) {
                continue;
            }
            if (registry.isEmpty()) {
                registry = registry(name, parts, now);
            } else if (parts.size() >= 7
                    && parts.get(2).equals("asn")
                    && !parts.get(3).equals("*")) {
                numbers += add(name, parts);
            }
        }
        if (registry.isEmpty() || numbers == 0) {
            throw new UntrustedFileException(name + " has no AS numbers");
        }
        long last = before.getOrDefault(registry, 0L);
        if (numbers < last * MIN_SHARE) {
            throw new UntrustedFileException(name + " has " + numbers + " numbers, " + last + " when it was read last");
        }
        counts.put(registry, numbers);
    }

    private static @Nullable String next(BufferedReader file) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = file.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = file.read()) {
            if (line.length() >= MAX_LINE) {
                throw new UntrustedFileException("a line is too long");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    /** From the header {@code 2|ripencc|serial|records|start|end|offset}; the file's own day is its end. */
    private static String registry(String name, List<String> header, Instant now) throws UntrustedFileException {
        if (!header.getFirst().startsWith("2") || header.size() < 6) {
            throw new UntrustedFileException(name + " does not begin as such a file does");
        }
        try {
            Instant day = LocalDate.parse(header.get(5), DateTimeFormatter.BASIC_ISO_DATE)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            if (day.plus(MAX_AGE).isBefore(now)) {
                throw new UntrustedFileException(name + " is of " + header.get(5) + ", which is too old");
            }
        } catch (DateTimeParseException none) {
            throw new UntrustedFileException(name + " has no date");
        }
        return header.get(1);
    }

    private long add(String name, List<String> parts) throws UntrustedFileException {
        String first = parts.get(3);
        String count = parts.get(4);
        if (!first.matches("[0-9]{1,10}") || !count.matches("[0-9]{1,10}")) {
            throw new UntrustedFileException(name + " has a line that is no range: " + String.join("|", parts));
        }
        long start = Long.parseLong(first);
        long length = Long.parseLong(count);
        ranges.put(start, new Range(start + length - 1, parts.get(6)));
        return length;
    }

    /** The file's word for a number, such as {@code allocated}; {@link #MISSING} where none has it. */
    String status(Asn asn) {
        Map.Entry<Long, Range> found = ranges.floorEntry(asn.value());
        return found == null || found.getValue().last < asn.value() ? MISSING : found.getValue().status;
    }

    /** Numbers by registry, to be compared with when the files are read next. */
    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }
}
