package org.peerage.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;

/** Finds in the log which rows were hidden from whom, for a snapshot that was made without it. */
final class WithdrawnRowFinder {
    private WithdrawnRowFinder() {}

    /**
     * The snapshot, knowing what left the sight of some.
     *
     * @param changes all of rows that were hidden or shown, oldest first, since everything was loaded
     */
    static Snapshot in(Snapshot snapshot, List<Change> changes) {
        Map<Row, List<Change>> byRow = new LinkedHashMap<>();
        for (Change change : changes) {
            ObjectType type = ObjectTypes.byName(change.type()).orElse(null);
            Row now = type == null ? null : snapshot.find(type, Objects.requireNonNull(change.objectId()));
            if (now != null && change.version() <= snapshot.version()) {
                byRow.computeIfAbsent(now, row -> new ArrayList<>()).add(change);
            }
        }
        List<Snapshot.RowSave> saved = new ArrayList<>();
        byRow.forEach((now, ofRow) -> saved.addAll(saved(now, ofRow)));
        return saved.isEmpty() ? snapshot : snapshot.withHistory(saved);
    }

    /** What the row was before and after each change, oldest first. */
    private static List<Snapshot.RowSave> saved(Row now, List<Change> changes) {
        List<Snapshot.RowSave> saved = new ArrayList<>();
        Row after = now;
        for (Change change : changes.reversed()) {
            if (change.before() == null) {
                break;
            }
            Row before = ChangeLog.apply(now.type(), after, change.before());
            saved.add(new Snapshot.RowSave(before, after, change.at()));
            after = before;
        }
        return saved.reversed();
    }
}
