package org.peerage.access.changes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.ChangeLog;
import org.peerage.registry.ChangedObject;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;

/** What the log says of objects beside the changes that are told. */
final class LogMarks {
    private final Map<ChangedObject, List<Change>> pendings = new HashMap<>();
    private final Map<ChangedObject, Long> made = new HashMap<>();
    private final Map<ChangedObject, Long> moved = new HashMap<>();
    private final Map<ChangedObject, Long> keptSince = new HashMap<>();

    void pending(ChangedObject subject, Change change) {
        pendings.computeIfAbsent(subject, s -> new ArrayList<>()).add(change);
    }

    void owner(ChangedObject subject, Change change) {
        if (change.operation().equals("create") || change.operation().equals("revive")) {
            made.merge(subject, change.version(), Math::max);
        }
        Field<Long> reference = Hierarchy.owner(subject.type());
        if (reference != null
                && change.before() != null
                && ChangeLog.read(change.before()).has(reference.name())) {
            moved.merge(subject, change.version(), Math::max);
        }
    }

    /** Whether any of the objects was pending once. */
    boolean hasPending() {
        return !pendings.isEmpty();
    }

    /** Whether the object was pending right after a version. */
    boolean isPendingAfter(long version, ChangedObject subject, @Nullable Row now) {
        boolean pending = false;
        for (Change change : pendings.getOrDefault(subject, List.of())) {
            boolean ends = isPending(change.before());
            if (change.version() > version) {
                return ends; // where the next mark ends it, it had begun, be it with a load
            }
            pending = isPending(change.after());
        }
        boolean unmarked = !pendings.containsKey(subject);
        return pending || (unmarked && now != null && now.status() == Status.PENDING);
    }

    private static boolean isPending(@Nullable String values) {
        return ChangeLog.read(values).path("status").asString("").equals("pending");
    }

    /** The version in which the object was made, or came to what it hangs under now; 0: with a load. */
    long ownSince(ChangedObject subject) {
        return Math.max(made.getOrDefault(subject, 0L), moved.getOrDefault(subject, 0L));
    }

    /** The version in which the object came to who owns it now; 0: it always was theirs. */
    long keptSince(Row row, Snapshot snapshot) {
        return keptSince.computeIfAbsent(new ChangedObject(row.type(), row.id()), any -> lastMove(row, snapshot));
    }

    private long lastMove(Row row, Snapshot snapshot) {
        long since = made.getOrDefault(new ChangedObject(row.type(), row.id()), 0L);
        for (Row owner : owners(row, snapshot)) {
            ChangedObject subject = new ChangedObject(owner.type(), owner.id());
            since = Math.max(since, moved.getOrDefault(subject, 0L));
            if (owner.type() == Org.TYPE) {
                // Who takes up the name of an organization that ended gets its id, but is somebody else.
                since = Math.max(since, made.getOrDefault(subject, 0L));
            }
        }
        return since;
    }

    /** The object and what it hangs under, up to the organization. */
    static List<Row> owners(Row row, Snapshot snapshot) {
        List<Row> owners = new ArrayList<>();
        for (Row at = row; at != null; at = owner(at, snapshot)) {
            owners.add(at);
        }
        return owners;
    }

    private static @Nullable Row owner(Row row, Snapshot snapshot) {
        Field<Long> reference = Hierarchy.owner(row.type());
        Long id = reference == null ? null : row.find(reference);
        return reference == null || id == null ? null : snapshot.find(reference.target(), id);
    }
}
