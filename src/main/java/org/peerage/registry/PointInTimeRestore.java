package org.peerage.registry;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/** Takes a registry back to an earlier version, by the values that its log of changes has from before each change. */
public final class PointInTimeRestore {
    private PointInTimeRestore() {}

    /** What came of it. */
    public sealed interface RestoreResult {
        /** It is at that version now, and so many rows are as they were. */
        record Restored(long version, Instant at, int rows) implements RestoreResult {}

        /** It cannot be taken back so far; nothing was changed. */
        record NotRestorable(String reason) implements RestoreResult {}
    }

    /** Back to the last version that was made no later than that. */
    public static RestoreResult restoreTo(RegistryStore.Transaction transaction, Instant time) throws SQLException {
        return back(transaction, change -> change.at().isAfter(time), String.valueOf(time));
    }

    /** Back to a version. */
    public static RestoreResult restoreTo(RegistryStore.Transaction transaction, long version) throws SQLException {
        RegistryStore.Head head = transaction.lockHead();
        return version < 0 || version > head.version()
                ? new RestoreResult.NotRestorable(
                        "there is no version " + version + "; the last one is " + head.version())
                : back(transaction, change -> change.version() > version, "version " + version);
    }

    private static RestoreResult back(RegistryStore.Transaction transaction, Predicate<Change> isLater, String wanted)
            throws SQLException {
        RegistryStore.Head head = transaction.lockHead();
        List<Change> undone = new ArrayList<>();
        RegistryStore.Head[] target = {new RegistryStore.Head(0, Instant.EPOCH)};
        transaction.eachChangeAfter(0, change -> {
            if (!undone.isEmpty() || isLater.test(change)) {
                undone.add(change);
            } else {
                target[0] = new RegistryStore.Head(change.version(), change.at());
            }
        });
        if (undone.isEmpty()) {
            return new RestoreResult.Restored(head.version(), head.changedAt(), 0);
        }
        for (Change change : undone) {
            if (change.type().equals(Change.EVERYTHING)) {
                return new RestoreResult.NotRestorable(
                        "everything was loaded anew in version " + change.version() + " ("
                                + change.at() + "), and what was before is not known: " + wanted
                                + " is out of reach. An older backup may have it");
            }
        }
        int rows = undo(transaction, undone);
        transaction.deleteChangesAfter(target[0].version());
        transaction.renewSession();
        transaction.setHead(target[0]);
        transaction.deleteStateAfter(target[0].changedAt(), ReplicaWriter.STATE);
        return new RestoreResult.Restored(target[0].version(), target[0].changedAt(), rows);
    }

    private static int undo(RegistryStore.Transaction transaction, List<Change> undone) throws SQLException {
        Map<ObjectType, Map<Long, @Nullable Row>> rows = affected(transaction, undone);
        for (Change change : undone.reversed()) {
            ObjectType type = ObjectTypes.byName(change.type()).orElseThrow();
            long id = Objects.requireNonNull(change.objectId());
            Map<Long, @Nullable Row> ofType = rows.computeIfAbsent(type, none -> new TreeMap<>());
            Row after = ofType.get(id);
            // What had no values before was not there; what was erased had all of them.
            boolean there = change.before() != null
                    && (after != null || change.operation().equals(ChangeLog.ERASE));
            ofType.put(id, there ? ChangeLog.apply(type, after, change.before()) : null);
        }
        int count = 0;
        for (ObjectType type : ObjectTypes.ALL) {
            Map<Long, @Nullable Row> ofType = rows.getOrDefault(type, Map.of());
            transaction.release(type, ofType.keySet());
            transaction.erase(
                    type,
                    ofType.entrySet().stream()
                            .filter(entry -> entry.getValue() == null)
                            .map(Map.Entry::getKey)
                            .toList());
            count += ofType.size();
        }
        for (ObjectType type : ObjectTypes.ALL) {
            List<Row> back = new ArrayList<>();
            rows.getOrDefault(type, Map.of()).values().forEach(row -> {
                if (row != null) {
                    back.add(row);
                }
            });
            transaction.put(type, back);
        }
        return count;
    }

    private static Map<ObjectType, Map<Long, @Nullable Row>> affected(
            RegistryStore.Transaction transaction, List<Change> undone) throws SQLException {
        Map<ObjectType, Set<Long>> ids = new HashMap<>();
        for (Change change : undone) {
            ids.computeIfAbsent(ObjectTypes.byName(change.type()).orElseThrow(), none -> new HashSet<>())
                    .add(Objects.requireNonNull(change.objectId()));
        }
        Map<ObjectType, Map<Long, @Nullable Row>> rows = new HashMap<>();
        for (Map.Entry<ObjectType, Set<Long>> wanted : ids.entrySet()) {
            Map<Long, @Nullable Row> ofType = new TreeMap<>();
            transaction.read(wanted.getKey(), row -> {
                if (wanted.getValue().contains(row.id())) {
                    ofType.put(row.id(), row);
                }
            });
            rows.put(wanted.getKey(), ofType);
        }
        return rows;
    }
}
