package org.peerage.snapshot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What proves that two sets of rows are the same (docs/spec/record.md §4): the sum, modulo 2¹²⁸, of the last 16 bytes of the SHA-256 of
 * {@code <tag> <id> <JSON of the row>}. Rows can be added in any order.
 */
public record PublicDigest(long high, long low) {
    /** Of no rows. */
    public static final PublicDigest NONE = new PublicDigest(0, 0);

    /** Of one row, whose JSON is a part of an array. */
    public static PublicDigest of(String typeName, long id, byte[] json, int start, int end) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update((typeName + " " + id + " ").getBytes(StandardCharsets.US_ASCII));
            hash.update(json, start, end - start);
            byte[] bytes = hash.digest();
            return new PublicDigest(number(bytes, 16), number(bytes, 24));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static long number(byte[] bytes, int at) {
        long number = 0;
        for (int i = at; i < at + Long.BYTES; i++) {
            number = number << 8 | (bytes[i] & 0xff);
        }
        return number;
    }

    public PublicDigest plus(PublicDigest other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new PublicDigest(high + other.high + carry, sum);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
