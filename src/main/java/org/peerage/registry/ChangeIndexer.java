package org.peerage.registry;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.RowLookup;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.ChangeSubject;
import org.peerage.store.RegistryStore;

/**
 * Notes what changes are about that were logged without it: before there was such an index, or by an older program beside
 * this one. It walks back from the present, for what hung where is known only from there.
 */
public final class ChangeIndexer {
    /** Remembers the version up to which all changes are indexed. */
    static final String STATE = "change-index";

    /** How far a run came that was cut off: the versions above one, up to another. */
    private static final String PART = "change-index-part";

    private static final int VERSIONS_AT_ONCE = 500;
    private static final int CHANGES_AT_ONCE = 2_000;

    private final RegistryStore store;
    private final Supplier<Snapshot> registry;

    public ChangeIndexer(RegistryStore store, Supplier<Snapshot> registry) {
        this.store = store;
        this.registry = registry;
    }

    /** What changes are about, in their order; the state of the registry is the one after the last of them. */
    public static List<Set<ChangeSubject>> subjects(List<Change> changes, Snapshot after) {
        return new PastRows(after).rewind(changes);
    }

    /** Whether there may be changes that are not indexed. */
    public boolean isDue() throws SQLException {
        return registry.get().version() > done();
    }

    /** How many versions may not be indexed. */
    public long missing() throws SQLException {
        return Math.max(0, registry.get().version() - done());
    }

    private long done() throws SQLException {
        return store.state(STATE).map(Long::parseLong).orElse(0L);
    }

    /**
     * Indexes what is new since the last time. In small transactions, since SQLite keeps all that one of them touches beside the
     * database; one that was cut off goes on below what it had done.
     */
    public void run() throws SQLException {
        Snapshot present = registry.get();
        long done = done();
        IndexedPart part = part(done);
        PastRows rows = new PastRows(present);
        for (long top = present.version(); top > done; ) {
            // No step goes over an end of what was indexed before.
            long next = part.isWithin(top) ? part.bottom : top > part.top ? Math.max(done, part.top) : done;
            long bottom = Math.max(next, top - VERSIONS_AT_ONCE);
            List<Change> changes = store.changesAfter(bottom, (int) (top - bottom));
            List<Set<ChangeSubject>> subjects = rows.rewind(changes);
            if (!part.isWithin(top)) {
                index(changes, subjects);
                note(bottom == done, bottom, present.version(), part);
            }
            top = bottom;
        }
    }

    /** Versions above one, up to another, that were indexed by a run that was cut off. */
    private record IndexedPart(long bottom, long top) {
        boolean isWithin(long version) {
            return version > bottom && version <= top;
        }
    }

    private IndexedPart part(long done) throws SQLException {
        String[] known = store.state(PART).orElse("0 0").split(" ", -1);
        IndexedPart part = new IndexedPart(Long.parseLong(known[0]), Long.parseLong(known[1]));
        return part.bottom > done && part.top <= registry.get().version() ? part : new IndexedPart(done, done);
    }

    private void index(List<Change> changes, List<Set<ChangeSubject>> subjects) throws SQLException {
        for (int from = 0; from < changes.size(); from += CHANGES_AT_ONCE) {
            int to = Math.min(changes.size(), from + CHANGES_AT_ONCE);
            try (RegistryStore.Transaction transaction = store.beginTransaction()) {
                transaction.index(changes.subList(from, to), subjects.subList(from, to));
                transaction.commit();
            }
        }
    }

    /** What was indexed before counts as soon as the new part reaches down to it. */
    private void note(boolean isAll, long bottom, long top, IndexedPart before) throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            if (isAll) {
                transaction.putState(STATE, Long.toString(top));
            } else if (bottom <= before.top) {
                transaction.putState(PART, Math.min(bottom, before.bottom) + " " + top);
            } else if (before.top == before.bottom) {
                transaction.putState(PART, bottom + " " + top);
            }
            transaction.commit();
        }
    }

    /** Where things hung at a version: rows that hang where they do now are the present's. */
    private static final class PastRows implements RowLookup {
        private final Snapshot present;
        private final Map<ChangedObject, Row> others = new HashMap<>();

        PastRows(Snapshot present) {
            this.present = present;
        }

        @Override
        public @Nullable Row find(ObjectType type, long id) {
            Row other = others.get(new ChangedObject(type, id));
            return other != null ? other : present.find(type, id);
        }

        /** Goes back behind these changes, and tells what each is about, in their order. */
        List<Set<ChangeSubject>> rewind(List<Change> changes) {
            List<Set<ChangeSubject>> subjects = new ArrayList<>();
            changes.forEach(change -> subjects.add(new LinkedHashSet<>()));
            int end = changes.size();
            while (end > 0) {
                int start = end - 1;
                while (start > 0
                        && changes.get(start - 1).version()
                                == changes.get(start).version()) {
                    start--;
                }
                rewindVersion(changes.subList(start, end), subjects.subList(start, end));
                end = start;
            }
            return subjects;
        }

        private void rewindVersion(List<Change> version, List<Set<ChangeSubject>> subjects) {
            List<@Nullable Row> before = new ArrayList<>();
            for (int i = 0; i < version.size(); i++) {
                Change change = version.get(i);
                Row after = after(change);
                if (after != null && !change.operation().equals("derive")) {
                    subjects.get(i).addAll(ChangeSubjects.of(after, this));
                }
                before.add(
                        after == null || change.before() == null
                                ? null
                                : ChangeLog.apply(after.type(), after, change.before()));
            }
            before.stream().filter(Objects::nonNull).forEach(this::put);
            for (int i = 0; i < version.size(); i++) {
                Row row = before.get(i);
                if (row != null && !version.get(i).operation().equals("derive")) {
                    subjects.get(i).addAll(ChangeSubjects.of(row, this));
                }
            }
        }

        /** The row as a change left it; of one that was erased, as it was then. */
        private @Nullable Row after(Change change) {
            ChangedObject object = ChangedObject.of(change).orElse(null);
            if (object == null) {
                return null;
            }
            if (change.operation().equals(ChangeLog.ERASE)) {
                return ChangeLog.apply(object.type(), null, change.before());
            }
            return change.before() == null
                    ? ChangeLog.apply(object.type(), null, change.after())
                    : find(object.type(), object.id());
        }

        private void put(Row row) {
            ChangedObject object = new ChangedObject(row.type(), row.id());
            Row now = present.find(row.type(), row.id());
            if (now != null && isInTheSamePlace(row, now)) {
                others.remove(object);
            } else {
                others.put(object, row);
            }
        }

        private static boolean isInTheSamePlace(Row row, Row other) {
            return row.type().fields().stream()
                    .filter(field -> field.isReference() || field.name().equals(ChangeSubject.COUNTRY))
                    .allMatch(field -> Objects.equals(row.find(field), other.find(field)));
        }
    }
}
