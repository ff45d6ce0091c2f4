package org.peerage.search;

import java.util.ArrayList;
import java.util.List;
import org.peerage.text.Folding;
import org.peerage.text.Transliteration;

/** Cuts texts into the words that are looked up: letters and digits, case and accents folded. */
final class Words {
    private static final int LONGEST = 60;
    private static final int GAP = 50;

    private Words() {}

    /**
     * A word where it stands.
     *
     * @param step how many places after the one before; 0: another form of it
     */
    record Placed(String text, int step) {}

    /** The words of a text as they are looked for: {@code AMS-IX} gives two. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        String folded = Folding.fold(text);
        for (int i = 0; i <= folded.length(); i++) {
            char c = i < folded.length() ? folded.charAt(i) : ' ';
            if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
                piece.append(c);
            } else if (!piece.isEmpty()) {
                pieces.add(cut(piece.toString()));
                piece.setLength(0);
            }
        }
        return pieces;
    }

    /** The text without what stands between letters and digits: {@code AMS-IX} is also found as {@code amsix}. */
    static String joined(List<String> pieces) {
        return cut(String.join("", pieces));
    }

    /** All words of some texts for the index; words of different texts are no neighbours. */
    static List<Placed> placed(List<String> texts) {
        List<Placed> all = new ArrayList<>();
        for (String text : texts) {
            place(text, all);
            String ascii = Transliteration.toAscii(text);
            if (!ascii.equals(text)) {
                place(ascii, all);
            }
        }
        return all;
    }

    private static void place(String text, List<Placed> all) {
        int step = all.isEmpty() ? 1 : GAP;
        for (String chunk : text.strip().split("\\s+")) {
            List<String> pieces = pieces(chunk);
            for (int i = 0; i < pieces.size(); i++) {
                all.add(new Placed(pieces.get(i), step));
                step = 1;
                if (i == 0 && pieces.size() > 1) {
                    all.add(new Placed(joined(pieces), 0));
                }
            }
        }
    }

    private static String cut(String word) {
        return word.length() <= LONGEST ? word : word.substring(0, LONGEST);
    }
}
