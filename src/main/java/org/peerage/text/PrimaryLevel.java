package org.peerage.text;

import java.text.Normalizer;

/**
 * What a character is at UCA's primary level: the plain character it counts as, or nothing. Derived from the JDK's
 * Unicode data: the compatibility decomposition (NFKD) without marks, case folded.
 */
final class PrimaryLevel {

    /** Stands for "has no primary weight". */
    static final char IGNORABLE = '\0';

    private static final String SMALL_KANA = "ぁぃぅぇぉっゃゅょゎゕゖ";
    private static final String LARGE_KANA = "あいうえおつやゆよわかけ";

    /** The plain character of each one of the basic plane; 128 kB that save a normalisation a character. */
    private static final char[] TABLE = table();

    private PrimaryLevel() {}

    static char of(char c) {
        return TABLE[c];
    }

    static void appendSupplementary(int point, StringBuilder out) {
        int plain = single(point);
        if (plain != IGNORABLE) {
            out.appendCodePoint(plain);
        }
    }

    static boolean isIgnorableControl(int point) {
        return point < 0x09 || (point > 0x0D && point < 0x20) || (point >= 0x7F && point < 0xA0 && point != 0x85);
    }

    private static char[] table() {
        char[] table = new char[0x10000];
        for (int c = 0; c < table.length; c++) {
            boolean plain = (c >= 0x3400 && c < 0xA000) || (c >= 0xAC00 && c < 0xF900);
            table[c] = (char) (plain ? c : single(c));
        }
        return table;
    }

    /** The one plain code point a code point counts as: itself, case folded, where it stands for several. */
    private static int single(int point) {
        String bases = bases(Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD));
        if (bases.isEmpty()) {
            return isMarkOrFormat(point) ? IGNORABLE : caseFolded(point);
        }
        int first = bases.codePointAt(0);
        if (bases.length() > Character.charCount(first) || isSpacingAccent(point, first)) {
            return caseFolded(point);
        }
        return first;
    }

    /** The plain characters of decomposed text, in order. */
    private static String bases(String decomposed) {
        StringBuilder bases = new StringBuilder();
        decomposed.codePoints().filter(p -> !isMarkOrFormat(p)).forEach(p -> bases.appendCodePoint(caseFolded(p)));
        return bases.toString();
    }

    /** ¨ or ´ is a space and a mark by its decomposition, but no space to a reader. */
    private static boolean isSpacingAccent(int point, int base) {
        return base == ' ' && !Character.isSpaceChar(point);
    }

    private static boolean isMarkOrFormat(int point) {
        if (point < 0xA0) {
            return isIgnorableControl(point);
        }
        return switch (Character.getType(point)) {
            case Character.FORMAT -> true;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> isAccent(point);
            default -> false;
        };
    }

    /** The vowel signs of Indic and South-East Asian scripts are marks too, but they are letters to their readers. */
    private static boolean isAccent(int point) {
        return switch (Character.UnicodeScript.of(point)) {
            case INHERITED, COMMON, LATIN, GREEK, CYRILLIC, HEBREW, ARABIC, SYRIAC -> true;
            default -> false;
        };
    }

    private static int caseFolded(int point) {
        if (point >= 0x3041 && point <= 0x30F6) {
            return kana(point);
        }
        if (Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER) {
            return '0' + Character.digit(point, 10);
        }
        if (point == 'ı') {
            return point; // its capital is I, but it is not an i
        }
        return Character.toLowerCase(Character.toUpperCase(point));
    }

    /** Katakana count as hiragana and small kana as large ones; their voicing marks are accents (か = が). */
    private static int kana(int point) {
        int hiragana = point >= 0x30A1 ? point - 0x60 : point;
        int small = SMALL_KANA.indexOf(hiragana);
        return small >= 0 ? LARGE_KANA.charAt(small) : hiragana;
    }
}
