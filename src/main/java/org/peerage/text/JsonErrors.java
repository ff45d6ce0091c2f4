package org.peerage.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Why a text is no JSON (RFC 8259), in the words of Python's {@code json}, with the place of the mistake. Reads the text
 * once, and keeps no more than the open brackets.
 */
public final class JsonErrors {
    private final String text;
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;

    private JsonErrors(String text) {
        this.text = text;
    }

    /** The message; empty where the text is JSON. */
    public static Optional<String> of(String text) {
        JsonErrors problem = new JsonErrors(text);
        try {
            problem.document();
            return Optional.empty();
        } catch (JsonSyntaxException mistake) {
            return Optional.of(mistake.message + ": " + problem.location(mistake.position));
        }
    }

    private static final class JsonSyntaxException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String message;
        private final int position;

        JsonSyntaxException(String message, int position) {
            super(message, null, false, false);
            this.message = message;
            this.position = position;
        }
    }

    /** {@code line 1 column 2 (char 1)}; characters are code points. */
    private String location(int position) {
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

    private void document() throws JsonSyntaxException {
        skipSpaces();
        value();
        while (!open.isEmpty()) {
            afterValue();
        }
        skipSpaces();
        if (at < text.length()) {
            throw new JsonSyntaxException("Extra data", at);
        }
    }

    /** Reads a value; of a list or mapping, only its opening and what leads to its first inner value. */
    private void value() throws JsonSyntaxException {
        while (true) {
            char c = peek();
            if (c == '"') {
                string();
                return;
            }
            if (c != '{' && c != '[') {
                literal();
                return;
            }
            char end = c == '{' ? '}' : ']';
            at++;
            open.push(end);
            skipSpaces();
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

    private void afterValue() throws JsonSyntaxException {
        char end = open.getFirst();
        skipSpaces();
        char c = peek();
        if (c == end) {
            close();
            return;
        }
        if (c != ',') {
            throw new JsonSyntaxException("Expecting ',' delimiter", at);
        }
        at++;
        skipSpaces();
        if (end == '}') {
            key();
        }
        value();
    }

    /** Reads a key and the colon after it. */
    private void key() throws JsonSyntaxException {
        if (peek() != '"') {
            throw new JsonSyntaxException("Expecting property name enclosed in double quotes", at);
        }
        string();
        skipSpaces();
        if (peek() != ':') {
            throw new JsonSyntaxException("Expecting ':' delimiter", at);
        }
        at++;
        skipSpaces();
    }

    private void string() throws JsonSyntaxException {
        int start = at++;
        while (true) {
            if (at >= text.length()) {
                throw new JsonSyntaxException("Unterminated string starting at", start);
            }
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return;
            }
            if (c < ' ') {
                throw new JsonSyntaxException("Invalid control character at", at);
            }
            if (c == '\\') {
                escape(start);
            } else {
                at++;
            }
        }
    }

    private void escape(int start) throws JsonSyntaxException {
        if (at + 1 >= text.length()) {
            throw new JsonSyntaxException("Unterminated string starting at", start);
        }
        char c = text.charAt(at + 1);
        if (c == 'u') {
            for (int i = at + 2; i < at + 6; i++) {
                if (i >= text.length() || Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                    throw new JsonSyntaxException("Invalid \\uXXXX escape", at + 1);
                }
            }
            at += 6;
        } else if ("\"\\/bfnrt".indexOf(c) >= 0) {
            at += 2;
        } else {
            throw new JsonSyntaxException("Invalid \\escape", at);
        }
    }

    private void literal() throws JsonSyntaxException {
        for (String literal : new String[] {"true", "false", "null", "NaN", "Infinity", "-Infinity"}) {
            if (text.startsWith(literal, at)) {
                at += literal.length();
                return;
            }
        }
        int end = number(at);
        if (end < 0) {
            throw new JsonSyntaxException("Expecting value", at);
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

    private void skipSpaces() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
