package org.peerage.net;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with the text of an address or prefix, in a parser's words (docs/spec/deviations.md 8). */
public final class IpAddressErrors {
    private static final String PARSER_NAME = " IP Address error: ";

    /** As strict as {@link IpAddress}: four decimal parts, no zeros before them, no ranges. */
    private static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowPrefix(false)
            .allowMask(false)
            .allowWildcardedSeparator(false)
            .setRangeOptions(RangeParameters.NO_RANGE)
            .getIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .allowLeadingZeros(false)
            .getParentBuilder()
            .toParams();

    private IpAddressErrors() {}

    /** Why the text is no IPv4 address; empty if it is one. */
    public static Optional<String> of4(String text) {
        return of(text, false);
    }

    /** Why the text is no IPv6 address; empty if it is one. */
    public static Optional<String> of6(String text) {
        return of(text, true);
    }

    private static Optional<String> of(String text, boolean six) {
        if (IpAddress.parseZoned(text).filter(address -> address.isV6() == six).isPresent()) {
            return Optional.empty();
        }
        if (text.indexOf('/') >= 0) {
            return Optional.of("Unexpected '/' in '" + text + "'"); // as recorded
        }
        String wrong = "'" + text + "' does not appear to be an IPv" + (six ? "6" : "4") + " address";
        try {
            new IPAddressString(text, STRICT).validate();
            return Optional.of(wrong);
        } catch (AddressStringException reason) {
            String message = String.valueOf(reason.getMessage());
            int start = message.lastIndexOf(PARSER_NAME);
            return Optional.of(start < 0 ? wrong : wrong + ": " + message.substring(start + PARSER_NAME.length()));
        }
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
