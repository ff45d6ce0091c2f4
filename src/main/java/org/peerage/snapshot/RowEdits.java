package org.peerage.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/**
 * Many rows that change together, such as those between two moments far apart: each table is changed once, and what shows a part of the
 * rows is looked for once.
 */
final class RowEdits {
    private final Map<ObjectType, OfType> types;

    private RowEdits(Map<ObjectType, OfType> types) {
        this.types = types;
    }

    /**
     * Those of one type: ids, ascending, and the rows that they have afterwards, null where there is none.
     *
     * @param lastId the highest that is given out with them
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record OfType(long[] ids, @Nullable Row[] after, long lastId) {}

    /** One row; where an id has several, the last is meant. */
    private record Edit(long id, @Nullable Row after) {}

    /** These rows are new or replace others, and those are no more. */
    static RowEdits of(Map<ObjectType, Table> tables, Collection<Row> changed, Collection<Row> erased) {
        Map<ObjectType, List<Edit>> edits = new HashMap<>();
        for (Row row : changed) {
            edits.computeIfAbsent(row.type(), none -> new ArrayList<>()).add(new Edit(row.id(), row));
        }
        for (Row row : erased) {
            edits.computeIfAbsent(row.type(), none -> new ArrayList<>()).add(new Edit(row.id(), null));
        }
        Map<ObjectType, OfType> types = new HashMap<>();
        edits.forEach((type, ofType) -> {
            if (tables.containsKey(type)) {
                types.put(type, sorted(ofType));
            }
        });
        return new RowEdits(types);
    }

    private static OfType sorted(List<Edit> edits) {
        edits.sort(Comparator.comparingLong(Edit::id)); // those of one id stay in their order
        long[] ids = new long[edits.size()];
        @Nullable Row[] after = new Row[edits.size()];
        int count = 0;
        long lastId = 0;
        for (Edit edit : edits) {
            lastId = edit.after == null ? lastId : edit.id;
            count += count > 0 && ids[count - 1] == edit.id ? 0 : 1;
            ids[count - 1] = edit.id;
            after[count - 1] = edit.after;
        }
        return new OfType(Arrays.copyOf(ids, count), Arrays.copyOf(after, count), lastId);
    }

    /** The tables afterwards. */
    Map<ObjectType, Table> applyTo(Snapshot before, Map<ObjectType, Table> tables) {
        Map<ObjectType, Table> next = new HashMap<>(tables);
        types.forEach((type, edits) ->
                next.computeIfPresent(type, (same, table) -> table.withAll(edits.ids, edits.after, edits.lastId)));
        Map<ObjectType, BitSet> stale = new HashMap<>();
        types.forEach((type, edits) -> {
            for (Supplier<Field<Long>> reference : type.shownIn()) {
                showing(reference.get(), edits, next, stale);
            }
        });
        for (ObjectType showing : tables.keySet()) {
            for (Supplier<Field<Long>> reference : showing.shownMembers()) {
                OfType members = types.get(reference.get().owner());
                if (members != null) {
                    holders(reference.get(), members, before, stale.computeIfAbsent(showing, none -> new BitSet()));
                }
            }
        }
        stale.forEach((type, pages) ->
                next.computeIfPresent(type, (same, table) -> table.withoutCachedPages(pages, before.table(type))));
        return next;
    }

    /** Pages of rows whose JSON shows a part of those that changed. */
    private static void showing(
            Field<Long> reference, OfType edits, Map<ObjectType, Table> next, Map<ObjectType, BitSet> stale) {
        Table table = next.get(reference.owner());
        if (table == null) {
            return;
        }
        BitSet pages = stale.computeIfAbsent(reference.owner(), none -> new BitSet());
        for (long changed : edits.ids) {
            for (int id : table.candidates(reference, changed).orElseThrow()) {
                pages.set(id >>> Page.BITS);
            }
        }
    }

    /** Pages of rows that show something of their members, before and afterwards. */
    private static void holders(Field<Long> reference, OfType members, Snapshot before, BitSet pages) {
        for (int i = 0; i < members.ids.length; i++) {
            holder(reference, before.find(reference.owner(), members.ids[i]), pages);
            holder(reference, members.after[i], pages);
        }
    }

    private static void holder(Field<Long> reference, @Nullable Row member, BitSet pages) {
        Long holder = member == null ? null : member.find(reference);
        if (holder != null) {
            pages.set(Math.toIntExact(holder >>> Page.BITS));
        }
    }
}
