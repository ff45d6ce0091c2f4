package org.peerage.snapshot;

import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;

/** The JSON of a page for one view: its active rows as a ready piece of a list, then the others. */
final class PageBytes {
    private final byte[] json;
    /** Of each row where it begins and ends, and the marks of its {@link ExpansionPoints}: what is read together lies together. */
    private final int[] places;

    private final int stride;
    private final int activeLength;
    private final int activeCount;
    private volatile @Nullable Deflated deflated;
    private volatile @Nullable PublicDigest digests;

    /**
     * The active rows as a piece of a raw deflate stream that may follow and be followed by any other.
     *
     * @param crc the CRC-32 of the uncompressed bytes
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Deflated(byte[] bytes, int crc, int plainLength) {}

    private PageBytes(byte[] json, int[] places, int activeLength, int activeCount) {
        this.json = json;
        this.places = places;
        this.stride = places.length / Page.ROWS;
        this.activeLength = activeLength;
        this.activeCount = activeCount;
    }

    static PageBytes write(Page page, Visibility.Level level, Table table, Snapshot snapshot) {
        JsonBuffer out = new JsonBuffer(32 * 1024);
        int stride = 2 + ExpansionPoints.of(table.type()).marks();
        int[] places = new int[Page.ROWS * stride];
        int activeLength = 0;
        int activeCount = 0;
        for (int pass = 0; pass < 2; pass++) {
            for (int slot = 0; slot < Page.ROWS; slot++) {
                Row row = page.row(slot);
                if (row == null || row.isActive() != (pass == 0) || !level.showsRow(row)) {
                    continue;
                }
                if (pass == 0 && activeCount++ > 0) {
                    out.ascii(", ");
                }
                int at = slot * stride;
                places[at] = out.length();
                table.json().write(out, row, snapshot, level.hiddenKey(row).orElse(null), places, at + 2);
                places[at + 1] = out.length();
            }
            if (pass == 0) {
                activeLength = out.length();
            }
        }
        return new PageBytes(out.toByteArray(), places, activeLength, activeCount);
    }

    byte[] json() {
        return json;
    }

    int start(int slot) {
        return places[slot * stride];
    }

    /** The end of a row's JSON; 0 where the view does not show the row. */
    int end(int slot) {
        return places[slot * stride + 1];
    }

    /** Whether the view shows the row. */
    boolean shows(int slot) {
        return end(slot) > 0;
    }

    /** Where a marked key of a row begins. */
    int mark(int slot, int mark) {
        return places[slot * stride + 2 + mark];
    }

    /** Where the separator before a row begins; where the row does, if there is none. */
    int separatorBefore(int slot) {
        int start = start(slot);
        return start >= 2 && json[start - 1] == ' ' ? start - 2 : start;
    }

    int activeLength() {
        return activeLength;
    }

    int activeCount() {
        return activeCount;
    }

    /** The digest of the rows that a copy has of this page; made once, as long as the page stays. */
    PublicDigest digests(Page page, String typeName) {
        PublicDigest ready = digests;
        if (ready == null) {
            ready = PublicDigest.NONE;
            for (int slot = 0; slot < Page.ROWS; slot++) {
                Row row = page.row(slot);
                if (row != null && shows(slot) && PublicRows.isTold(row)) {
                    ready = ready.plus(PublicDigest.of(typeName, row.id(), json, start(slot), end(slot)));
                }
            }
            digests = ready;
        }
        return ready;
    }

    /** The active rows compressed, with a separator before them when {@code json} is a later page's. */
    Deflated deflated() {
        Deflated ready = deflated;
        if (ready == null) {
            ready = deflate();
            deflated = ready;
        }
        return ready;
    }

    private Deflated deflate() {
        byte[] piece = new byte[activeLength + 2];
        System.arraycopy(json, 0, piece, 0, activeLength);
        piece[activeLength] = ',';
        piece[activeLength + 1] = ' ';
        CRC32 crc = new CRC32();
        crc.update(piece);
        return new Deflated(
                Gzip.piece(piece, 0, piece.length, Deflater.DEFAULT_COMPRESSION), (int) crc.getValue(), piece.length);
    }
}
