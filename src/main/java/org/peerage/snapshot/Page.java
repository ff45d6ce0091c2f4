package org.peerage.snapshot;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Row;

/**
 * 64 neighbouring ids of one type, and their JSON once somebody asked for it. Pages are shared between versions
 * until one of their rows, or a row that their JSON shows a part of, changes.
 */
final class Page {
    static final int BITS = 6;
    static final int ROWS = 1 << BITS;

    private static final int MAX_COLUMNS = 4;

    private final @Nullable Row[] rows;
    private final AtomicReferenceArray<PageBytes> bytes = new AtomicReferenceArray<>(Visibility.Level.COUNT);
    private final AtomicReferenceArray<Page> readable = new AtomicReferenceArray<>(Visibility.Level.COUNT);

    /** A bit for each active row. */
    private final long active;

    private volatile SearchColumn[] columns = {};

    private Page(@Nullable Row[] rows, long active) {
        this.rows = rows;
        this.active = active;
    }

    static Page of(@Nullable Row[] rows) {
        long active = 0;
        for (int slot = 0; slot < ROWS; slot++) {
            active |= bit(rows[slot], slot);
        }
        return new Page(rows, active);
    }

    private static long bit(@Nullable Row row, int slot) {
        return row != null && row.isActive() ? 1L << slot : 0;
    }

    @Nullable
    Row row(int slot) {
        return rows[slot];
    }

    /** A bit for each active row. */
    long active() {
        return active;
    }

    boolean isActive(int slot) {
        return (active & 1L << slot) != 0;
    }

    /** The rows by the last bits of their ids, to change. */
    @Nullable
    Row[] copyOfRows() {
        return rows.clone();
    }

    /** Visits the rows by ascending id. */
    void forEach(Consumer<Row> action) {
        for (Row row : rows) {
            if (row != null) {
                action.accept(row);
            }
        }
    }

    Page with(int slot, @Nullable Row row) {
        @Nullable Row[] copy = rows.clone();
        copy[slot] = row;
        return new Page(copy, (active & ~(1L << slot)) | bit(row, slot));
    }

    /** The same rows, to be written anew. */
    Page withoutCachedJson() {
        return new Page(rows, active);
    }

    /** The page as filters at this level may see it ({@link Visibility.Level#readable}): to be searched, not to be written. */
    Page readable(Visibility.Level level) {
        Page ready = readable.get(level.index());
        if (ready == null) {
            ready = with(level::readable, this);
            readable.set(level.index(), ready);
        }
        return ready;
    }

    /** The same for a caller whose own grants may open more than their level does. */
    Page readable(Visibility visibility, Snapshot snapshot, Page ofLevel) {
        return with(row -> visibility.readable(row, snapshot), ofLevel);
    }

    /** The page with other rows in place of its own; {@code same} if that has just these. */
    @SuppressWarnings("ReferenceEquality")
    private Page with(Function<Row, @Nullable Row> change, Page same) {
        @Nullable Row[] changed = new Row[ROWS];
        boolean isSame = true;
        for (int slot = 0; slot < ROWS; slot++) {
            Row row = rows[slot];
            Row now = row == null ? null : change.apply(row);
            // A row that was changed is a copy: it is the same as another copy only if both equal.
            isSame &= now == same.rows[slot] || (now != null && now != row && now.equals(same.rows[slot]));
            changed[slot] = now;
        }
        return isSame ? same : of(changed);
    }

    /** A field made ready for searching, when first asked for; the last few stay, as few are searched. */
    SearchColumn column(SearchColumn.TextSource source) {
        for (SearchColumn known : columns) {
            if (known.isOf(source)) {
                return known;
            }
        }
        SearchColumn made = SearchColumn.of(this, source);
        // Of two who come at once one may go unkept, which costs the next one the same work again.
        SearchColumn[] kept = columns;
        SearchColumn[] more = new SearchColumn[Math.min(kept.length + 1, MAX_COLUMNS)];
        System.arraycopy(kept, kept.length + 1 - more.length, more, 0, more.length - 1);
        more[more.length - 1] = made;
        columns = more;
        return made;
    }

    PageBytes bytes(Visibility.Level level, Table table, Snapshot snapshot) {
        Visibility.Level kept = table.isRestricted() ? level : Visibility.Level.FULL;
        PageBytes ready = bytes.get(kept.index());
        if (ready == null) {
            // Two callers may both write the page; the results are equal, and the last one stays.
            ready = PageBytes.write(this, kept, table, snapshot);
            bytes.set(kept.index(), ready);
        }
        return ready;
    }
}
