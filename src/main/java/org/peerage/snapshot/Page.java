package org.peerage.snapshot;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/**
 * 64 neighbouring ids of one type, and their JSON once somebody asked for it. Pages are shared between versions
 * until one of their rows, or a row that their JSON shows a part of, changes.
 */
final class Page {
    static final int BITS = 6;
    static final int ROWS = 1 << BITS;

    private final @Nullable Row[] rows;
    private final AtomicReferenceArray<PageBytes> bytes = new AtomicReferenceArray<>(View.COUNT);

    private volatile SearchColumn.@Nullable Memory searched;

    private Page(@Nullable Row[] rows) {
        this.rows = rows;
    }

    static Page of(@Nullable Row[] rows) {
        return new Page(rows);
    }

    @Nullable
    Row row(int slot) {
        return rows[slot];
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
        return new Page(copy);
    }

    /** The same rows, to be written anew. */
    Page unwritten() {
        return new Page(rows);
    }

    /** A field made ready for searching, when first asked for. */
    SearchColumn column(Field<?> field) {
        SearchColumn.Memory memory = searched;
        if (memory == null) {
            memory = new SearchColumn.Memory();
            searched = memory;
        }
        return memory.of(this, field);
    }

    PageBytes bytes(View view, Table table, Snapshot snapshot) {
        View kept = table.isRestricted() ? view : View.FULL;
        PageBytes ready = bytes.get(kept.place());
        if (ready == null) {
            // Two callers may both write the page; the results are equal, and the last one stays.
            ready = PageBytes.write(this, kept, table, snapshot);
            bytes.set(kept.place(), ready);
        }
        return ready;
    }
}
