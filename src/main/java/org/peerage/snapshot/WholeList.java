package org.peerage.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;

/**
 * All active rows of a type in one view, as ready pieces: the fast way to answer a list without filters. The pieces
 * are shared with the snapshot; nothing is copied.
 */
public final class WholeList {
    private static final byte[] SEPARATOR = {',', ' '};

    private final List<PageBytes> pieces = new ArrayList<>();
    private final int rows;
    private final long length;
    private final boolean forEverybody;
    private volatile @Nullable Framed lastPlain;
    private volatile @Nullable Framed lastGzipped;

    private WholeList(List<PageBytes> all, boolean forEverybody) {
        this.forEverybody = forEverybody;
        int count = 0;
        long bytes = 0;
        for (PageBytes piece : all) {
            if (piece.activeCount() > 0) {
                pieces.add(piece);
                count += piece.activeCount();
                bytes += piece.activeLength() + (long) SEPARATOR.length;
            }
        }
        rows = count;
        length = Math.max(0, bytes - SEPARATOR.length);
    }

    /** The list of a snapshot; put together at the first call, and kept as long as the snapshot. */
    public static WholeList of(Snapshot snapshot, ObjectType type, Visibility.Level level) {
        return snapshot.wholeList(type, level);
    }

    static WholeList assemble(Snapshot snapshot, ObjectType type, Visibility.Level level) {
        Table table = snapshot.table(type);
        List<PageBytes> all = new ArrayList<>();
        table.pages().forEach(page -> all.add(page.bytes(level, table, snapshot)));
        boolean isForEverybody = level == Visibility.Level.PUBLIC || !table.isRestricted();
        return new WholeList(all, isForEverybody && !snapshot.isPast());
    }

    /** Whether everybody may see all of it, now and in the next minutes: it may be put into files. */
    public boolean isForEverybody() {
        return forEverybody;
    }

    public int rows() {
        return rows;
    }

    /** Bytes of the list without the brackets. */
    public long length() {
        return length;
    }

    /** The rows, with {@code before} and {@code after} around them. */
    public ByteChunks plain(byte[] before, byte[] after) {
        Framed ready = lastPlain;
        if (ready == null || !ready.isOf(before, after)) {
            ready = new Framed(before, after, assemble(before, after));
            lastPlain = ready;
        }
        return ready.parts;
    }

    /**
     * The same as one gzip stream. Pieces are compressed once, and the checksum of the whole is put together from
     * theirs.
     */
    public ByteChunks gzipped(byte[] before, byte[] after) {
        Framed ready = lastGzipped;
        if (ready == null || !ready.isOf(before, after)) {
            ready = new Framed(before, after, gzip(before, after));
            lastGzipped = ready;
        }
        return ready.parts;
    }

    /** Whether it was compressed before. */
    public boolean isGzipped() {
        return lastGzipped != null;
    }

    private ByteChunks assemble(byte[] before, byte[] after) {
        ByteChunks.Builder parts = new ByteChunks.Builder().add(before);
        for (int i = 0; i < pieces.size(); i++) {
            PageBytes piece = pieces.get(i);
            if (i > 0) {
                parts.add(SEPARATOR);
            }
            parts.add(piece.json(), piece.activeLength());
        }
        return parts.add(after).build();
    }

    private ByteChunks gzip(byte[] before, byte[] after) {
        Checksum sum = new Checksum();
        ByteChunks.Builder parts = new ByteChunks.Builder().add(Gzip.header()).add(sum.add(before));
        for (int i = 0; i < pieces.size() - 1; i++) {
            PageBytes.Deflated piece = pieces.get(i).deflated();
            sum.add(piece.crc(), piece.plainLength());
            parts.add(piece.bytes());
        }
        if (!pieces.isEmpty()) {
            // Ready pieces end in a separator, which the last one must not have.
            PageBytes last = pieces.getLast();
            parts.add(sum.add(Arrays.copyOf(last.json(), last.activeLength())));
        }
        return parts.add(sum.add(after)).add(Gzip.trailer(sum.crc, sum.length)).build();
    }

    /** The list, and what is around the rows in it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Framed(byte[] before, byte[] after, ByteChunks parts) {
        boolean isOf(byte[] begin, byte[] end) {
            return Arrays.equals(before, begin) && Arrays.equals(after, end);
        }
    }

    /** Adds up the checksum and length of what was compressed. */
    private static final class Checksum {
        private int crc;
        private long length;

        byte[] add(byte[] plain) {
            CRC32 own = new CRC32();
            own.update(plain);
            add((int) own.getValue(), plain.length);
            return Gzip.piece(plain, 0, plain.length, Deflater.DEFAULT_COMPRESSION);
        }

        void add(int ofPiece, int bytes) {
            crc = Gzip.combine(crc, ofPiece, bytes);
            length += bytes;
        }
    }
}
