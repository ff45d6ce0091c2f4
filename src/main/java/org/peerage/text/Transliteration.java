package org.peerage.text;

import net.gcardone.junidecode.Junidecode;

/**
 * Text in ASCII, character by character as Python's {@code unidecode} writes it: the form of a searched text (rest §3).
 * {@code 東京} gives {@code "Dong Jing "}.
 */
public final class Transliteration {

    private Transliteration() {}

    /** The same instance if the text is ASCII. */
    public static String toAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return Junidecode.unidecode(text);
            }
        }
        return text;
    }
}
