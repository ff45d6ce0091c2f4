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
public final class Work implements Rows {
    private final Snapshot base;
    private final Instant now;
    private final Map<ObjectType, TreeMap<Long, Row>> changed = new HashMap<>();
    private final Map<Place, Touch> touched = new LinkedHashMap<>();
    private final Set<Place> erased = new HashSet<>();

    private record Place(ObjectType type, long id) {}

    /** What happened to a row, as the log of changes calls it. */
    public enum Kind {
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
    public record Touch(@Nullable Row before, Row after, Kind kind) {
        public boolean isErasure() {
            return kind == Kind.ERASE;
        }
    }

    public Work(Snapshot base, Instant now) {
        this.base = base;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The same work, to try something on; {@link #adopt} takes it over. */
    public Work fork() {
        Work fork = new Work(base, now);
        fork.adopt(this);
        return fork;
    }

    /** Becomes what another work is, which was made of this one. */
    public void adopt(Work other) {
        changed.clear();
        other.changed.forEach((type, rows) -> changed.put(type, new TreeMap<>(rows)));
        touched.clear();
        touched.putAll(other.touched);
        erased.clear();
        erased.addAll(other.erased);
    }

    /** The moment of the write, whole seconds. */
    public Instant now() {
        return now;
    }

    /** What changed, in order of the first change of each row; rows that came out as they were are left out. */
    public List<Touch> touches() {
        return touched.values().stream()
                .filter(touch -> touch.isErasure() || !touch.after.equals(touch.before))
                .toList();
    }

    @Override
    public @Nullable Row find(ObjectType type, long id) {
        if (erased.contains(new Place(type, id))) {
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
        before.forEach(row -> now.put(row.id(), row));
        rows.forEach((id, row) -> {
            Long target = erased.contains(new Place(row.type(), id)) ? null : row.find(reference);
            if (target != null && target == parent) {
                now.put(id, row);
            } else {
                now.remove(id);
            }
        });
        return List.copyOf(now.values());
    }

    /** Rows with that value, whatever their status; texts are equal regardless of case and accents. */
    public <T> List<Row> having(Field<T> field, T value) {
        List<Row> found = new ArrayList<>();
        Collection<Row> later =
                changed.getOrDefault(field.owner(), new TreeMap<>()).values();
        for (Row row : base.having(field, value)) {
            if (later.stream().noneMatch(newer -> newer.id() == row.id())) {
                found.add(row);
            }
        }
        for (Row row : later) {
            if (isSame(row.find(field), value) && !erased.contains(new Place(row.type(), row.id()))) {
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
                .filter(row -> !erased.contains(new Place(type, row.id())))
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
        put(null, made, Kind.CREATE);
        return made;
    }

    /** An ordinary save. */
    public Row save(Row.Builder row, Kind kind) {
        Row saved = stamped(row).build();
        put(find(saved.type(), saved.id()), saved, kind);
        return saved;
    }

    /** A change that leaves {@code updated} alone. */
    public void derive(Row row) {
        put(find(row.type(), row.id()), row, Kind.DERIVE);
    }

    /** Takes a row over as it is elsewhere, with its times. */
    public void copy(Row row) {
        Row before = find(row.type(), row.id());
        put(before, row, kindOfCopy(before, row));
    }

    private static Kind kindOfCopy(@Nullable Row before, Row after) {
        if (before == null) {
            return Kind.CREATE;
        }
        boolean was = before.status() != Status.DELETED;
        boolean is = after.status() != Status.DELETED;
        if (was == is) {
            return Kind.UPDATE;
        }
        return is ? Kind.REVIVE : Kind.DELETE;
    }

    public Row delete(Row row) {
        return save(row.toBuilder().set(row.type().status(), Status.DELETED), Kind.DELETE);
    }

    /** Takes a row out for good; whatever refers to it has to go, too. */
    public void erase(Row row) {
        put(row, row.toBuilder().set(row.type().status(), Status.DELETED).build(), Kind.ERASE);
        erased.add(new Place(row.type(), row.id()));
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

    private void put(@Nullable Row before, Row after, Kind kind) {
        changed.computeIfAbsent(after.type(), type -> new TreeMap<>()).put(after.id(), after);
        touched.merge(new Place(after.type(), after.id()), new Touch(before, after, kind), Work::merged);
    }

    private static Touch merged(Touch first, Touch then) {
        boolean staysDeleted = first.kind == Kind.DELETE && then.after.status() == Status.DELETED;
        Kind kind = staysDeleted && !then.isErasure() ? Kind.DELETE : weightier(first.kind, then.kind);
        return new Touch(first.before, then.after, kind);
    }

    /** A row that is saved and counted anew in one write was saved. */
    private static Kind weightier(Kind first, Kind then) {
        if (then == Kind.DERIVE || (first == Kind.CREATE && then != Kind.DELETE)) {
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
