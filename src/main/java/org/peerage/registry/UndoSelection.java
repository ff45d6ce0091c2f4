package org.peerage.registry;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.ChangeSearch;
import org.peerage.store.ChangeSubject;
import org.peerage.store.RegistryStore;

/** Which changes are to be taken back: found in the log, counters and the like left out where nobody set them. */
public sealed interface UndoSelection {

    /**
     * Changes of objects, one by one. With an object that was deleted goes what was deleted with it.
     *
     * @param changes each an object and the version that changed it
     */
    record OfObjects(List<ObjectVersion> changes) implements UndoSelection {
        public OfObjects {
            changes = List.copyOf(changes);
        }
    }

    /** One change. */
    record ObjectVersion(long version, ChangedObject object) {}

    /** All that some versions did. */
    record OfVersions(List<Long> versions) implements UndoSelection {
        public OfVersions {
            versions = List.copyOf(versions);
        }
    }

    /** All that was done for a cause, such as {@code ixf:26:7}. */
    record OfCause(String cause) implements UndoSelection {}

    /**
     * All that somebody did.
     *
     * @param from the first moment; null: from the beginning
     * @param to the moment after the last; null: until now
     * @param about only what is about that; null: everything
     */
    record OfActor(
            String actor,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable ChangeSubject about) implements UndoSelection {}

    /**
     * Changes that a selection has.
     *
     * @param cut whether there are more than {@link UndoCommand#MAX_CHANGES}, and these are not all
     */
    record FoundChanges(List<Change> changes, boolean cut) {
        public FoundChanges {
            changes = List.copyOf(changes);
        }
    }

    /** The changes, oldest first. */
    default FoundChanges find(RegistryStore store, Snapshot snapshot) throws SQLException {
        int most = UndoCommand.MAX_CHANGES + 1;
        List<Change> found =
                switch (this) {
                    case OfObjects(List<ObjectVersion> wanted) -> withDescendants(wanted, most, store, snapshot);
                    case OfVersions(List<Long> versions) -> store.changesIn(versions, most);
                    case OfCause(String cause) -> store.changesIn(store.versionsOf(cause, most), most);
                    case OfActor(String actor, Instant from, Instant to, ChangeSubject about) ->
                        store.changes(ChangeSearch.newest(most)
                                .oldestFirst()
                                .by(actor)
                                .about(about)
                                .between(
                                        from == null ? 0 : store.versionBefore(from),
                                        to == null ? Long.MAX_VALUE : store.versionBefore(to) + 1));
                };
        return new FoundChanges(
                found.stream()
                        .filter(change -> ChangedObject.of(change).isPresent())
                        .toList(),
                found.size() > UndoCommand.MAX_CHANGES);
    }

    private static List<Change> withDescendants(
            List<ObjectVersion> wanted, int most, RegistryStore store, Snapshot snapshot) throws SQLException {
        List<Change> candidates =
                store.changesIn(wanted.stream().map(ObjectVersion::version).toList(), most);
        Set<ObjectVersion> chosen = new HashSet<>(wanted);
        Set<Change> found = new LinkedHashSet<>();
        boolean more = true;
        while (more) { // until no child of what is chosen is left
            more = false;
            for (Change change : candidates) {
                if (!found.contains(change) && (isChosen(change, chosen) || hangsOn(change, found, snapshot))) {
                    more = found.add(change);
                }
            }
        }
        List<Change> ordered = new ArrayList<>(candidates);
        ordered.retainAll(found);
        return ordered;
    }

    private static boolean isChosen(Change change, Set<ObjectVersion> chosen) {
        return ChangedObject.of(change)
                .filter(object -> chosen.contains(new ObjectVersion(change.version(), object)))
                .isPresent();
    }

    /** Whether it was made or deleted with something that is chosen. */
    private static boolean hangsOn(Change change, Set<Change> chosen, Snapshot snapshot) {
        Row row = ChangedObject.of(change)
                .map(object -> snapshot.find(object.type(), object.id()))
                .orElse(null);
        if (row == null
                || change.operation().equals("update")
                || change.operation().equals("derive")) {
            return false;
        }
        for (Field<Long> reference : Hierarchy.parents(row.type())) {
            Long parent = row.find(reference);
            boolean together = chosen.stream()
                    .anyMatch(other -> other.version() == change.version()
                            && other.type().equals(reference.target().typeName())
                            && Objects.equals(other.objectId(), parent)
                            && isDeletion(other) == isDeletion(change)
                            && !other.operation().equals("update"));
            if (together) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDeletion(Change change) {
        return change.operation().equals("delete");
    }
}
