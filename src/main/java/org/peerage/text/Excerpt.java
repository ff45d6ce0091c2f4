package org.peerage.text;

/**
 * The beginning of a value that somebody sent, for messages about it: they name the value, and do not give megabytes of it
 * back.
 */
public final class Excerpt {
    /** In characters; more than any value has that was meant. */
    static final int MAX_LENGTH = 1000;

    private Excerpt() {}

    public static String of(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1));
        return text.substring(0, splits ? MAX_LENGTH - 1 : MAX_LENGTH) + "…";
    }
}
