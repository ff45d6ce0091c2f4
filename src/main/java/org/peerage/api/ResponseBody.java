package org.peerage.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.peerage.snapshot.ByteChunks;
import org.peerage.snapshot.WholeList;

/** What an answer carries. */
public sealed interface ResponseBody {

    record None() implements ResponseBody {}

    /** A small body; whoever makes it lets go of the array. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements ResponseBody {}

    /** A part of a shared array between two texts: one row, ready. */
    @SuppressWarnings("ArrayRecordComponent")
    record RowBody(byte[] before, byte[] bytes, int from, int length, byte[] after) implements ResponseBody {
        /** In one array: a short copy costs less than two more writes. */
        public byte[] joined() {
            byte[] whole = new byte[before.length + length + after.length];
            System.arraycopy(before, 0, whole, 0, before.length);
            System.arraycopy(bytes, from, whole, before.length, length);
            System.arraycopy(after, 0, whole, before.length + length, after.length);
            return whole;
        }
    }

    /** A body for several clients, compressed for the first who takes it so. */
    final class Cached implements ResponseBody {
        private static final int LEVEL = 4;

        private final byte[] plain;
        private volatile byte @Nullable [] packed;

        @SuppressWarnings("ArrayIsStoredDirectly")
        public Cached(byte[] plain) {
            this.plain = plain;
        }

        public int length() {
            return plain.length;
        }

        /** Whether it need not be compressed first. */
        public boolean isReady(boolean gzip) {
            return !gzip || packed != null;
        }

        /** A view of the bytes, which nobody writes to. */
        public ByteBuffer bytes(boolean gzip) {
            if (!gzip) {
                return ByteBuffer.wrap(plain);
            }
            byte[] ready = packed;
            if (ready == null) {
                ready = GzipLevelStream.compress(plain, LEVEL);
                packed = ready;
            }
            return ByteBuffer.wrap(ready);
        }
    }

    /** A whole list from ready pieces. */
    @SuppressWarnings("ArrayRecordComponent")
    record FullList(byte[] before, WholeList list, byte[] after) implements ResponseBody {
        public long length() {
            return before.length + list.length() + after.length;
        }

        public ByteChunks chunks(boolean gzip) {
            return gzip ? list.gzipped(before, after) : list.plain(before, after);
        }
    }

    /** Written as it is made; the length is -1 where it is not known before. */
    record StreamedBody(long length, BodyWriter writer) implements ResponseBody {}

    /** Writes a body. */
    interface BodyWriter {
        void writeTo(OutputStream out) throws IOException;
    }
}
