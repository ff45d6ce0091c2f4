package org.peerage.api;

import org.peerage.schema.Row;
import org.peerage.snapshot.Sight;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Snapshot.RowSlice;

/** Bodies from the ready bytes of rows. */
final class Slices {
    private Slices() {}

    static Body of(byte[] before, Row row, Sight sight, Snapshot snapshot, byte[] after) {
        RowSlice slice = snapshot.slice(row, sight);
        return new Body.Slice(before, slice.json(), slice.start(), slice.end() - slice.start(), after);
    }
}
