package org.peerage.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Why a text is no JSON (RFC 8259), in the words of Python's {@code json}, with the place of the mistake. Reads the text
 * once, and keeps no more than the open brackets.
 */
public final class JsonProblem {
    private final String text;
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;

    private JsonProblem(String text) {
        this.text = text;
    }

    /** The message; empty where the text is JSON. */
    public static Optional<String> of(String text) {
        JsonProblem problem = new JsonProblem(text);
        try {
            problem.document();
            return Optional.empty();
        } catch (Mistake mistake) {
            return Optional.of(mistake.words + ": " + problem.place(mistake.position));
        }
    }

    private static final class Mistake extends Exception {
        private static final long serialVersionUID = 1L;
        private final String words;
        private final int position;

        Mistake(String words, int position) {
            super(words, null, false, false);
            this.words = words;
            this.position = position;
        }
    }

    /** {@code line 1 column 2 (char 1)}; characters are code points. */
    private String place(int position) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < position; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return "line " + line + " column " + (text.codePointCount(start, position) + 1) + " (char "
                + text.codePointCount(0, position) + ")";
    }

    private void document() throws Mistake {
        blanks();
        value();
        while (!open.isEmpty()) {
            afterValue();
        }
        blanks();
        if (at < text.length()) {
            throw new Mistake("Extra data", at);
        }
    }

    /** Reads a value; of a list or mapping, only its opening and what leads to its first inner value. */
    private void value() throws Mistake {
        while (true) {
            char c = peek();
            if (c == '"') {
                string();
                return;
            }
            if (c != '{' && c != '[') {
                word();
                return;
            }
            char end = c == '{' ? '}' : ']';
            at++;
            open.push(end);
            blanks();
            if (peek() == end) {
                close();
                return;
            }
            if (c == '{') {
                key();
            }
        }
    }

    private void close() {
        at++;
        open.pop();
    }

    private void afterValue() throws Mistake {
        char end = open.getFirst();
        blanks();
        char c = peek();
        if (c == end) {
            close();
            return;
        }
        if (c != ',') {
            throw new Mistake("Expecting ',' delimiter", at);
        }
        at++;
        blanks();
        if (end == '}') {
            key();
        }
        value();
    }

    /** Reads a key and the colon after it. */
    private void key() throws Mistake {
        if (peek() != '"') {
            throw new Mistake("Expecting property name enclosed in double quotes", at);
        }
        string();
        blanks();
        if (peek() != ':') {
            throw new Mistake("Expecting ':' delimiter", at);
        }
        at++;
        blanks();
    }

    private void string() throws Mistake {
        int start = at++;
        while (true) {
            if (at >= text.length()) {
                throw new Mistake("Unterminated string starting at", start);
            }
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return;
            }
            if (c < ' ') {
                throw new Mistake("Invalid control character at", at);
            }
            if (c == '\\') {
                escape(start);
            } else {
                at++;
            }
        }
    }

    private void escape(int start) throws Mistake {
        if (at + 1 >= text.length()) {
            throw new Mistake("Unterminated string starting at", start);
        }
        char c = text.charAt(at + 1);
        if (c == 'u') {
            for (int i = at + 2; i < at + 6; i++) {
                if (i >= text.length() || Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                    throw new Mistake("Invalid \\uXXXX escape", at + 1);
                }
            }
            at += 6;
        } else if ("\"\\/bfnrt".indexOf(c) >= 0) {
            at += 2;
        } else {
            throw new Mistake("Invalid \\escape", at);
        }
    }

    private void word() throws Mistake {
        for (String word : new String[] {"true", "false", "null", "NaN", "Infinity", "-Infinity"}) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return;
            }
        }
        int end = number(at);
        if (end < 0) {
            throw new Mistake("Expecting value", at);
        }
        at = end;
    }

    /** Where a number that begins here ends; -1: none begins. */
    private int number(int from) {
        int i = from < text.length() && text.charAt(from) == '-' ? from + 1 : from;
        if (i >= text.length() || !isDigit(i)) {
            return -1;
        }
        i = text.charAt(i) == '0' ? i + 1 : digits(i);
        if (i + 1 < text.length() && text.charAt(i) == '.' && isDigit(i + 1)) {
            i = digits(i + 1);
        }
        if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            int exponent = i + 1 < text.length() && "+-".indexOf(text.charAt(i + 1)) >= 0 ? i + 2 : i + 1;
            if (exponent < text.length() && isDigit(exponent)) {
                i = digits(exponent);
            }
        }
        return i;
    }

    private int digits(int from) {
        int i = from;
        while (i < text.length() && isDigit(i)) {
            i++;
        }
        return i;
    }

    private boolean isDigit(int i) {
        return text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void blanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
