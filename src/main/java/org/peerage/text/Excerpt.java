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
        return of(text, MAX_LENGTH);
    }

    /** The same of so many characters; none of them is halved, so that what could be stored still can. */
    public static String of(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(maxLength - 1));
        return text.substring(0, splits ? maxLength - 1 : maxLength) + "…";
    }
}
