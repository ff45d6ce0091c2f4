package org.peerage.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.text.Folding;

/** One immutable version of the whole registry. Every answer comes from exactly one. */
public final class Snapshot implements Rows {
    private final long version;
    private final Instant time;
    private final Map<ObjectType, Table> tables;
    private final Map<ListKey, WholeList> lists = new ConcurrentHashMap<>();

    private record ListKey(ObjectType type, Visibility.Level level) {}

    private Snapshot(long version, Instant time, Map<ObjectType, Table> tables) {
        this.version = version;
        this.time = time;
        this.tables = tables;
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
        return new Snapshot(version, time, tables);
    }

    /** The rows that a caller sees, as they see them. */
    public VisibleRows seenBy(Visibility visibility) {
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
    public <T> List<Row> having(Field<T> field, T value) {
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
    public boolean areFewSince(ObjectType type, long since, int most) {
        return table(type).areFewSince(since, most);
    }

    /** Visits all rows of a type, whatever their status, by ascending id. */
    public void forEach(ObjectType type, Consumer<Row> action) {
        table(type).forEach(action);
    }

    /** Visits the rows of a type that are new, or others than they were in another version. */
    public void forEachChange(Snapshot before, ObjectType type, Consumer<Row> action) {
        table(type).forEachChange(before.table(type), action);
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
        Map<ObjectType, Table> next = new HashMap<>(tables);
        for (Row row : changed) {
            next.computeIfPresent(row.type(), (type, table) -> table.with(row));
        }
        for (Row row : erased) {
            next.computeIfPresent(row.type(), (type, table) -> table.without(row.id()));
        }
        Snapshot published = new Snapshot(nextVersion, at, next);
        for (Row row : changed) {
            unwriteDependants(row, next);
        }
        for (Row row : erased) {
            unwriteDependants(row, next);
        }
        keepLists(published);
        return published;
    }

    /** Lists of types that the change did not touch are the same, and stay ready. */
    @SuppressWarnings("ReferenceEquality")
    private void keepLists(Snapshot published) {
        lists.forEach((key, list) -> {
            if (published.tables.get(key.type) == tables.get(key.type)) {
                published.lists.put(key, list);
            }
        });
    }

    /** The same rows, where ids up to these were given out once. */
    public Snapshot withSpentIds(Map<ObjectType, Long> spent) {
        Map<ObjectType, Table> next = new HashMap<>(tables);
        spent.forEach((type, id) -> next.computeIfPresent(type, (same, table) -> table.withSpentId(id)));
        return new Snapshot(version, time, next);
    }

    /** Rows whose JSON shows a part of {@code row}, before or after the change, are to be written anew. */
    private void unwriteDependants(Row row, Map<ObjectType, Table> next) {
        Row before = find(row.type(), row.id());
        for (Supplier<Field<Long>> reference : row.type().shownIn()) {
            Field<Long> field = reference.get();
            next.computeIfPresent(
                    field.owner(),
                    (type, table) ->
                            table.unwritten(table.candidates(field, row.id()).orElseThrow()));
        }
        for (ObjectType showing : tables.keySet()) {
            for (Supplier<Field<Long>> reference : showing.shownMembers()) {
                if (reference.get().owner() == row.type()) {
                    unwriteHolders(showing, reference.get(), before, row, next);
                }
            }
        }
    }

    private static void unwriteHolders(
            ObjectType showing, Field<Long> reference, @Nullable Row before, Row after, Map<ObjectType, Table> next) {
        for (Row row : before == null ? List.of(after) : List.of(before, after)) {
            Long holder = row.find(reference);
            if (holder != null) {
                int[] ids = {Math.toIntExact(holder)};
                next.computeIfPresent(showing, (type, table) -> table.unwritten(ids));
            }
        }
    }

    /** A whole list that was made for somebody; empty where it is yet to be made. */
    public Optional<WholeList> madeList(ObjectType type, Visibility.Level level) {
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
