package org.peerage.copies;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a gzipped file for copies. That they are what the list promised is known at the end only: nothing may be made of
 * them before {@link #next} has given none.
 */
public final class CopyFileReader implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final int MAX_LINE = 4 << 20;
    private static final long MAX_BYTES = 4L << 30;

    private final CopyNotification.FileEntry promised;
    private final HashedStream bytes;
    private final InputStream lines;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long read;
    private boolean ended;

    /**
     * Begins to read.
     *
     * @throws IOException where the file is not compressed as it should be
     */
    public CopyFileReader(InputStream file, CopyNotification.FileEntry promised) throws IOException {
        this.promised = promised;
        this.bytes = new HashedStream(new BufferedInputStream(file, BUFFER), promised.bytes());
        this.lines = new GZIPInputStream(bytes, BUFFER);
    }

    /**
     * The next lines; none: the file has ended, and is what was promised.
     *
     * @throws IOException where it is not
     */
    public List<byte[]> next(int max) throws IOException {
        List<byte[]> some = new ArrayList<>(max);
        while (some.size() < max) {
            byte[] line = line();
            if (line == null) {
                if (some.isEmpty()) {
                    verify();
                }
                return some;
            }
            some.add(line);
        }
        return some;
    }

    private byte @Nullable [] line() throws IOException {
        byte[] begun = new byte[0];
        while (true) {
            if (at == end && !fill()) {
                if (begun.length > 0) {
                    throw new IOException(promised.url() + " ends within a line");
                }
                return null;
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            begun = joined(begun, from, at);
            if (begun.length > MAX_LINE) {
                throw new IOException(promised.url() + " has a line of more than " + MAX_LINE + " bytes");
            }
            if (at < end) {
                at++;
                return begun;
            }
        }
    }

    private byte[] joined(byte[] begun, int from, int to) {
        byte[] whole = Arrays.copyOf(begun, begun.length + to - from);
        System.arraycopy(buffer, from, whole, begun.length, to - from);
        return whole;
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        int got = lines.read(buffer, 0, buffer.length);
        ended = got < 0;
        at = 0;
        end = Math.max(0, got);
        read += end;
        if (read > MAX_BYTES) {
            throw new IOException(promised.url() + " has more than " + MAX_BYTES + " bytes");
        }
        return !ended;
    }

    private void verify() throws IOException {
        while (bytes.read() >= 0) {
            // What follows the compressed part counts as well.
        }
        if (bytes.hash.count() != promised.bytes() || !bytes.hash.hash().equals(promised.sha256())) {
            throw new IOException(promised.url() + " is not the file that was promised: " + bytes.hash.count()
                    + " bytes, its SHA-256 differs");
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Counts and hashes what goes through, and takes no more than was promised. */
    private static final class HashedStream extends FilterInputStream {
        private final FileHash hash = new FileHash();
        private final long max;

        HashedStream(InputStream from, long max) {
            super(from);
            this.max = max;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int start, int length) throws IOException {
            int got = in.read(to, start, length);
            if (got > 0) {
                hash.add(to, start, got);
                if (hash.count() > max) {
                    throw new IOException("a file has more bytes than was promised");
                }
            }
            return got;
        }
    }
}
