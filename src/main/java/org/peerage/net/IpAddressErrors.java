package org.peerage.net;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with the text of an address or prefix, in the words of Python's {@code ipaddress}, which clients know. */
public final class IpAddressErrors {
    private static final int GROUPS = 8;

    private IpAddressErrors() {}

    /** Why the text is no IPv4 address; empty if it is one. */
    public static Optional<String> of4(String text) {
        if (text.indexOf('/') >= 0) {
            return Optional.of("Unexpected '/' in '" + text + "'");
        }
        return quad(text);
    }

    private static Optional<String> quad(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return Optional.of("Expected 4 octets in '" + text + "'");
        }
        for (String octet : octets) {
            String problem = octet(octet);
            if (!problem.isEmpty()) {
                return Optional.of(problem + " in '" + text + "'");
            }
        }
        return Optional.empty();
    }

    private static String octet(String octet) {
        if (octet.isEmpty()) {
            return "Empty octet not permitted";
        }
        if (!octet.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return "Only decimal digits permitted in '" + octet + "'";
        }
        if (octet.length() > 3) {
            return "At most 3 characters permitted in '" + octet + "'";
        }
        if (octet.length() > 1 && octet.charAt(0) == '0') {
            return "Leading zeros are not permitted in '" + octet + "'";
        }
        int value = Integer.parseInt(octet);
        return value > 255 ? "Octet " + value + " (> 255) not permitted" : "";
    }

    /** Why the text is no IPv6 address; empty if it is one. */
    public static Optional<String> of6(String text) {
        if (text.indexOf('/') >= 0) {
            return Optional.of("Unexpected '/' in '" + text + "'");
        }
        if (text.isEmpty()) {
            return Optional.of("Address cannot be empty");
        }
        int percent = text.indexOf('%');
        if (percent >= 0) {
            Optional<String> problem = of6(text.substring(0, percent));
            return IpAddress.parseZoned(text).isPresent() || problem.isPresent()
                    ? problem
                    : Optional.of("Invalid IPv6 address: '" + text + "'");
        }
        String[] parts = text.split(":", -1);
        if (parts.length < 3) {
            return Optional.of("At least 3 parts expected in '" + text + "'");
        }
        int count = parts.length;
        if (parts[count - 1].indexOf('.') >= 0) {
            Optional<String> problem = quad(parts[count - 1]);
            if (problem.isPresent()) {
                return Optional.of(problem.get() + " in '" + text + "'");
            }
            parts[count - 1] = "0";
            count++; // the last 32 bits are two groups
        }
        return groups(text, parts, count);
    }

    private static Optional<String> groups(String text, String[] parts, int count) {
        if (count > GROUPS + 1) {
            return Optional.of("At most 8 colons permitted in '" + text + "'");
        }
        int gap = -1;
        for (int i = 1; i < parts.length - 1; i++) {
            if (parts[i].isEmpty()) {
                if (gap >= 0) {
                    return Optional.of("At most one '::' permitted in '" + text + "'");
                }
                gap = i;
            }
        }
        boolean startsEmpty = parts[0].isEmpty();
        boolean endsEmpty = parts[parts.length - 1].isEmpty();
        if (gap >= 0) {
            int high = gap - (startsEmpty ? 1 : 0);
            int low = count - gap - 1 - (endsEmpty ? 1 : 0);
            if (startsEmpty && high > 0) {
                return Optional.of("Leading ':' only permitted as part of '::' in '" + text + "'");
            }
            if (endsEmpty && low > 0) {
                return Optional.of("Trailing ':' only permitted as part of '::' in '" + text + "'");
            }
            if (high + low >= GROUPS) {
                return Optional.of("Expected at most 7 other parts with '::' in '" + text + "'");
            }
        } else if (count != GROUPS) {
            return Optional.of("Exactly 8 parts expected without '::' in '" + text + "'");
        } else if (startsEmpty) {
            return Optional.of("Leading ':' only permitted as part of '::' in '" + text + "'");
        } else if (endsEmpty) {
            return Optional.of("Trailing ':' only permitted as part of '::' in '" + text + "'");
        }
        return hex(text, parts);
    }

    private static Optional<String> hex(String text, String[] parts) {
        for (String part : parts) {
            if (!part.chars().allMatch(IpAddressErrors::isHex)) {
                return Optional.of("Only hex digits permitted in '" + part + "' in '" + text + "'");
            }
            if (part.length() > 4) {
                return Optional.of("At most 4 characters permitted in '" + part + "' in '" + text + "'");
            }
        }
        return Optional.empty();
    }

    private static boolean isHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** What is wrong with a prefix in CIDR notation; empty if nothing is (docs/spec/objects.md §2.6). */
    public static List<String> prefixProblems(String text) {
        if (IpPrefix.parse(text).isPresent()) {
            return List.of();
        }
        String reason = IpPrefix.around(text).isPresent()
                ? text + " has host bits set"
                : String.format(Locale.ROOT, "'%s' does not appear to be an IPv4 or IPv6 network", text);
        return List.of("Invalid prefix: " + text, reason);
    }
}
