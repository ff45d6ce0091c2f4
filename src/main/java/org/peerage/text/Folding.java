package org.peerage.text;

/**
 * The comparison form of text for {@code contains}, {@code startswith} and bare filters (rest §3): case and accents
 * gone, compatibility forms (full width, superscript) and katakana plain, controls and combining marks dropped.
 *
 * <p>It follows the primary weights of {@code utf8mb4_unicode_ci} (UCA 4.0.0) one character at a time, as SQL's
 * {@code LIKE} does. So a character that stands for several stays one: the recorded reference does not find
 * {@code Größe} for {@code grosse}. Where whole texts are ordered or compared for equality, {@link Collation} expands
 * such characters. Letters with a weight of their own (ø, ł, đ, ħ) stay distinct.
 */
public final class Folding {

    private Folding() {}

    /** The folded text; the same instance if it is plain ASCII and folded already. */
    public static String fold(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 'A' && (c <= 'Z' || c >= 0x7F)) {
                return foldFrom(i, text);
            }
            if (c < ' ' && PrimaryLevel.isIgnorableControl(c)) {
                return foldFrom(i, text);
            }
        }
        return text;
    }

    private static String foldFrom(int start, String text) {
        int length = text.length();
        StringBuilder folded = new StringBuilder(length).append(text, 0, start);
        int i = start;
        while (i < length) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                int point = text.codePointAt(i);
                PrimaryLevel.appendSupplementary(point, folded);
                i += Character.charCount(point);
            } else {
                char plain = PrimaryLevel.of(c);
                if (plain != PrimaryLevel.IGNORABLE) {
                    folded.append(plain);
                }
                i++;
            }
        }
        return folded.toString();
    }

    /** The folded text without trailing spaces (U+0020), the key under which a whole text is looked up. */
    public static String key(String text) {
        return withoutTrailingSpaces(fold(text));
    }

    static String withoutTrailingSpaces(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
