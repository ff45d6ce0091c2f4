package org.peerage.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Numbers in parameters, in the spellings that the reference takes. */
public final class LenientNumbers {
    private static final int MAX_LENGTH = 40;
    private static final int SHORT = 18;
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private LenientNumbers() {}

    /** Digits, with a sign, spaces around and single underscores between digits; beyond 64 bits the nearest that fits. */
    public static OptionalLong wholeNumber(String text) {
        return isShort(text) ? OptionalLong.of(Long.parseLong(text)) : wholeOf(text);
    }

    /** As it would be written: no more than digits, none of them a zero in front. */
    public static boolean isPlain(String text) {
        return isShort(text) && (text.length() == 1 || text.charAt(0) != '0');
    }

    /** Nothing but digits, and few enough of them. */
    private static boolean isShort(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return length > 0 && length <= SHORT;
    }

    private static OptionalLong wholeOf(String text) {
        String stripped = text.strip();
        String digits = stripped.startsWith("+") || stripped.startsWith("-") ? stripped.substring(1) : stripped;
        if (!isGrouped(digits)) {
            return OptionalLong.empty();
        }
        String plain = digits.replace("_", "");
        String signed = stripped.startsWith("-") ? "-" + plain : plain;
        if (plain.length() > MAX_LENGTH) {
            return OptionalLong.of(signed.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
        return OptionalLong.of(new BigInteger(signed).min(MAX).max(MIN).longValue());
    }

    /** A whole number cut to the range of rows that an answer can have. */
    public static OptionalInt count(String text) {
        OptionalLong whole = wholeNumber(text);
        return whole.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Math.clamp(whole.getAsLong(), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    public static Optional<BigDecimal> decimal(String text) {
        String stripped = text.strip();
        if (stripped.length() > MAX_LENGTH || !stripped.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(stripped));
    }

    public static OptionalDouble floating(String text) {
        Optional<BigDecimal> decimal = decimal(text);
        return decimal.isPresent() ? OptionalDouble.of(decimal.get().doubleValue()) : OptionalDouble.empty();
    }

    private static boolean isGrouped(String digits) {
        if (digits.isEmpty() || digits.startsWith("_") || digits.endsWith("_") || digits.contains("__")) {
            return false;
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if ((c < '0' || c > '9') && c != '_') {
                return false;
            }
        }
        return true;
    }
}
