package org.peerage.net;

import java.util.Optional;

/**
 * An autonomous system number, 0 to 4294967295 (RFC 6793).
 *
 * @param value the number; the constructor throws {@link IllegalArgumentException} outside the range
 */
public record Asn(long value) implements Comparable<Asn> {

    private static final long MAX = 0xFFFF_FFFFL;

    public Asn {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("An AS number is between 0 and " + MAX + ", not " + value);
        }
    }

    /** Reads digits, or {@code AS} or {@code ASN} in any case and digits; empty for anything else or out of range. */
    public static Optional<Asn> parse(String text) {
        int start = prefixLength(text);
        if (start == text.length()) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.empty();
            }
            value = value * 10 + (c - '0');
            if (value > MAX) {
                return Optional.empty();
            }
        }
        return Optional.of(new Asn(value));
    }

    private static int prefixLength(String text) {
        if (text.regionMatches(true, 0, "ASN", 0, 3)) {
            return 3;
        }
        return text.regionMatches(true, 0, "AS", 0, 2) ? 2 : 0;
    }

    /** Whether no RIR assigns the number: private, for documentation or reserved (objects A.5, deviations 11). */
    public boolean isReserved() {
        return value == 0 || value == 23456 || (value >= 64496 && value <= 131071) || value >= 4_200_000_000L;
    }

    /** Whether the number is for private use or for documentation (RFC 6996, RFC 5398): of use in a registry for trials. */
    public boolean isForPrivateUse() {
        return (value >= 64496 && value <= 65534)
                || (value >= 65536 && value <= 65551)
                || (value >= 4_200_000_000L && value < MAX);
    }

    @Override
    public int compareTo(Asn other) {
        return Long.compare(value, other.value);
    }

    /** The digits alone. */
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
