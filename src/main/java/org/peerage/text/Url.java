package org.peerage.text;

import java.util.Locale;
import java.util.Set;
import org.peerage.net.IpAddress;

/**
 * The syntax of the links people enter (objects §1.10; RFC 3986 narrowed to a scheme, {@code ://} and a host, with
 * user, port, path, query and fragment as one likes): the host is a domain of two labels or more, {@code localhost}, an
 * IPv4 address or an IPv6 address in brackets. At most 2048 characters, none of them whitespace. Stored as entered.
 */
public final class Url {

    private static final int MAX_LENGTH = 2048;

    private Url() {}

    /** Whether the text is such a link with one of the schemes, which are given in lower case. */
    public static boolean isValid(String text, Set<String> schemes) {
        int colon = text.indexOf("://");
        if (colon <= 0 || text.length() > MAX_LENGTH || text.chars().anyMatch(Url::isSpace)) {
            return false;
        }
        if (!schemes.contains(text.substring(0, colon).toLowerCase(Locale.ROOT))) {
            return false;
        }
        return isAuthority(text.substring(colon + 3, endOfAuthority(text, colon + 3)));
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    private static int endOfAuthority(String text, int start) {
        int end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static boolean isAuthority(String authority) {
        int at = authority.lastIndexOf('@');
        if (at >= 0 && !isUserInfo(authority.substring(0, at))) {
            return false;
        }
        String hostAndPort = authority.substring(at + 1);
        int colon = hostAndPort.indexOf(':', hostAndPort.indexOf(']') + 1);
        if (colon < 0) {
            return isHost(hostAndPort);
        }
        return isPort(hostAndPort.substring(colon + 1)) && isHost(hostAndPort.substring(0, colon));
    }

    private static boolean isUserInfo(String text) {
        int colon = text.indexOf(':');
        return !text.isEmpty() && colon != 0 && colon == text.lastIndexOf(':') && text.indexOf('@') < 0;
    }

    private static boolean isPort(String text) {
        return !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) {
            return host.endsWith("]")
                    && IpAddress.parse(host.substring(1, host.length() - 1))
                            .filter(IpAddress::isV6)
                            .isPresent();
        }
        return host.equalsIgnoreCase("localhost")
                || IpAddress.parse(host).filter(address -> !address.isV6()).isPresent()
                || HostName.isDomain(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    }
}
