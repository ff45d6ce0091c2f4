package org.peerage.api;

import java.io.IOException;
import java.io.OutputStream;
import org.peerage.snapshot.WholeList;

/** What an answer carries. */
public sealed interface Body {

    record None() implements Body {}

    /** A small body; whoever makes it lets go of the array. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Body {}

    /** A part of a shared array between two texts: one row, ready. */
    @SuppressWarnings("ArrayRecordComponent")
    record Slice(byte[] before, byte[] bytes, int from, int length, byte[] after) implements Body {
        /** In one array: a short copy costs less than two more writes. */
        byte[] joined() {
            byte[] whole = new byte[before.length + length + after.length];
            System.arraycopy(before, 0, whole, 0, before.length);
            System.arraycopy(bytes, from, whole, before.length, length);
            System.arraycopy(after, 0, whole, before.length + length, after.length);
            return whole;
        }
    }

    /** A whole list from ready pieces. */
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(byte[] before, WholeList list, byte[] after) implements Body {
        long length() {
            return before.length + list.length() + after.length;
        }
    }

    /** Written as it is made; the length is -1 where it is not known before. */
    record Stream(long length, Writer writer) implements Body {}

    /** Writes a body. */
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }
}
