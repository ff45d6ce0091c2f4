package org.peerage.snapshot;

import org.peerage.schema.Row;

/**
 * The JSON of one row at depth 0: a part of its page's bytes. Keys are found in it by their text, which cannot occur inside a
 * value: quotes in values are escaped.
 */
final class RowBytes {
    final byte[] json;
    final int start;
    final int end;

    private RowBytes(byte[] json, int start, int end) {
        this.json = json;
        this.start = start;
        this.end = end;
    }

    static RowBytes of(PageBytes bytes, int slot) {
        return new RowBytes(bytes.json(), bytes.start(slot), bytes.end(slot));
    }

    static RowBytes of(Row row, Visibility.Level level, Snapshot snapshot) {
        Table table = snapshot.table(row.type());
        Page page = table.page(row.id());
        if (page == null) {
            throw new IllegalArgumentException("not in this snapshot: " + row);
        }
        return of(page.bytes(level, table, snapshot), (int) row.id() & (Page.ROWS - 1));
    }

    /** Where the marker begins, at or after {@code from}; -1 if nowhere. */
    int find(byte[] marker, int from) {
        int last = end - marker.length;
        byte second = marker[1];
        for (int at = from; at <= last; at++) {
            if (json[at] == '"' && json[at + 1] == second && matches(marker, at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean matches(byte[] marker, int at) {
        for (int i = 2; i < marker.length; i++) {
            if (json[at + i] != marker[i]) {
                return false;
            }
        }
        return true;
    }
}
