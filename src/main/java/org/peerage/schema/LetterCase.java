package org.peerage.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Upper and lower case of labels. */
public final class LetterCase {

    private LetterCase() {}

    /** {@code Traffic Levels} becomes {@code Traffic levels}; what has other capitals (IPv4, NPA-NXX) stays. */
    static String sentenceCase(String title) {
        int space = title.indexOf(' ');
        return space < 0
                ? title
                : title.substring(0, space)
                        + Arrays.stream(title.substring(space).split(" ", -1))
                                .map(LetterCase::uncapitalized)
                                .collect(Collectors.joining(" "));
    }

    public static String capitalized(String words) {
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** As inside of a sentence: {@code network}, but {@code IX-F import}. */
    public static String uncapitalized(String words) {
        boolean name = words.length() > 1
                && !words.substring(1, 2).toLowerCase(Locale.ROOT).equals(words.substring(1, 2));
        return words.isEmpty() || name ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }
}
