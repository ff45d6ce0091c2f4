package org.peerage.text;

/**
 * White space as Unicode has it: the blanks of all scripts, and the controls that separate lines and records. Java's own
 * {@code strip} leaves the blanks that do not break lines, which look like any other.
 */
public final class WhiteSpace {
    private WhiteSpace() {}

    /** Whether the character is white space. */
    public static boolean is(int point) {
        return (point >= 0x09 && point <= 0x0D)
                || (point >= 0x1C && point <= 0x20)
                || point == 0x85
                || point == 0xA0
                || point == 0x1680
                || (point >= 0x2000 && point <= 0x200A)
                || point == 0x2028
                || point == 0x2029
                || point == 0x202F
                || point == 0x205F
                || point == 0x3000;
    }

    /** The text without white space at its ends. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && is(text.charAt(from))) {
            from++;
        }
        while (to > from && is(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Whether there is nothing but white space. */
    public static boolean isAll(String text) {
        return text.chars().allMatch(WhiteSpace::is);
    }

    /** Whether two characters of white space follow each other. */
    public static boolean isDoubledIn(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (is(text.charAt(i)) && is(text.charAt(i - 1))) {
                return true;
            }
        }
        return false;
    }

    /** The text stripped, with one plain blank wherever white space was doubled. */
    public static String collapse(String text) {
        StringBuilder out = new StringBuilder(text.length());
        String stripped = strip(text);
        for (int i = 0; i < stripped.length(); i++) {
            char c = stripped.charAt(i);
            boolean doubled = is(c)
                    && ((i > 0 && is(stripped.charAt(i - 1)))
                            || (i + 1 < stripped.length() && is(stripped.charAt(i + 1))));
            if (!doubled) {
                out.append(c);
            } else if (!is(stripped.charAt(i - 1))) {
                out.append(' ');
            }
        }
        return out.toString();
    }
}
