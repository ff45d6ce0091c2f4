package org.peerage.net;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address, 4 or 16 bytes, and with IPv6 a zone where one is given (RFC 4007 §11), which the reference
 * takes and shows. Read strictly: no names, no octal, no shortened IPv4. Its text is the canonical one of RFC 5952, except that an IPv4-mapped address is written in hex groups ({@code
 * ::ffff:102:304}), as the reference does. IPv4 sorts before IPv6.
 */
public final class IpAddress implements Comparable<IpAddress> {

    private static final long MAX_V4 = 0xFFFF_FFFFL;

    private final boolean v6;
    private final long hi;
    private final long lo;
    private final String zone;

    private IpAddress(boolean v6, long hi, long lo, String zone) {
        this.v6 = v6;
        this.hi = hi;
        this.lo = lo;
        this.zone = zone;
    }

    /** The IPv4 address of these 32 bits; throws {@link IllegalArgumentException} when there are more. */
    public static IpAddress v4(long bits) {
        if (bits < 0 || bits > MAX_V4) {
            throw new IllegalArgumentException("An IPv4 address has 32 bits: " + Long.toHexString(bits));
        }
        return new IpAddress(false, 0, bits, "");
    }

    /** The IPv6 address of these 128 bits. */
    public static IpAddress v6(long hi, long lo) {
        return new IpAddress(true, hi, lo, "");
    }

    /** The same IPv6 address in that zone. */
    IpAddress in(String other) {
        return new IpAddress(v6, hi, lo, other);
    }

    /** The address alone, whichever zone it is in. */
    public IpAddress withoutZone() {
        return zone.isEmpty() ? this : new IpAddress(v6, hi, lo, "");
    }

    /** Empty unless the whole text is an address without a zone. */
    public static Optional<IpAddress> parse(String text) {
        return IpAddressParser.parse(text);
    }

    /** The same for an address that may have a zone: {@code fe80::1%eth0}. */
    public static Optional<IpAddress> parseZoned(String text) {
        int percent = text.indexOf('%');
        return percent < 0
                ? parse(text)
                : IpAddressParser.zoned(text.substring(0, percent), text.substring(percent + 1));
    }

    public boolean isV6() {
        return v6;
    }

    /** The upper 64 bits; 0 for IPv4. */
    public long hi() {
        return hi;
    }

    /** The lower 64 bits; for IPv4 all 32. */
    public long lo() {
        return lo;
    }

    /** How many bits an address of this version has: 32 or 128. */
    public int bitLength() {
        return v6 ? 128 : 32;
    }

    /** The address after this one; empty after the last of its version. */
    public Optional<IpAddress> next() {
        if (lo == (v6 ? -1 : MAX_V4)) {
            return v6 && hi != -1 ? Optional.of(v6(hi + 1, 0)) : Optional.empty();
        }
        return Optional.of(new IpAddress(v6, hi, lo + 1, ""));
    }

    /** The address before this one; empty before the first of its version. */
    public Optional<IpAddress> previous() {
        if (lo == 0) {
            return hi != 0 ? Optional.of(v6(hi - 1, -1)) : Optional.empty();
        }
        return Optional.of(new IpAddress(v6, hi, lo - 1, ""));
    }

    @Override
    public int compareTo(IpAddress other) {
        if (v6 != other.v6) {
            return v6 ? 1 : -1;
        }
        int upper = Long.compareUnsigned(hi, other.hi);
        int all = upper != 0 ? upper : Long.compareUnsigned(lo, other.lo);
        return all != 0 ? all : zone.compareTo(other.zone);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress address
                && v6 == address.v6
                && hi == address.hi
                && lo == address.lo
                && zone.equals(address.zone);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(hi) + Long.hashCode(lo)) + Boolean.hashCode(v6);
    }

    /** The canonical text. */
    @Override
    public String toString() {
        if (!v6) {
            return textOfV4();
        }
        return zone.isEmpty() ? textOfV6() : textOfV6() + "%" + zone;
    }

    private String textOfV4() {
        return (lo >>> 24) + "." + ((lo >>> 16) & 0xFF) + "." + ((lo >>> 8) & 0xFF) + "." + (lo & 0xFF);
    }

    private String textOfV6() {
        int bestStart = -1;
        int bestLength = 1; // RFC 5952 §4.2.2: a single zero group is not compressed
        int length = 0;
        for (int i = 0; i < 8; i++) {
            length = group(i) == 0 ? length + 1 : 0;
            if (length > bestLength) {
                bestLength = length;
                bestStart = i - length + 1;
            }
        }
        StringBuilder text = new StringBuilder(39);
        int i = 0;
        while (i < 8) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength;
            } else {
                if (i > 0 && i != bestStart + bestLength) {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(i)));
                i++;
            }
        }
        return text.toString();
    }

    private int group(int index) {
        long half = index < 4 ? hi : lo;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xFFFF;
    }
}
