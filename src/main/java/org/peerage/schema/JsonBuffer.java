package org.peerage.schema;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.peerage.text.JsonText;

/**
 * A growing array of bytes that JSON is written into, as the reference writes it: {@code ", "} and {@code ": "}
 * between tokens, everything ASCII.
 */
public final class JsonBuffer {
    private byte[] bytes;
    private int length;

    public JsonBuffer(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public int length() {
        return length;
    }

    /** The array in use; only the first {@link #length()} bytes count. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    public JsonBuffer ascii(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
        return this;
    }

    public JsonBuffer bytes(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    public JsonBuffer bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    public JsonBuffer quoted(String text) {
        reserve(JsonText.maxQuotedLength(text));
        length = JsonText.appendQuoted(bytes, length, text);
        return this;
    }

    /** A list of texts. */
    public JsonBuffer quoted(List<String> texts) {
        ascii("[");
        String separator = "";
        for (String text : texts) {
            ascii(separator).quoted(text);
            separator = ", ";
        }
        return ascii("]");
    }

    public JsonBuffer number(long value) {
        return ascii(Long.toString(value));
    }

    public JsonBuffer bool(boolean value) {
        return ascii(value ? "true" : "false");
    }

    /** Takes back everything after {@code length}. */
    public void truncate(int length) {
        this.length = length;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
