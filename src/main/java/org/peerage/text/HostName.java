package org.peerage.text;

/** The part of a URL or an e-mail address that names a host (RFC 1123 §2.1, RFC 5890 for names in other scripts). */
final class HostName {

    private static final int MAX_NAME_LENGTH = 253;
    private static final int MAX_LABEL_LENGTH = 63;

    private HostName() {}

    /** Whether it is two or more labels of which the last is no number: letters and hyphens, or {@code xn--…}. */
    static boolean isDomain(String name) {
        int lastDot = name.lastIndexOf('.');
        if (lastDot <= 0 || name.length() > MAX_NAME_LENGTH || !isTopLevel(name.substring(lastDot + 1))) {
            return false;
        }
        int start = 0;
        while (start <= lastDot) {
            int end = name.indexOf('.', start);
            if (!isLabel(name, start, end)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean isLabel(String name, int start, int end) {
        if (end == start || end - start > MAX_LABEL_LENGTH || isHyphenAtAnEnd(name, start, end)) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isTopLevel(String label) {
        if (label.length() < 2 || !isLabel(label, 0, label.length())) {
            return false;
        }
        if (label.regionMatches(true, 0, "xn--", 0, 4)) {
            return label.length() > 4;
        }
        return label.chars().noneMatch(HostName::isDigit);
    }

    private static boolean isHyphenAtAnEnd(String name, int start, int end) {
        return name.charAt(start) == '-' || name.charAt(end - 1) == '-';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c > 0xA0 && Character.isDefined(c));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
