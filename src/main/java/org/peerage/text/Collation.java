package org.peerage.text;

import java.text.Normalizer;

/**
 * The order of whole texts and their equality in it, as {@code utf8mb4_unicode_ci} has them (UCA 4.0.0, primary level):
 * whitespace, punctuation, symbols, digits, letters, then all other characters by code point. Case and accents don't
 * count, ß is ss and æ is ae, a barred or Nordic letter follows its base letter (l ł m), trailing spaces are ignored.
 *
 * <p>A text compares less than one it is the beginning of, also where the next character is a tab or line end, which
 * the reference's padding would put before the blank.
 */
public final class Collation {

    private static final String ORDER =
            "\t\n\u000B\f\r\u0085 _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789" + "abcdđðefghħiıjklłmnŋoøpqrstŧuvwxyzþ";

    private static final int RANKED = 0x180;
    private static final char[] RANKS = ranks();

    private Collation() {}

    /** Negative, zero or positive as {@code a} comes before, with or after {@code b}. */
    public static int compare(String a, String b) {
        if (isAscii(a) && isAscii(b)) {
            return compareAscii(a, b);
        }
        return sortKey(a).compareTo(sortKey(b));
    }

    /** A key whose natural order is the order of the texts; equal for texts that are equal in it. Not for display. */
    public static String sortKey(String text) {
        String plain = Folding.withoutTrailingSpaces(isAscii(text) ? Folding.fold(text) : expanded(text));
        char[] key = new char[plain.length()];
        for (int i = 0; i < key.length; i++) {
            key[i] = rank(plain.charAt(i));
        }
        return new String(key);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x7F || (c < ' ' && PrimaryLevel.isIgnorableControl(c))) {
                return false;
            }
        }
        return true;
    }

    private static int compareAscii(String a, String b) {
        int lengthOfA = lengthWithoutTrailingSpaces(a);
        int lengthOfB = lengthWithoutTrailingSpaces(b);
        int common = Math.min(lengthOfA, lengthOfB);
        for (int i = 0; i < common; i++) {
            int difference = RANKS[a.charAt(i)] - RANKS[b.charAt(i)];
            if (difference != 0) {
                return difference;
            }
        }
        return lengthOfA - lengthOfB;
    }

    private static int lengthWithoutTrailingSpaces(String text) {
        int length = text.length();
        while (length > 0 && text.charAt(length - 1) == ' ') {
            length--;
        }
        return length;
    }

    private static String expanded(String text) {
        String folded = Folding.fold(Normalizer.normalize(text, Normalizer.Form.NFKD));
        return folded.replace("ß", "ss").replace("æ", "ae").replace("œ", "oe");
    }

    private static char[] ranks() {
        char[] ranks = new char[RANKED];
        for (char c = 0; c < RANKED; c++) {
            int rank = ORDER.indexOf(PrimaryLevel.of(c));
            ranks[c] = (char) (rank >= 0 ? rank : c);
        }
        return ranks;
    }

    /** Characters without a place in the list keep their number, which is above all places. */
    private static char rank(char c) {
        if (c < RANKED) {
            return RANKS[c];
        }
        if (Character.isSurrogate(c)) {
            return (char) (c + 0x2000); // UTF-16 units in order of code points
        }
        return c >= 0xE000 ? (char) (c - 0x800) : c;
    }
}
