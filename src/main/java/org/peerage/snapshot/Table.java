package org.peerage.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** The rows of one type in one version, whatever their status, with their indexes. */
final class Table {
    private final ObjectType type;
    private final RowJson json;
    private final LongTrie<Page> pages;
    private final Map<Field<?>, Index> indexes;
    private final UpdatedIndex updated;
    private final LongTrie<Row> createdLater;
    private final int size;
    private final long lastId;

    private Table(
            ObjectType type,
            RowJson json,
            LongTrie<Page> pages,
            Map<Field<?>, Index> indexes,
            UpdatedIndex updated,
            LongTrie<Row> createdLater,
            int size,
            long lastId) {
        this.type = type;
        this.json = json;
        this.pages = pages;
        this.indexes = indexes;
        this.updated = updated;
        this.createdLater = createdLater;
        this.size = size;
        this.lastId = lastId;
    }

    static Table of(ObjectType type, List<Row> rows) {
        Builder builder = new Builder(type);
        rows.stream().sorted((a, b) -> Long.compare(a.id(), b.id())).forEach(builder::add);
        return builder.build();
    }

    ObjectType type() {
        return type;
    }

    RowJson json() {
        return json;
    }

    int size() {
        return size;
    }

    long lastId() {
        return lastId;
    }

    @Nullable
    Row find(long id) {
        Page page = id < 0 ? null : pages.get(id >>> Page.BITS);
        return page == null ? null : page.row((int) id & (Page.ROWS - 1));
    }

    @Nullable
    Page page(long id) {
        return pages.get(id >>> Page.BITS);
    }

    LongTrie<Page> pages() {
        return pages;
    }

    /**
     * Visits rows created or updated at or after {@code since} (epoch seconds) in order of {@code updated}, then id,
     * until the visitor says false.
     */
    void since(long since, Predicate<Row> visitor) {
        List<Row> early = new ArrayList<>();
        createdLater.forEach(row -> {
            if (row.updated() < since && row.created() >= since) {
                early.add(row);
            }
        });
        early.sort(Comparator.comparingLong(UpdatedIndex::key));
        if (early.stream().allMatch(visitor)) {
            updated.from(since, id -> {
                Row row = find(id);
                return row == null || visitor.test(row);
            });
        }
    }

    /** Whether at most so many rows would be visited. */
    boolean hasFewChangesSince(long since, int max) {
        if (createdLater.size() > max) {
            return false;
        }
        int[] count = {0};
        since(since, row -> ++count[0] <= max);
        return count[0] <= max;
    }

    /** Ids that may have the value; empty where the field has no index. */
    Optional<int[]> candidates(Field<?> field, Object value) {
        return Optional.ofNullable(indexes.get(field)).map(index -> index.candidates(value));
    }

    /** Makes the indexes that nobody has asked yet. */
    void prepare() {
        indexes.values().forEach(Index::ids);
    }

    void forEach(Consumer<Row> action) {
        pages.forEach(page -> page.forEach(action));
    }

    /** Visits rows that another version of the table does not hold; pages that both share are passed over. */
    void forEachChange(Table before, Consumer<Row> action) {
        forEachPageNotIn(
                before,
                (number, page, old) -> forEachDifference(page, old, (row, was) -> {
                    if (row != null) {
                        action.accept(row);
                    }
                }));
    }

    /** See {@link Snapshot#forEachDifference}. */
    void forEachDifference(Table other, Snapshot.DifferenceVisitor visitor) {
        forEachDifferentPage(other, (number, page, there) -> forEachDifference(page, there, visitor));
    }

    /** Takes a page as it is in each of two tables; null where it is not in one. */
    interface PageVisitor {
        void visit(long number, @Nullable Page here, @Nullable Page there);
    }

    /** Visits the pages that are not the same here and in another table: first those that are here. */
    void forEachDifferentPage(Table other, PageVisitor visitor) {
        forEachPageNotIn(other, visitor);
        other.pages.forEachEntry((number, there) -> {
            if (pages.get(number) == null) {
                visitor.visit(number, null, there);
            }
        });
    }

    @SuppressWarnings("ReferenceEquality")
    private void forEachPageNotIn(Table other, PageVisitor visitor) {
        pages.forEachEntry((number, page) -> {
            Page there = other.pages.get(number);
            if (page != there) {
                visitor.visit(number, page, there);
            }
        });
    }

    @SuppressWarnings("ReferenceEquality")
    private static void forEachDifference(
            @Nullable Page page, @Nullable Page there, Snapshot.DifferenceVisitor visitor) {
        for (int slot = 0; slot < Page.ROWS; slot++) {
            Row mine = page == null ? null : page.row(slot);
            Row theirs = there == null ? null : there.row(slot);
            if (mine != theirs) {
                visitor.visit(mine, theirs);
            }
        }
    }

    int pagesNotIn(Table other) {
        int[] count = {0};
        forEachPageNotIn(other, (number, page, there) -> count[0]++);
        return count[0];
    }

    /** Whether callers see different rows or keys of this type. */
    boolean isRestricted() {
        return type.rowVisibility().isPresent() || type.keyVisibility().isPresent();
    }

    Table with(Row row) {
        long number = row.id() >>> Page.BITS;
        int slot = (int) row.id() & (Page.ROWS - 1);
        Page page = pages.get(number);
        Row before = page == null ? null : page.row(slot);
        Page changed = (page == null ? Page.of(new Row[Page.ROWS]) : page).with(slot, row);
        Map<Field<?>, Index> changedIndexes = new HashMap<>(indexes);
        changedIndexes.replaceAll((field, index) -> index.with(before, row));
        UpdatedIndex moved = before == null ? updated : updated.without(UpdatedIndex.key(before));
        return new Table(
                type,
                json,
                pages.with(number, changed),
                changedIndexes,
                moved.with(UpdatedIndex.key(row)),
                createdLater.get(row.id()) == null && row.created() <= row.updated()
                        ? createdLater
                        : createdLater.with(row.id(), row.created() > row.updated() ? row : null),
                before == null ? size + 1 : size,
                Math.max(lastId, row.id()));
    }

    /** The table without a row; its id counts as given out. */
    Table without(long id) {
        Row before = find(id);
        if (before == null) {
            return this;
        }
        long number = id >>> Page.BITS;
        Page page = java.util.Objects.requireNonNull(pages.get(number)).with((int) id & (Page.ROWS - 1), null);
        Map<Field<?>, Index> changedIndexes = new HashMap<>(indexes);
        changedIndexes.replaceAll((field, index) -> index.with(before, null));
        return new Table(
                type,
                json,
                pages.with(number, page),
                changedIndexes,
                updated.without(UpdatedIndex.key(before)),
                createdLater.with(id, null),
                size - 1,
                lastId);
    }

    /**
     * The same as {@link #with} and {@link #without} one after the other, in one pass: each page, block and way to them is copied once.
     *
     * @param ids ascending, each once
     * @param after the rows with these ids; null: there is none
     * @param givenOut an id that counts as given out, and all below it
     */
    Table withAll(long[] ids, @Nullable Row[] after, long givenOut) {
        @Nullable Row[] before = new Row[ids.length];
        LongTrie.Edits<Page> changedPages = new LongTrie.Edits<>();
        int added = 0;
        for (int i = 0; i < ids.length; ) {
            long number = ids[i] >>> Page.BITS;
            Page page = pages.get(number);
            @Nullable Row[] rows = page == null ? new Row[Page.ROWS] : page.copyOfRows();
            for (; i < ids.length && ids[i] >>> Page.BITS == number; i++) {
                int slot = (int) ids[i] & (Page.ROWS - 1);
                before[i] = rows[slot];
                rows[slot] = after[i];
                added += (after[i] == null ? 0 : 1) - (before[i] == null ? 0 : 1);
            }
            changedPages.put(number, Page.of(rows));
        }
        LongTrie<Page> allPages = changedPages.applyTo(pages);
        Map<Field<?>, Index> changedIndexes = new HashMap<>(indexes);
        changedIndexes.replaceAll((field, index) -> index.withAll(before, after, allPages));
        return new Table(
                type,
                json,
                allPages,
                changedIndexes,
                updated.withAll(updatedKeys(before), updatedKeys(after)),
                createdLaterWith(ids, after),
                size + added,
                Math.max(lastId, givenOut));
    }

    private static long[] updatedKeys(@Nullable Row[] rows) {
        long[] keys = new long[rows.length];
        int count = 0;
        for (Row row : rows) {
            if (row != null) {
                keys[count++] = UpdatedIndex.key(row);
            }
        }
        long[] exact = Arrays.copyOf(keys, count);
        Arrays.sort(exact);
        return exact;
    }

    private LongTrie<Row> createdLaterWith(long[] ids, @Nullable Row[] after) {
        LongTrie.Edits<Row> changed = new LongTrie.Edits<>();
        for (int i = 0; i < ids.length; i++) {
            Row row = after[i];
            boolean isLater = row != null && row.created() > row.updated();
            if (isLater || createdLater.get(ids[i]) != null) {
                changed.put(ids[i], isLater ? row : null);
            }
        }
        return changed.applyTo(createdLater);
    }

    Table withRetiredId(long id) {
        return new Table(type, json, pages, indexes, updated, createdLater, size, Math.max(lastId, id));
    }

    /** The table, with the JSON around these ids to be written anew. */
    Table withoutCachedJson(int[] ids) {
        LongTrie<Page> changed = pages;
        long last = -1;
        for (int id : ids) {
            long number = (long) id >>> Page.BITS;
            Page page = number == last ? null : changed.get(number);
            if (page != null) {
                changed = changed.with(number, page.withoutCachedJson());
            }
            last = number;
        }
        return new Table(type, json, changed, indexes, updated, createdLater, size, lastId);
    }

    /** The same for whole pages, by number, but for those that are not the same as in {@code before}: nothing was written of them. */
    @SuppressWarnings("ReferenceEquality")
    Table withoutCachedPages(BitSet numbers, Table before) {
        LongTrie.Edits<Page> changed = new LongTrie.Edits<>();
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            Page page = pages.get(number);
            if (page != null && page == before.pages.get(number)) {
                changed.put(number, page.withoutCachedJson());
            }
        }
        return new Table(type, json, changed.applyTo(pages), indexes, updated, createdLater, size, lastId);
    }

    /** Collects rows in ascending order of id. */
    static final class Builder {
        private final ObjectType type;
        private final LongTrie.Builder<Page> pages = new LongTrie.Builder<>();
        private final LongTrie.Builder<Row> createdLater = new LongTrie.Builder<>();
        private long[] keys = new long[1024];
        private int size;
        private @Nullable Row[] current = new Row[Page.ROWS];
        private long number = -1;
        private long lastId;

        Builder(ObjectType type) {
            this.type = type;
        }

        void add(Row row) {
            lastId = row.id();
            long page = row.id() >>> Page.BITS;
            if (page != number) {
                finishPage();
                number = page;
                current = new Row[Page.ROWS];
            }
            current[(int) row.id() & (Page.ROWS - 1)] = row;
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
            }
            keys[size++] = UpdatedIndex.key(row);
            if (row.created() > row.updated()) {
                createdLater.put(row.id(), row);
            }
        }

        Table build() {
            finishPage();
            LongTrie<Page> all = pages.build();
            Map<Field<?>, Index> indexes = new HashMap<>();
            for (Field<?> field : type.fields()) {
                if (field.isIndexed()) {
                    indexes.put(field, Index.of(field, all));
                }
            }
            return new Table(
                    type,
                    new RowJson(type),
                    all,
                    indexes,
                    UpdatedIndex.of(Arrays.copyOf(keys, size)),
                    createdLater.build(),
                    size,
                    size == 0 ? 0 : lastId);
        }

        private void finishPage() {
            if (number >= 0) {
                pages.put(number, Page.of(current));
            }
        }
    }
}
