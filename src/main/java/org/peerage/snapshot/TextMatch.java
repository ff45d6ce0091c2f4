package org.peerage.snapshot;

import java.util.function.Predicate;
import org.peerage.text.Folding;

/**
 * How filters compare text: case and accents don't matter, as in the reference's database (docs/spec/rest.md §3). The
 * one place where this is defined.
 */
public final class TextMatch {
    private TextMatch() {}

    /** Texts equal to this one. Unlike in sorting, every space counts. */
    public static Predicate<String> equalTo(String text) {
        String folded = Folding.fold(text);
        return candidate -> candidate.length() == folded.length()
                ? candidate.equalsIgnoreCase(folded) || Folding.fold(candidate).equals(folded)
                : mayFold(candidate) && Folding.fold(candidate).equals(folded);
    }

    public static Predicate<String> startingWith(String text) {
        String folded = Folding.fold(text);
        return candidate -> candidate.regionMatches(true, 0, folded, 0, folded.length())
                || (mayFold(candidate) && Folding.fold(candidate).startsWith(folded));
    }

    public static Predicate<String> containing(String text) {
        String folded = Folding.fold(text);
        if (folded.isEmpty()) {
            return candidate -> true;
        }
        char first = folded.charAt(0);
        char upper = Character.toUpperCase(first);
        return candidate -> mayFold(candidate)
                ? Folding.fold(candidate).contains(folded)
                : containsAscii(candidate, folded, first, upper);
    }

    private static boolean containsAscii(String text, String folded, char first, char upper) {
        int last = text.length() - folded.length();
        for (int at = 0; at <= last; at++) {
            char c = text.charAt(at);
            if ((c == first || c == upper) && text.regionMatches(true, at, folded, 0, folded.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether folding may do more than change the case. */
    private static boolean mayFold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7E || c < ' ') {
                return true;
            }
        }
        return false;
    }
}
