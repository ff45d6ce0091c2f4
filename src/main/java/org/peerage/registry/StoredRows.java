package org.peerage.registry;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/**
 * Compares the rows of a database with those of a snapshot that was not read from them, but from a checkpoint and the log:
 * they differ where either was damaged. Rows are read one after the other and not kept. What others change meanwhile is no
 * difference.
 */
final class StoredRows {
    private static final int SHOWN = 5;

    private final Snapshot snapshot;
    private final Map<ObjectType, Set<Long>> odd = new HashMap<>();
    private final Map<ObjectType, BitSet> seen = new HashMap<>();

    private StoredRows(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Types with rows that differ, in words; none: the database has what the snapshot has. */
    static List<String> differences(RegistryStore store, Snapshot snapshot) throws SQLException {
        StoredRows check = new StoredRows(snapshot);
        RegistryStore.Head head = store.read(ObjectTypes.ALL, check::look);
        if (head.version() < snapshot.version()) {
            return List.of("the rows are of version " + head.version() + ", before " + snapshot.version());
        }
        check.lookForMissing();
        if (!check.odd.isEmpty()) {
            for (Change change : store.changesAfter(snapshot.version(), Integer.MAX_VALUE)) {
                if (change.type().equals(Change.EVERYTHING)) {
                    return List.of();
                }
                check.forgive(change);
            }
        }
        return check.words();
    }

    private void look(Row row) {
        if (row.id() <= Integer.MAX_VALUE) {
            seen.computeIfAbsent(row.type(), type -> new BitSet()).set((int) row.id());
        }
        if (!row.equals(snapshot.find(row.type(), row.id()))) {
            note(row.type(), row.id());
        }
    }

    private void lookForMissing() {
        for (ObjectType type : ObjectTypes.ALL) {
            BitSet there = seen.getOrDefault(type, new BitSet());
            snapshot.forEach(type, row -> {
                if (row.id() <= Integer.MAX_VALUE && !there.get((int) row.id())) {
                    note(type, row.id());
                }
            });
        }
    }

    private void note(ObjectType type, long id) {
        odd.computeIfAbsent(type, none -> new TreeSet<>()).add(id);
    }

    private void forgive(Change change) {
        odd.forEach((type, ids) -> {
            if (type.typeName().equals(change.type()) && change.objectId() != null) {
                ids.remove(change.objectId());
            }
        });
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        for (ObjectType type : ObjectTypes.ALL) {
            Set<Long> ids = odd.getOrDefault(type, Set.of());
            if (!ids.isEmpty()) {
                String some = String.join(
                        ", ", ids.stream().limit(SHOWN).map(String::valueOf).toList());
                words.add(ids.size() + " rows of " + type + " are not those of the checkpoint: " + some
                        + (ids.size() > SHOWN ? ", …" : ""));
            }
        }
        return words;
    }
}
