package org.peerage.store.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes in the making: whole numbers as varints, texts with their length before them. */
final class ByteSink {
    private byte[] bytes = new byte[1 << 16];
    private int length;

    void unsignedByte(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) value;
    }

    void unsignedShort(int value) {
        unsignedByte(value >>> 8);
        unsignedByte(value);
    }

    /** Small numbers, of either sign, take few bytes. */
    void number(long value) {
        unsigned(value << 1 ^ value >> 63);
    }

    void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            unsignedByte((int) rest | 0x80);
            rest >>>= 7;
        }
        unsignedByte((int) rest);
    }

    void decimal(double value) {
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            unsignedByte((int) (bits >>> shift));
        }
    }

    void text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        unsigned(encoded.length);
        all(encoded);
    }

    void all(byte[] more) {
        if (bytes.length - length < more.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more.length));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
