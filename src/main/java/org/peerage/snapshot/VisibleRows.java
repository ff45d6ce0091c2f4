package org.peerage.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;

/**
 * A snapshot as one caller sees it, which is all that queries and their conditions get: rows that the caller may not read
 * are not there, and fields that they may not read have no value (docs/spec/deviations.md 4). For one request, by one thread.
 *
 * <p>Where a type hides nothing from anybody, these are the snapshot's own pages. Of other types each page is kept once for each
 * {@link Visibility.Level}, so that a query costs the same; only what a caller's own grants open is looked at row by row.
 */
public final class VisibleRows implements Rows {
    private final Snapshot snapshot;
    private final Visibility visibility;
    private final Map<Page, Page> opened = new HashMap<>();

    VisibleRows(Snapshot snapshot, Visibility visibility) {
        this.snapshot = snapshot;
        this.visibility = visibility;
    }

    /** The version that these are rows of, with what is hidden: for what reads public fields only. */
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public @Nullable Row find(ObjectType type, long id) {
        return find(snapshot.table(type), id);
    }

    @Nullable
    Row find(Table table, long id) {
        Page page = id < 0 ? null : page(table, id);
        return page == null ? null : page.row((int) id & (Page.ROWS - 1));
    }

    @Override
    public List<Row> referring(Field<Long> reference, long parent) {
        Table table = snapshot.table(reference.owner());
        int[] ids = table.candidates(reference, parent).orElseThrow();
        List<Row> rows = new ArrayList<>(ids.length);
        for (int id : ids) {
            Row row = find(table, id);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Ids of rows that may have the value; empty where no index knows. Some may be of rows that are not visible. */
    Optional<int[]> candidates(Field<?> field, Object value) {
        return snapshot.table(field.owner()).candidates(field, value);
    }

    Table table(ObjectType type) {
        return snapshot.table(type);
    }

    /** The page with a row of this id. */
    @Nullable
    Page page(Table table, long id) {
        Page stored = table.page(id);
        return stored == null ? null : page(table, stored);
    }

    /** A stored page as the caller sees it. */
    Page page(Table table, Page stored) {
        if (!table.type().mayHide()) {
            return stored;
        }
        Page ofLevel = stored.readable(visibility.level());
        if (visibility.hasNoPrivateGrants() || ofLevel == stored) {
            return ofLevel;
        }
        return opened.computeIfAbsent(stored, page -> page.readable(visibility, snapshot, ofLevel));
    }
}
