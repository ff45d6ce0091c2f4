package org.peerage.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.peerage.schema.JsonBuffer;
import org.peerage.text.JsonText;

/**
 * JSON put together from parts of ready arrays, which are copied once, when all are known. Parts that lie beside each
 * other become one.
 */
public final class SliceBuffer {
    private static final int CHUNK = 1024;
    private static final byte[] NONE = {};

    private byte[][] arrays = new byte[32][];
    /** Where each piece begins, and its length. */
    private int[] places = new int[64];

    private int count;
    private long length;
    /** Where what is not ready is written; full ones are left to the pieces that lie in them. */
    private byte[] chunk = NONE;

    private int written;

    public long length() {
        return length;
    }

    /** Adds a part of an array that nobody writes to any more. */
    public SliceBuffer bytes(byte[] array, int from, int size) {
        if (size <= 0) {
            return this;
        }
        length += size;
        int last = count - 1;
        if (last >= 0 && isSame(arrays[last], array) && places[2 * last] + places[2 * last + 1] == from) {
            places[2 * last + 1] += size;
            return this;
        }
        if (count == arrays.length) {
            arrays = Arrays.copyOf(arrays, 2 * count);
            places = Arrays.copyOf(places, 4 * count);
        }
        arrays[count] = array;
        places[2 * count] = from;
        places[2 * count + 1] = size;
        count++;
        return this;
    }

    public SliceBuffer bytes(byte[] array) {
        return bytes(array, 0, array.length);
    }

    public SliceBuffer ascii(String text) {
        int size = text.length();
        room(size);
        for (int i = 0; i < size; i++) {
            chunk[written + i] = (byte) text.charAt(i);
        }
        return take(size);
    }

    public SliceBuffer number(long value) {
        return ascii(Long.toString(value));
    }

    public SliceBuffer quoted(String text) {
        room(JsonText.maxQuotedLength(text));
        return take(JsonText.appendQuoted(chunk, written, text) - written);
    }

    /** Copies what somebody wrote. */
    SliceBuffer copy(JsonBuffer other) {
        int size = other.length();
        room(size);
        System.arraycopy(other.array(), 0, chunk, written, size);
        return take(size);
    }

    public byte[] toByteArray() {
        byte[] all = new byte[Math.toIntExact(length)];
        int at = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(arrays[i], places[2 * i], all, at, places[2 * i + 1]);
            at += places[2 * i + 1];
        }
        return all;
    }

    public void writeTo(OutputStream out) throws IOException {
        for (int i = 0; i < count; i++) {
            out.write(arrays[i], places[2 * i], places[2 * i + 1]);
        }
    }

    /** Forgets all pieces. */
    public void clear() {
        Arrays.fill(arrays, 0, count, NONE);
        count = 0;
        length = 0;
        chunk = NONE;
        written = 0;
    }

    private void room(int size) {
        if (chunk.length - written < size) {
            chunk = new byte[Math.max(CHUNK, size)];
            written = 0;
        }
    }

    private SliceBuffer take(int size) {
        SliceBuffer same = bytes(chunk, written, size);
        written += size;
        return same;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(byte[] one, byte[] other) {
        return one == other;
    }
}
