package org.peerage.store.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads what a {@link ByteSink} wrote. */
final class ByteSource {
    private final byte[] bytes;
    private final int end;
    private int at;

    ByteSource(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    int unsignedByte() throws IOException {
        if (at >= end) {
            throw new IOException("a checkpoint ends too early");
        }
        return bytes[at++] & 0xFF;
    }

    int unsignedShort() throws IOException {
        return unsignedByte() << 8 | unsignedByte();
    }

    long number() throws IOException {
        long coded = unsigned();
        return coded >>> 1 ^ -(coded & 1);
    }

    long unsigned() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = unsignedByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a number in a checkpoint does not end");
    }

    /** A number of things that take at least a byte each, or none. */
    int count() throws IOException {
        long count = unsigned();
        if (count < 0 || count > bytes.length) {
            throw new IOException("a checkpoint counts too far");
        }
        return (int) count;
    }

    double decimal() throws IOException {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | unsignedByte();
        }
        return Double.longBitsToDouble(bits);
    }

    String text() throws IOException {
        int length = count();
        if (length > end - at) {
            throw new IOException("a text in a checkpoint ends too early");
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** The part that begins here, which is passed over. */
    ByteSource part(int length) throws IOException {
        if (length > end - at) {
            throw new IOException("a part of a checkpoint ends too early");
        }
        ByteSource part = new ByteSource(bytes, at, at + length);
        at += length;
        return part;
    }

    int position() {
        return at;
    }
}
