package org.peerage.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text and floats as the reference writes them in JSON (Python's {@code json.dumps}): ASCII only, everything else as
 * {@code \}{@code uxxxx} in lower case, floats in their shortest form.
 */
public final class JsonText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    /** The text in quotes. */
    public static byte[] quoted(String text) {
        byte[] buffer = new byte[maxQuotedLength(text)];
        return Arrays.copyOf(buffer, appendQuoted(buffer, 0, text));
    }

    /** How many bytes the quoted text takes at most: six for each char, and the quotes. */
    public static int maxQuotedLength(String text) {
        return Math.addExact(Math.multiplyExact(text.length(), 6), 2);
    }

    /**
     * Writes the text in quotes from {@code position} on and gives the position after it. Throws
     * {@link ArrayIndexOutOfBoundsException} where it doesn't fit; {@link #maxQuotedLength} bytes always do.
     */
    public static int appendQuoted(byte[] buffer, int position, String text) {
        int at = position;
        buffer[at++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                buffer[at++] = (byte) c;
            } else {
                at = appendEscaped(buffer, at, c);
            }
        }
        buffer[at++] = '"';
        return at;
    }

    private static int appendEscaped(byte[] buffer, int position, char c) {
        int letter =
                switch (c) {
                    case '"', '\\' -> c;
                    case '\n' -> 'n';
                    case '\r' -> 'r';
                    case '\t' -> 't';
                    case '\b' -> 'b';
                    case '\f' -> 'f';
                    default -> 'u';
                };
        int at = position;
        buffer[at++] = '\\';
        buffer[at++] = (byte) letter;
        if (letter == 'u') {
            buffer[at++] = HEX[c >> 12];
            buffer[at++] = HEX[(c >> 8) & 0xF];
            buffer[at++] = HEX[(c >> 4) & 0xF];
            buffer[at++] = HEX[c & 0xF];
        }
        return at;
    }

    /**
     * The shortest decimal that reads back as this number, as Python's {@code repr}: {@code 5.0}, {@code 39.0164},
     * {@code 1e-05}, {@code 1e+16}. Throws {@link IllegalArgumentException} for NaN and infinities, which JSON lacks.
     */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value);
        }
        String shortest = Double.toString(value);
        return shortest.indexOf('E') < 0 ? shortest : scientific(value, new BigDecimal(shortest));
    }

    private static String scientific(double value, BigDecimal shortest) {
        BigDecimal decimal = shortest.stripTrailingZeros();
        BigDecimal rounded = decimal.round(new MathContext(1)); // Java gives two digits where one would do
        if (decimal.precision() == 2 && rounded.doubleValue() == value) {
            decimal = rounded.stripTrailingZeros();
        }
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = decimal.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = decimal.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder(value < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        if (Math.abs(exponent) < 10) {
            text.append('0');
        }
        return text.append(Math.abs(exponent)).toString();
    }
}
