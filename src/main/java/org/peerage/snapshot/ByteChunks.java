package org.peerage.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes that lie in several arrays, which nobody writes to. */
public final class ByteChunks {
    private final byte[][] arrays;
    private final int[] counts;
    private final long length;

    private ByteChunks(byte[][] arrays, int[] counts) {
        this.arrays = arrays;
        this.counts = counts;
        long sum = 0;
        for (int count : counts) {
            sum += count;
        }
        length = sum;
    }

    /** Puts them together. Short ones are joined: who sends many of them spends more time between them than on them. */
    static final class Builder {
        private static final int SHORT = 1024;
        private static final int BLOCK = 256 * 1024;

        private final List<byte[]> arrays = new ArrayList<>();
        private final List<Integer> counts = new ArrayList<>();
        private final ByteArrayOutputStream block = new ByteArrayOutputStream();

        Builder add(byte[] array) {
            return add(array, array.length);
        }

        /** Adds the first bytes of an array. */
        Builder add(byte[] array, int count) {
            if (count < SHORT) {
                block.write(array, 0, count);
                if (block.size() >= BLOCK) {
                    endBlock();
                }
            } else {
                endBlock();
                arrays.add(array);
                counts.add(count);
            }
            return this;
        }

        private void endBlock() {
            if (block.size() > 0) {
                arrays.add(block.toByteArray());
                counts.add(block.size());
                block.reset();
            }
        }

        ByteChunks build() {
            endBlock();
            return new ByteChunks(
                    arrays.toArray(byte[][]::new),
                    counts.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    public long length() {
        return length;
    }

    /** Some of the bytes, in order; of the arrays that they begin and end in, copies. */
    public ByteChunks slice(long from, long count) {
        List<byte[]> some = new ArrayList<>();
        long begin = 0;
        for (int i = 0; i < arrays.length; i++) {
            int first = Math.clamp(from - begin, 0, counts[i]);
            int last = Math.clamp(from + count - begin, 0, counts[i]);
            if (last > first) {
                some.add(
                        first == 0 && last == arrays[i].length
                                ? arrays[i]
                                : Arrays.copyOfRange(arrays[i], first, last));
            }
            begin += counts[i];
        }
        return new ByteChunks(
                some.toArray(byte[][]::new),
                some.stream().mapToInt(array -> array.length).toArray());
    }

    public void writeTo(OutputStream out) throws IOException {
        for (int i = 0; i < arrays.length; i++) {
            out.write(arrays[i], 0, counts[i]);
        }
    }

    /** Where somebody is in the bytes, who takes them as he can. */
    public ChunkCursor cursor() {
        return new ChunkCursor();
    }

    /** A place in the bytes. */
    public final class ChunkCursor {
        private int part;
        private int offset;

        private ChunkCursor() {}

        public boolean isAtEnd() {
            return part == arrays.length;
        }

        /** Copies what fits of the bytes from here on, and stays. */
        public void copy(ByteBuffer to) {
            int from = offset;
            for (int i = part; i < arrays.length && to.hasRemaining(); i++) {
                int count = Math.min(counts[i] - from, to.remaining());
                to.put(arrays[i], from, count);
                from = 0;
            }
        }

        /** Goes on by so many bytes. */
        public void skip(int bytes) {
            int left = bytes;
            while (part < arrays.length && left >= counts[part] - offset) {
                left -= counts[part] - offset;
                offset = 0;
                part++;
            }
            offset += left;
        }
    }
}
