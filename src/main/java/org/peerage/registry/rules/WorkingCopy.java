package org.peerage.registry.rules;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;

/** The registry as it will be if a write goes through: a snapshot, and the rows changed on top of it. */
public final class WorkingCopy implements Rows {
    private final Snapshot base;
    private final Instant now;
    private final Map<ObjectType, TreeMap<Long, Row>> changed = new HashMap<>();
    private final Map<RowRef, RowChange> touched = new LinkedHashMap<>();
    private final Set<RowRef> erased = new HashSet<>();

    /** Of references that were asked for: the changed rows by what they refer to now, so that asking costs the same after many changes. */
    private final Map<Field<Long>, Map<Long, Set<Long>>> changedReferences = new HashMap<>();

    private record RowRef(ObjectType type, long id) {}

    /** What happened to a row, as the log of changes calls it. */
    public enum ChangeKind {
        CREATE,
        UPDATE,
        REVIVE,
        DELETE,
        /** Counters and the like, which follow from other changes. */
        DERIVE,
        /** Gone for good, row and all: what never was approved. */
        ERASE;

        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A row before and after; of one that is erased, the last state is that it is deleted. */
    public record RowChange(@Nullable Row before, Row after, ChangeKind kind) {
        public boolean isErasure() {
            return kind == ChangeKind.ERASE;
        }
    }

    public WorkingCopy(Snapshot base, Instant now) {
        this.base = base;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The same work, to try something on; {@link #adopt} takes it over. */
    public WorkingCopy fork() {
        WorkingCopy fork = new WorkingCopy(base, now);
        fork.adopt(this);
        return fork;
    }

    /** Becomes what another work is, which was made of this one. */
    public void adopt(WorkingCopy other) {
        changed.clear();
        other.changed.forEach((type, rows) -> changed.put(type, new TreeMap<>(rows)));
        touched.clear();
        touched.putAll(other.touched);
        erased.clear();
        erased.addAll(other.erased);
        changedReferences.clear();
    }

    /** The moment of the write, whole seconds. */
    public Instant now() {
        return now;
    }

    /** What changed, in order of the first change of each row; rows that came out as they were are left out. */
    public List<RowChange> changes() {
        return touched.values().stream()
                .filter(change -> change.isErasure() || !change.after.equals(change.before))
                .toList();
    }

    @Override
    public @Nullable Row find(ObjectType type, long id) {
        if (erased.contains(new RowRef(type, id))) {
            return null;
        }
        TreeMap<Long, Row> rows = changed.get(type);
        Row row = rows == null ? null : rows.get(id);
        return row != null ? row : base.find(type, id);
    }

    @Override
    public List<Row> referring(Field<Long> reference, long parent) {
        List<Row> before = base.referring(reference, parent);
        TreeMap<Long, Row> rows = changed.get(reference.owner());
        if (rows == null) {
            return before;
        }
        TreeMap<Long, Row> now = new TreeMap<>();
        before.stream().filter(row -> !rows.containsKey(row.id())).forEach(row -> now.put(row.id(), row));
        changedReferences
                .computeIfAbsent(reference, asked -> byTarget(asked, rows))
                .getOrDefault(parent, Set.of())
                .forEach(id -> now.put(id, Objects.requireNonNull(rows.get(id))));
        return List.copyOf(now.values());
    }

    private Map<Long, Set<Long>> byTarget(Field<Long> reference, Map<Long, Row> rows) {
        Map<Long, Set<Long>> byTarget = new HashMap<>();
        rows.values().stream()
                .filter(row -> !erased.contains(new RowRef(row.type(), row.id())))
                .forEach(row -> note(reference, row, byTarget));
        return byTarget;
    }

    private static void note(Field<Long> reference, Row row, Map<Long, Set<Long>> byTarget) {
        Long target = row.find(reference);
        if (target != null) {
            byTarget.computeIfAbsent(target, none -> new HashSet<>()).add(row.id());
        }
    }

    private static void forget(Field<Long> reference, Row row, Map<Long, Set<Long>> byTarget) {
        Long target = row.find(reference);
        if (target != null) {
            byTarget.getOrDefault(target, new HashSet<>()).remove(row.id());
        }
    }

    /** Rows with that value, whatever their status; texts are equal regardless of case and accents. */
    public <T> List<Row> rowsWhere(Field<T> field, T value) {
        List<Row> found = new ArrayList<>();
        Collection<Row> later =
                changed.getOrDefault(field.owner(), new TreeMap<>()).values();
        for (Row row : base.rowsWhere(field, value)) {
            if (later.stream().noneMatch(newer -> newer.id() == row.id())) {
                found.add(row);
            }
        }
        for (Row row : later) {
            if (isSame(row.find(field), value) && !erased.contains(new RowRef(row.type(), row.id()))) {
                found.add(row);
            }
        }
        return found;
    }

    /** All rows of a type: for rules that no index serves. */
    public List<Row> all(ObjectType type) {
        List<Row> rows = new ArrayList<>();
        Map<Long, Row> newer = changed.getOrDefault(type, new TreeMap<>());
        base.forEach(type, row -> {
            if (!newer.containsKey(row.id())) {
                rows.add(row);
            }
        });
        newer.values().stream()
                .filter(row -> !erased.contains(new RowRef(type, row.id())))
                .forEach(rows::add);
        return rows;
    }

    /** An id that no row of the type has had. */
    public long newId(ObjectType type) {
        long last = lastId(type);
        // An exchange and its LAN share their id.
        return 1 + (type == Ix.TYPE ? Math.max(last, lastId(IxLan.TYPE)) : last);
    }

    /** A new row. */
    public Row create(Row.Builder row) {
        Row made = stamped(row).set(rowType(row).created(), now).build();
        put(null, made, ChangeKind.CREATE);
        return made;
    }

    /** An ordinary save. */
    public Row save(Row.Builder row, ChangeKind kind) {
        Row saved = stamped(row).build();
        put(find(saved.type(), saved.id()), saved, kind);
        return saved;
    }

    /** A change that leaves {@code updated} alone. */
    public void derive(Row row) {
        put(find(row.type(), row.id()), row, ChangeKind.DERIVE);
    }

    /** Takes a row over as it is elsewhere, with its times. */
    public void copy(Row row) {
        Row before = find(row.type(), row.id());
        put(before, row, kindOfCopy(before, row));
    }

    private static ChangeKind kindOfCopy(@Nullable Row before, Row after) {
        if (before == null) {
            return ChangeKind.CREATE;
        }
        boolean was = before.status() != Status.DELETED;
        boolean is = after.status() != Status.DELETED;
        if (was == is) {
            return ChangeKind.UPDATE;
        }
        return is ? ChangeKind.REVIVE : ChangeKind.DELETE;
    }

    public Row delete(Row row) {
        return save(row.toBuilder().set(row.type().status(), Status.DELETED), ChangeKind.DELETE);
    }

    /** Takes a row out for good; whatever refers to it has to go, too. */
    public void erase(Row row) {
        Row last = row.toBuilder().set(row.type().status(), Status.DELETED).build();
        put(row, last, ChangeKind.ERASE);
        erased.add(new RowRef(row.type(), row.id()));
        changedReferences.forEach((reference, byTarget) -> {
            if (reference.owner() == row.type()) {
                forget(reference, last, byTarget);
            }
        });
    }

    private Row.Builder stamped(Row.Builder row) {
        ObjectType type = rowType(row);
        row.set(type.updated(), now);
        type.field("version").ifPresent(field -> increment(row, field));
        return row;
    }

    @SuppressWarnings("unchecked")
    private static void increment(Row.Builder row, Field<?> version) {
        Field<Long> counter = (Field<Long>) version;
        Long before = row.find(counter);
        row.set(counter, before == null ? 1 : before + 1);
    }

    private static ObjectType rowType(Row.Builder row) {
        return row.type();
    }

    private void put(@Nullable Row before, Row after, ChangeKind kind) {
        Row newer =
                changed.computeIfAbsent(after.type(), type -> new TreeMap<>()).put(after.id(), after);
        changedReferences.forEach((reference, byTarget) -> {
            if (reference.owner() == after.type()) {
                if (newer != null) {
                    forget(reference, newer, byTarget);
                }
                if (!erased.contains(new RowRef(after.type(), after.id()))) {
                    note(reference, after, byTarget);
                }
            }
        });
        touched.merge(new RowRef(after.type(), after.id()), new RowChange(before, after, kind), WorkingCopy::merged);
    }

    private static RowChange merged(RowChange first, RowChange then) {
        boolean staysDeleted = first.kind == ChangeKind.DELETE && then.after.status() == Status.DELETED;
        ChangeKind kind = staysDeleted && !then.isErasure() ? ChangeKind.DELETE : weightier(first.kind, then.kind);
        return new RowChange(first.before, then.after, kind);
    }

    /** A row that is saved and counted anew in one write was saved. */
    private static ChangeKind weightier(ChangeKind first, ChangeKind then) {
        if (then == ChangeKind.DERIVE || (first == ChangeKind.CREATE && then != ChangeKind.DELETE)) {
            return first;
        }
        return then;
    }

    private long lastId(ObjectType type) {
        TreeMap<Long, Row> rows = changed.get(type);
        long last = base.lastId(type);
        return rows == null || rows.isEmpty() ? last : Math.max(last, rows.lastKey());
    }

    private static boolean isSame(@Nullable Object a, Object b) {
        return (a instanceof String text && b instanceof String other)
                ? Folding.key(text).equals(Folding.key(other))
                : b.equals(a);
    }
}
