package org.peerage.search;

import java.util.ArrayList;
import java.util.List;
import org.peerage.text.Folding;
import org.peerage.text.Transliteration;

/** Cuts texts into the words that are looked up: letters and digits, case and accents folded. */
final class Tokenizer {
    private static final int MAX_TOKEN_LENGTH = 60;
    private static final int GAP = 50;

    private Tokenizer() {}

    /**
     * A word where it stands.
     *
     * @param step how many places after the one before; 0: another form of it
     */
    record Token(String text, int step) {}

    /** The words of a text as they are looked for: {@code AMS-IX} gives two. */
    static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        String folded = Folding.fold(text);
        for (int i = 0; i <= folded.length(); i++) {
            char c = i < folded.length() ? folded.charAt(i) : ' ';
            if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
                piece.append(c);
            } else if (!piece.isEmpty()) {
                tokens.add(shorten(piece.toString()));
                piece.setLength(0);
            }
        }
        return tokens;
    }

    /** The text without what stands between letters and digits: {@code AMS-IX} is also found as {@code amsix}. */
    static String joined(List<String> tokens) {
        return shorten(String.join("", tokens));
    }

    /** All words of some texts for the index; words of different texts are no neighbours. */
    static List<Token> positionedTokens(List<String> texts) {
        List<Token> all = new ArrayList<>();
        for (String text : texts) {
            addTokens(text, all);
            String ascii = Transliteration.toAscii(text);
            if (!ascii.equals(text)) {
                addTokens(ascii, all);
            }
        }
        return all;
    }

    private static void addTokens(String text, List<Token> all) {
        int step = all.isEmpty() ? 1 : GAP;
        for (String chunk : text.strip().split("\\s+")) {
            List<String> tokens = tokens(chunk);
            for (int i = 0; i < tokens.size(); i++) {
                all.add(new Token(tokens.get(i), step));
                step = 1;
                if (i == 0 && tokens.size() > 1) {
                    all.add(new Token(joined(tokens), 0));
                }
            }
        }
    }

    private static String shorten(String token) {
        return token.length() <= MAX_TOKEN_LENGTH ? token : token.substring(0, MAX_TOKEN_LENGTH);
    }
}
