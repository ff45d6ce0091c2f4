package org.peerage.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;

/** Finds in the log which rows were hidden from whom, for a snapshot that was made without it. */
final class WithdrawnRowFinder {
    private final Snapshot snapshot;
    /** Of what rows hang under: by the version of each change of owner the row before it. */
    private final Map<Row, NavigableMap<Long, Row>> formerOwners = new LinkedHashMap<>();

    private WithdrawnRowFinder(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * The snapshot, knowing what left the sight of some.
     *
     * @param changes all of rows that were hidden or shown, oldest first, since everything was loaded; and those by which
     *     what they hang under went to other owners
     */
    static Snapshot in(Snapshot snapshot, List<Change> changes) {
        return new WithdrawnRowFinder(snapshot).with(changes);
    }

    private Snapshot with(List<Change> changes) {
        Map<Row, List<Change>> byRow = new LinkedHashMap<>();
        for (Change change : changes) {
            ObjectType type = ObjectTypes.byName(change.type()).orElse(null);
            Row now = type == null ? null : snapshot.find(type, Objects.requireNonNull(change.objectId()));
            if (now != null && change.version() <= snapshot.version()) {
                byRow.computeIfAbsent(now, row -> new ArrayList<>()).add(change);
            }
        }
        byRow.forEach((now, ofRow) -> {
            if (now.type().rowVisibility().isEmpty()) {
                formerOwners.put(now, before(now, ofRow));
            }
        });
        List<Snapshot.RowSave> saved = new ArrayList<>();
        byRow.forEach((now, ofRow) -> {
            if (now.type().rowVisibility().isPresent()) {
                saved.addAll(saved(now, ofRow));
            }
        });
        return saved.isEmpty() ? snapshot : snapshot.withHistory(saved);
    }

    private static NavigableMap<Long, Row> before(Row now, List<Change> changes) {
        NavigableMap<Long, Row> before = new TreeMap<>();
        Row row = now;
        for (Change change : changes.reversed()) {
            row = ChangeLog.apply(now.type(), row, change.before());
            before.put(change.version(), row);
        }
        return before;
    }

    /** What the row was before and after each change, oldest first. */
    private List<Snapshot.RowSave> saved(Row now, List<Change> changes) {
        List<Snapshot.RowSave> saved = new ArrayList<>();
        Row after = now;
        for (Change change : changes.reversed()) {
            if (change.before() == null) {
                break;
            }
            Row before = ChangeLog.apply(now.type(), after, change.before());
            saved.add(Snapshot.RowSave.of(
                    before, after, change.at(), asOf(change.version() - 1), asOf(change.version())));
            after = before;
        }
        return saved.reversed();
    }

    /** The registry with the owners that there were right after a version. */
    private Rows asOf(long version) {
        return new Rows() {
            @Override
            public @Nullable Row find(ObjectType type, long id) {
                Row now = snapshot.find(type, id);
                NavigableMap<Long, Row> former = now == null ? null : formerOwners.get(now);
                Map.Entry<Long, Row> next = former == null ? null : former.higherEntry(version);
                return next == null ? now : next.getValue();
            }

            @Override
            public List<Row> referring(Field<Long> reference, long parent) {
                return snapshot.referring(reference, parent);
            }
        };
    }
}
