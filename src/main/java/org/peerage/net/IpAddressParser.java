package org.peerage.net;

import java.util.Optional;

/** Reads the two syntaxes of {@link IpAddress}: dotted quads, and RFC 4291 §2.2 with at most one {@code ::}. */
final class IpAddressParser {

    private static final int MAX_LENGTH = 45;
    private static final int MAX_ZONE_LENGTH = 15; // an interface's name
    private static final long INVALID = -1;

    private IpAddressParser() {}

    static Optional<IpAddress> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (text.indexOf(':') >= 0) {
            return parseV6(text);
        }
        long bits = quad(text, 0);
        return bits == INVALID ? Optional.empty() : Optional.of(IpAddress.v4(bits));
    }

    static Optional<IpAddress> zoned(String address, String zone) {
        boolean named = !zone.isEmpty()
                && zone.length() <= MAX_ZONE_LENGTH
                && zone.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '%' && c != '/');
        return named ? parse(address).filter(IpAddress::isV6).map(six -> six.in(zone)) : Optional.empty();
    }

    private static Optional<IpAddress> parseV6(String text) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            if (count == 8) {
                return Optional.empty();
            }
            int end = text.indexOf(':', at);
            if (end < 0 && text.indexOf('.', at) >= 0) {
                long bits = quad(text, at);
                if (bits == INVALID || count > 6) {
                    return Optional.empty();
                }
                groups[count++] = (int) (bits >>> 16);
                groups[count++] = (int) (bits & 0xFFFF);
                break;
            }
            int stop = end < 0 ? text.length() : end;
            int group = hexGroup(text, at, stop);
            if (group < 0) {
                return Optional.empty();
            }
            groups[count++] = group;
            at = stop + 1;
            if (end >= 0 && at == text.length()) {
                return Optional.empty(); // a single colon at the end
            }
            if (end >= 0 && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return Optional.empty();
                }
                gap = count;
                at++;
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            return Optional.empty();
        }
        return Optional.of(join(groups, count, gap < 0 ? count : gap));
    }

    private static IpAddress join(int[] groups, int count, int gap) {
        long hi = 0;
        long lo = 0;
        int zeros = 8 - count;
        for (int i = 0; i < 8; i++) {
            long group = 0;
            if (i < gap) {
                group = groups[i];
            } else if (i >= gap + zeros) {
                group = groups[i - zeros];
            }
            if (i < 4) {
                hi = (hi << 16) | group;
            } else {
                lo = (lo << 16) | group;
            }
        }
        return IpAddress.v6(hi, lo);
    }

    private static int hexGroup(String text, int from, int to) {
        if (to <= from || to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private static long quad(String text, int from) {
        long bits = 0;
        int at = from;
        for (int octet = 0; octet < 4; octet++) {
            int start = at;
            int value = 0;
            while (at < text.length() && at - start < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = value * 10 + (text.charAt(at) - '0');
                at++;
            }
            boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
            if (at == start || leadingZero || value > 255) {
                return INVALID;
            }
            bits = (bits << 8) | value;
            if (octet < 3) {
                if (at == text.length() || text.charAt(at) != '.') {
                    return INVALID;
                }
                at++;
            }
        }
        return at == text.length() ? bits : INVALID;
    }
}
