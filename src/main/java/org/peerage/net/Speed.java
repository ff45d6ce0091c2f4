package org.peerage.net;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The speed of a port or the sum of several, in Mbit/s.
 *
 * @param mbits 0 or more; the constructor throws {@link IllegalArgumentException} for less. What a single port may have
 *     (objects §2.7) is a rule of the registry, not of this type
 */
public record Speed(long mbits) implements Comparable<Speed> {

    private static final Pattern WRITTEN = Pattern.compile(
            "([0-9]{1,10}(?:[.,][0-9]{1,6})?)\\s*([MGT])?(?:bit/s|bits/s|b/s|bps|bit)?", Pattern.CASE_INSENSITIVE);

    public Speed {
        if (mbits < 0) {
            throw new IllegalArgumentException("A speed is not negative: " + mbits);
        }
    }

    /**
     * Reads what people write: {@code 10000}, {@code 10G}, {@code 2.5 Gbit/s}, {@code 100 Mbps}, {@code 1T}; empty for anything
     * else, and for parts of a megabit.
     */
    public static Optional<Speed> parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        long unit =
                switch (Objects.requireNonNullElse(written.group(2), "m").toLowerCase(Locale.ROOT)) {
                    case "m" -> 1;
                    case "g" -> 1000;
                    default -> 1_000_000;
                };
        BigDecimal mbits = new BigDecimal(written.group(1).replace(',', '.')).multiply(BigDecimal.valueOf(unit));
        return mbits.stripTrailingZeros().scale() > 0
                ? Optional.empty()
                : Optional.of(new Speed(mbits.longValueExact()));
    }

    /** The two together, as an exchange's capacity adds up; throws {@link ArithmeticException} beyond a long. */
    public Speed plus(Speed other) {
        return new Speed(Math.addExact(mbits, other.mbits));
    }

    @Override
    public int compareTo(Speed other) {
        return Long.compare(mbits, other.mbits);
    }

    /** The digits alone. */
    @Override
    public String toString() {
        return Long.toString(mbits);
    }
}
