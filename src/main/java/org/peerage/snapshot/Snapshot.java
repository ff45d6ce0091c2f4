package org.peerage.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.text.Folding;

/** One immutable version of the whole registry. Every answer comes from exactly one. */
public final class Snapshot implements Rows {
    /** From so many rows on it is cheaper to change them all at once, page by page, than one after the other. */
    private static final int MANY_ROWS = 64;

    private final long version;
    private final Instant time;
    private final Map<ObjectType, Table> tables;
    private final Map<ListKey, WholeList> lists = new ConcurrentHashMap<>();
    /** Of types whose rows only some may see. */
    private final Map<ObjectType, WithdrawnRows> withdrawn;

    private final Map<ListKey, Table> withWithdrawn = new ConcurrentHashMap<>();
    /** Rows that are there to tell a former owner that they are gone. */
    private final LongTrie<Row> toldAsGone;

    /** Of a past: the version by which rights are judged; null: this one. */
    private final @Nullable Snapshot judge;

    private record ListKey(ObjectType type, Visibility.Level level) {}

    private Snapshot(
            long version,
            Instant time,
            Map<ObjectType, Table> tables,
            Map<ObjectType, WithdrawnRows> withdrawn,
            @Nullable Snapshot judge) {
        this(version, time, tables, withdrawn, LongTrie.empty(), judge);
    }

    private Snapshot(
            long version,
            Instant time,
            Map<ObjectType, Table> tables,
            Map<ObjectType, WithdrawnRows> withdrawn,
            LongTrie<Row> toldAsGone,
            @Nullable Snapshot judge) {
        this.version = version;
        this.time = time;
        this.tables = tables;
        this.withdrawn = withdrawn;
        this.toldAsGone = toldAsGone;
        this.judge = judge;
    }

    /**
     * A version from all its rows.
     *
     * @param rows by type; the rows of a type in any order, each id once
     */
    public static Snapshot of(long version, Instant time, Map<ObjectType, ? extends Collection<Row>> rows) {
        Map<ObjectType, Table> tables = new HashMap<>();
        rows.entrySet().parallelStream()
                .map(entry -> Table.of(entry.getKey(), List.copyOf(entry.getValue())))
                .toList()
                .forEach(table -> tables.put(table.type(), table));
        return new Snapshot(version, time, tables, Map.of(), null);
    }

    /** The rows that a caller sees, as they see them. */
    public VisibleRows visibleTo(Visibility visibility) {
        return new VisibleRows(this, visibility);
    }

    /** Makes the indexes that nobody has asked yet, so that nobody has to wait for them. */
    public void prepare() {
        tables.values().forEach(Table::prepare);
    }

    /** The number of the last change that this version contains. */
    public long version() {
        return version;
    }

    /** When that change was made. */
    public Instant time() {
        return time;
    }

    public int size(ObjectType type) {
        return table(type).size();
    }

    @Override
    public @Nullable Row find(ObjectType type, long id) {
        return table(type).find(id);
    }

    @Override
    public List<Row> referring(Field<Long> reference, long parent) {
        Table table = table(reference.owner());
        int[] ids = table.candidates(reference, parent).orElseThrow();
        List<Row> rows = new ArrayList<>(ids.length);
        for (int id : ids) {
            Row row = table.find(id);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Rows with that value of an indexed field, whatever their status; texts regardless of case and accents. */
    public <T> List<Row> rowsWhere(Field<T> field, T value) {
        Table table = table(field.owner());
        List<Row> rows = new ArrayList<>();
        for (int id : table.candidates(field, value).orElseThrow()) {
            Row row = table.find(id);
            if (row != null && isSame(row.find(field), value)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static boolean isSame(@Nullable Object stored, Object value) {
        return (stored instanceof String text && value instanceof String other)
                ? Folding.key(text).equals(Folding.key(other))
                : value.equals(stored);
    }

    /** The highest id that a row of the type has; 0 where there is none. */
    public long lastId(ObjectType type) {
        return table(type).lastId();
    }

    /** Whether at most so many rows of a type were made, changed or deleted at or after a time (epoch seconds). */
    public boolean hasFewChangesSince(ObjectType type, long since, int max) {
        return table(type).hasFewChangesSince(since, max);
    }

    /** Visits all rows of a type, whatever their status, by ascending id. */
    public void forEach(ObjectType type, Consumer<Row> action) {
        table(type).forEach(action);
    }

    /** Visits the rows of a type that are new, or others than they were in another version. */
    public void forEachChange(Snapshot before, ObjectType type, Consumer<Row> action) {
        table(type).forEachChange(before.table(type), action);
    }

    /** Takes an object as it is in each of two versions; null where it is not in one. */
    public interface DifferenceVisitor {
        void visit(@Nullable Row here, @Nullable Row there);
    }

    /** Visits the objects of a type that are not the same, equal or not, here and in another version. */
    public void forEachDifference(Snapshot other, ObjectType type, DifferenceVisitor visitor) {
        table(type).forEachDifference(other.table(type), visitor);
    }

    /** How many pages this version does not share with another one. */
    public int pagesNotIn(Snapshot other) {
        int pages = 0;
        for (Table table : tables.values()) {
            pages += table.pagesNotIn(other.table(table.type()));
        }
        return pages;
    }

    /** Where the JSON of a row at depth 0 lies, as the caller sees it. The array is shared: not to be written. */
    @SuppressWarnings("ArrayRecordComponent")
    public record RowSlice(byte[] json, int start, int end) {}

    public RowSlice slice(Row row, Visibility visibility) {
        RowBytes bytes = RowBytes.of(row, visibility.levelOf(row, this), this);
        return new RowSlice(bytes.json, bytes.start, bytes.end);
    }

    /** The next version: these rows are new or replace others. */
    public Snapshot with(long nextVersion, Instant at, Collection<Row> changed) {
        return with(nextVersion, at, changed, List.of());
    }

    /** The same, and those rows are no more; their ids are not given out again. */
    public Snapshot with(long nextVersion, Instant at, Collection<Row> changed, Collection<Row> erased) {
        Map<ObjectType, Table> next = tablesWith(changed, erased);
        return keepingLists(new Snapshot(nextVersion, at, next, withdrawnAfter(changed, erased, at, next), null));
    }

    /**
     * Another version, laid onto this one: these rows are others in it and those are not in it, everything else is shared.
     * Of what left the sight of some it knows nothing.
     */
    public Snapshot laidOver(long otherVersion, Instant at, Collection<Row> others, Collection<Row> gone) {
        return keepingLists(new Snapshot(otherVersion, at, tablesWith(others, gone), Map.of(), judge));
    }

    /** The same rows, which are past: who has rights on them is who has them in that version. */
    public Snapshot judgedBy(Snapshot present) {
        Snapshot judged = new Snapshot(version, time, tables, withdrawn, present);
        judged.lists.putAll(lists);
        return judged;
    }

    /** Whether rights are judged by another version. */
    boolean isPast() {
        return judge != null;
    }

    /** Tests the namespace of a row, of a past one as the object belongs to somebody now; false where it is gone. */
    boolean isNamespace(
            Row row, Field<String> level, BiFunction<Row, Rows, String> namespace, Predicate<String> granted) {
        if (judge == null) {
            return granted.test(namespace.apply(row, this));
        }
        Row now = judge.find(row.type(), row.id());
        return now != null
                && granted.test(namespace.apply(
                        now.toBuilder().set(level, row.get(level)).build(), judge));
    }

    private Map<ObjectType, Table> tablesWith(Collection<Row> changed, Collection<Row> erased) {
        if (changed.size() + erased.size() >= MANY_ROWS) {
            return RowEdits.of(tables, changed, erased).applyTo(this, tables);
        }
        Map<ObjectType, Table> next = new HashMap<>(tables);
        for (Row row : changed) {
            next.computeIfPresent(row.type(), (type, table) -> table.with(row));
        }
        for (Row row : erased) {
            next.computeIfPresent(row.type(), (type, table) -> table.without(row.id()));
        }
        for (Row row : changed) {
            invalidateDependants(row, next);
        }
        for (Row row : erased) {
            invalidateDependants(row, next);
        }
        return next;
    }

    /**
     * A row before and after it was saved.
     *
     * @param before null where it is new
     * @param namespaceBefore whose right shows the row, where it is for its owner before and after; else empty
     * @param namespaceAfter the same afterwards, which is another one if what the row hangs under went to another owner
     */
    public record RowSave(@Nullable Row before, Row after, Instant at, String namespaceBefore, String namespaceAfter) {
        /** Of a row that may be hidden, between two states of the registry. */
        public static RowSave of(@Nullable Row before, Row after, Instant at, Rows earlier, Rows later) {
            return before != null && Visibility.isForOwner(before) && Visibility.isForOwner(after)
                    ? new RowSave(before, after, at, readers(before, earlier), readers(after, later))
                    : new RowSave(before, after, at, "", "");
        }

        private static String readers(Row row, Rows rows) {
            return row.type().rowVisibility().orElseThrow().namespace().apply(row, rows);
        }
    }

    /** The same version, where rows were saved so before, oldest first: what was hidden then is known to have been seen. */
    public Snapshot withHistory(List<RowSave> saved) {
        Map<ObjectType, WithdrawnRows> next = new HashMap<>(withdrawn);
        for (RowSave save : saved) {
            next.put(
                    save.after.type(),
                    next.getOrDefault(save.after.type(), WithdrawnRows.NONE).with(save));
        }
        return new Snapshot(version, time, tables, next, judge);
    }

    private Map<ObjectType, WithdrawnRows> withdrawnAfter(
            Collection<Row> changed, Collection<Row> erased, Instant at, Map<ObjectType, Table> tablesAfter) {
        if (changed.stream().noneMatch(Snapshot::isForSome) && erased.stream().noneMatch(Snapshot::isForSome)) {
            return withdrawn;
        }
        Snapshot after = new Snapshot(version, at, tablesAfter, Map.of(), null);
        Map<ObjectType, WithdrawnRows> next = new HashMap<>(withdrawn);
        for (Row row : changed) {
            if (isForSome(row)) {
                WithdrawnRows known = next.getOrDefault(row.type(), WithdrawnRows.NONE);
                next.put(row.type(), known.with(RowSave.of(find(row.type(), row.id()), row, at, this, after)));
            }
        }
        erased.forEach(row -> next.computeIfPresent(row.type(), (type, known) -> known.without(row.id())));
        return next;
    }

    private static boolean isForSome(Row row) {
        return row.type().rowVisibility().isPresent();
    }

    /**
     * The same version as it is told to who asks what changed since a time: rows of a type that left the caller's sight
     * are in it as deleted then, and blank. The snapshot itself where there are none.
     */
    public Snapshot withWithdrawn(ObjectType type, Visibility visibility) {
        WithdrawnRows left = withdrawn.getOrDefault(type, WithdrawnRows.NONE);
        Visibility.Level level = visibility.level();
        boolean hasOwn = !visibility.hasNoPrivateGrants();
        if (left.isEmpty(level) && (!hasOwn || left.leftNoOwner())) {
            return this;
        }
        Table[] told = {
            withWithdrawn.computeIfAbsent(new ListKey(type, level), key -> {
                Table[] table = {table(type)};
                left.forEach(level, row -> table[0] = table[0].with(row));
                return table[0];
            })
        };
        List<LongTrie<Row>> gone = new ArrayList<>(List.of(LongTrie.empty()));
        if (hasOwn) {
            left.forEach(level, row -> {
                Row own = find(type, row.id());
                if (own != null && visibility.canSee(own, this)) {
                    told[0] = told[0].with(own);
                }
            });
            left.forEachOfOwner(visibility, row -> {
                Row now = find(type, row.id());
                if (now != null && !visibility.canSee(now, this)) {
                    told[0] = told[0].with(row);
                    gone.set(0, gone.getFirst().with(row.id(), row));
                }
            });
        }
        Map<ObjectType, Table> next = new HashMap<>(tables);
        next.put(type, told[0]);
        return new Snapshot(version, time, next, Map.of(), gone.getFirst(), judge);
    }

    /** Whether a row is there to tell its former owner that it is gone ({@link #withWithdrawn}). */
    @SuppressWarnings("ReferenceEquality")
    boolean isToldAsGone(Row row) {
        return toldAsGone.size() > 0 && toldAsGone.get(row.id()) == row;
    }

    /** Lists of types that the change did not touch are the same, and stay ready. */
    @SuppressWarnings("ReferenceEquality")
    private Snapshot keepingLists(Snapshot published) {
        withWithdrawn.forEach((key, table) -> {
            if (published.tables.get(key.type) == tables.get(key.type)) {
                published.withWithdrawn.put(key, table);
            }
        });
        lists.forEach((key, list) -> {
            if (published.tables.get(key.type) == tables.get(key.type)) {
                published.lists.put(key, list);
            }
        });
        return published;
    }

    /** The same rows, where ids up to these were given out once. */
    public Snapshot withRetiredIds(Map<ObjectType, Long> spent) {
        Map<ObjectType, Table> next = new HashMap<>(tables);
        spent.forEach((type, id) -> next.computeIfPresent(type, (same, table) -> table.withRetiredId(id)));
        return new Snapshot(version, time, next, withdrawn, judge);
    }

    /** Rows whose JSON shows a part of {@code row}, before or after the change, are to be written anew. */
    private void invalidateDependants(Row row, Map<ObjectType, Table> next) {
        Row before = find(row.type(), row.id());
        for (Supplier<Field<Long>> reference : row.type().shownIn()) {
            Field<Long> field = reference.get();
            next.computeIfPresent(
                    field.owner(),
                    (type, table) -> table.withoutCachedJson(
                            table.candidates(field, row.id()).orElseThrow()));
        }
        for (ObjectType showing : tables.keySet()) {
            for (Supplier<Field<Long>> reference : showing.shownMembers()) {
                if (reference.get().owner() == row.type()) {
                    invalidateHolders(showing, reference.get(), before, row, next);
                }
            }
        }
    }

    private static void invalidateHolders(
            ObjectType showing, Field<Long> reference, @Nullable Row before, Row after, Map<ObjectType, Table> next) {
        for (Row row : before == null ? List.of(after) : List.of(before, after)) {
            Long holder = row.find(reference);
            if (holder != null) {
                int[] ids = {Math.toIntExact(holder)};
                next.computeIfPresent(showing, (type, table) -> table.withoutCachedJson(ids));
            }
        }
    }

    /** A whole list that was made for somebody; empty where it is yet to be made. */
    public Optional<WholeList> cachedList(ObjectType type, Visibility.Level level) {
        return Optional.ofNullable(lists.get(listKey(type, level)));
    }

    WholeList wholeList(ObjectType type, Visibility.Level level) {
        ListKey key = listKey(type, level);
        WholeList ready = lists.get(key);
        if (ready == null) {
            ready = WholeList.assemble(this, type, level);
            lists.put(key, ready);
        }
        return ready;
    }

    /** Where all see the same, one list serves every level. */
    private ListKey listKey(ObjectType type, Visibility.Level level) {
        return new ListKey(type, table(type).isRestricted() ? level : Visibility.Level.FULL);
    }

    Table table(ObjectType type) {
        Table table = tables.get(type);
        if (table == null) {
            throw new IllegalArgumentException("no such type here: " + type);
        }
        return table;
    }
}
