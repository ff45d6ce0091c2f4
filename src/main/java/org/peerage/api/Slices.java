package org.peerage.api;

import java.util.List;
import org.peerage.schema.Row;
import org.peerage.snapshot.Sight;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Snapshot.RowSlice;

/** Bodies from the ready bytes of rows. */
final class Slices {
    private static final byte[] SEPARATOR = {',', ' '};

    /** Up to here one array costs less than many writes. */
    private static final int JOINED = 4 * 1024 * 1024;

    private Slices() {}

    static Body of(byte[] before, Row row, Sight sight, Snapshot snapshot, byte[] after) {
        RowSlice slice = snapshot.slice(row, sight);
        return new Body.Slice(before, slice.json(), slice.start(), slice.end() - slice.start(), after);
    }

    /** The rows in this order; those that lie beside each other in a page are taken in one piece. */
    static Body list(byte[] before, List<Row> rows, Sight sight, Snapshot snapshot, byte[] after) {
        byte[][] arrays = new byte[rows.size()][];
        int[] starts = new int[rows.size()];
        int[] ends = new int[rows.size()];
        int count = 0;
        long length = before.length + (long) after.length;
        for (Row row : rows) {
            RowSlice slice = snapshot.slice(row, sight);
            if (count > 0
                    && slice.isOf(arrays[count - 1])
                    && ends[count - 1] + SEPARATOR.length == slice.start()
                    && slice.isAfterSeparator()) {
                length += slice.end() - ends[count - 1];
                ends[count - 1] = slice.end();
            } else {
                length += slice.end() - slice.start() + (count > 0 ? SEPARATOR.length : 0);
                arrays[count] = slice.json();
                starts[count] = slice.start();
                ends[count] = slice.end();
                count++;
            }
        }
        if (count == 1) {
            return new Body.Slice(before, arrays[0], starts[0], ends[0] - starts[0], after);
        }
        int pieces = count;
        Body.Stream all = new Body.Stream(length, out -> {
            out.write(before);
            for (int i = 0; i < pieces; i++) {
                if (i > 0) {
                    out.write(SEPARATOR);
                }
                out.write(arrays[i], starts[i], ends[i] - starts[i]);
            }
            out.write(after);
        });
        return length <= JOINED ? all.written() : all;
    }
}
