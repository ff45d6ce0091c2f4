package org.peerage.text;

import java.net.IDN;
import org.peerage.net.IpAddress;

/**
 * The syntax of e-mail addresses (RFC 5321 §4.1.2): a dot-atom or a quoted string, {@code @}, and a domain of two
 * labels or more, {@code localhost}, or an address in brackets. At most 320 characters; stored as entered.
 */
public final class Email {

    private static final int MAX_LENGTH = 320;
    private static final String ATOM_SYMBOLS = "!#$%&'*+-/=?^_`{|}~";

    private Email() {}

    public static boolean isValid(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && text.length() <= MAX_LENGTH && isUser(text.substring(0, at)) && isHost(text.substring(at + 1));
    }

    private static boolean isUser(String user) {
        if (user.startsWith("\"")) {
            return user.length() > 1 && user.endsWith("\"") && isQuoted(user.substring(1, user.length() - 1));
        }
        boolean dotBefore = true;
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (c == '.' ? dotBefore : !isAtom(c)) {
                return false;
            }
            dotBefore = c == '.';
        }
        return !dotBefore;
    }

    private static boolean isAtom(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || ATOM_SYMBOLS.indexOf(c) >= 0;
    }

    /** Anything of ASCII but NUL and line ends; a quote or backslash, and a space or tab, after a backslash only. */
    private static boolean isQuoted(String text) {
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c == '\n' || c == '\r' || c > 0x7F) {
                return false;
            }
            if (!escaped && (c == '"' || c == ' ' || c == '\t')) {
                return false;
            }
            escaped = !escaped && c == '\\';
        }
        return !escaped;
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return IpAddress.parse(host.substring(1, host.length() - 1)).isPresent();
        }
        return host.equalsIgnoreCase("localhost") || HostName.isDomain(inAscii(host));
    }

    private static String inAscii(String host) {
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            return ""; // not a name that can be looked up
        }
    }
}
