package org.peerage.access.changes;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.peerage.store.Change;
import org.peerage.store.ChangeSubject;
import org.peerage.store.RegistryStore;

/**
 * Finds changes, as far as the caller is told of them (docs/spec/record.md §2.1). Each call looks at a part of the log only,
 * however few fit: who wants more goes on from where it ended.
 */
public final class ChangeFinder {
    /** As much of the log is looked at in one call: changes about something, or versions where it is about anything. */
    private static final int MAX_CHANGES = 2_000;

    private static final int MAX_VERSIONS = 20_000;
    /** Rows in one call: versions may be of thousands. Only a single version may have more. */
    public static final int MAX_ROWS = 20_000;

    private static final int BATCH = 300;

    /** Parts of one version, at most. */
    private static final int MAX_CALLS = 500;

    /** More than any write has. */
    private static final int MAX_IN_VERSION = 1_000_000;

    private final RegistryStore store;
    private final int maxRows;
    private final ChangeVisibility visibility;

    public ChangeFinder(RegistryStore store) {
        this(store, MAX_ROWS);
    }

    /** Makes one that reads fewer rows: for tests. */
    ChangeFinder(RegistryStore store, int maxRows) {
        this.store = store;
        this.maxRows = maxRows;
        this.visibility = new ChangeVisibility(store);
    }

    /**
     * A place in the log.
     *
     * @param seq within the version; 0: before all of it
     */
    public record LogPosition(long version, int seq) {
        public static final LogPosition END = new LogPosition(Long.MAX_VALUE, 0);
        private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,6}))?");

        /** Reads what {@link #toString} writes. */
        public static Optional<LogPosition> parse(String text) {
            Matcher parts = TEXT.matcher(text);
            return parts.matches()
                    ? Optional.of(new LogPosition(
                            Long.parseLong(parts.group(1)),
                            parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2))))
                    : Optional.empty();
        }

        /** As it stands in addresses. */
        @Override
        public String toString() {
            return seq == 0 ? Long.toString(version) : version + "." + seq;
        }
    }

    /**
     * Some changes, newest first.
     *
     * @param next where older ones begin; null: there are none
     */
    public record ChangePage(
            List<DisclosedChange> changes, @Nullable LogPosition next) {
        public ChangePage {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Changes from a place on backwards.
     *
     * @param withOrigin whether keepers are told who did it, as in histories
     */
    public ChangePage newest(
            ChangeCriteria criteria, ChangeAudience audience, LogPosition before, int limit, boolean withOrigin)
            throws SQLException {
        long head = audience.snapshot().version();
        LogPosition start = start(criteria, before, head);
        long oldest = criteria.from() == null ? 0 : store.versionBefore(criteria.from());
        long bottom = Math.max(oldest, bottom(criteria, start.version));
        List<DisclosedChange> found = new ArrayList<>();
        LogPosition position = start;
        // Most of what is found is told, so that the first pages need not read much more than they show.
        int size = Math.min(BATCH, limit + limit / 2 + 1);
        while (true) {
            List<Change> batch = store.changes(
                    criteria.search(size).between(bottom, Long.MAX_VALUE).before(position.version, position.seq));
            for (DisclosedChange change :
                    disclose(batch, audience, withOrigin || !criteria.actor().isEmpty())) {
                if (criteria.accepts(change)) {
                    if (found.size() == limit) {
                        DisclosedChange last = found.getLast();
                        return new ChangePage(found, new LogPosition(last.version(), last.seq()));
                    }
                    found.add(withOrigin ? change : change.withoutOrigin());
                }
            }
            if (batch.size() < size) {
                return new ChangePage(found, bottom > oldest ? new LogPosition(bottom + 1, 0) : null);
            }
            size = BATCH;
            position =
                    new LogPosition(batch.getLast().version(), batch.getLast().seq());
        }
    }

    private LogPosition start(ChangeCriteria criteria, LogPosition before, long head) throws SQLException {
        LogPosition start = before.version > head ? new LogPosition(head + 1, 0) : before;
        if (criteria.to() != null) {
            long last = store.versionBefore(criteria.to());
            return last < start.version ? new LogPosition(last + 1, 0) : start;
        }
        return start;
    }

    private long bottom(ChangeCriteria criteria, long from) throws SQLException {
        ChangeSubject about = criteria.about();
        if (about == null || criteria.alone() || !about.isIndexed()) {
            return about == null ? Math.max(0, from - MAX_VERSIONS) : 0;
        }
        return store.versionAway(about, from, true, MAX_CHANGES).orElse(1) - 1;
    }

    /**
     * Some changes, oldest first, in whole versions.
     *
     * @param last the version up to which was looked
     */
    public record ChangeRun(List<DisclosedChange> changes, long last) {
        public ChangeRun {
            changes = List.copyOf(changes);
        }
    }

    /** Changes of the next {@code versions} versions at most in which something fits; counters and the like count. */
    public ChangeRun oldest(ChangeCriteria criteria, ChangeAudience audience, long after, int versions)
            throws SQLException {
        long head = audience.snapshot().version();
        long newest = criteria.to() == null ? head : Math.min(head, store.versionBefore(criteria.to()));
        long start = criteria.from() == null ? after : Math.max(after, store.versionBefore(criteria.from()));
        long top = Math.min(newest, top(criteria, start));
        List<Change> changes = new ArrayList<>();
        List<Change> batch;
        long position = start;
        do {
            // A version is read whole, so the next batch begins behind the last one of this.
            batch = store.changes(criteria.search(MAX_CHANGES)
                    .oldestFirst()
                    .including(criteria.about() == null)
                    .between(position, top + 1));
            long last = batch.isEmpty() ? top : batch.getLast().version();
            boolean cut = batch.size() == MAX_CHANGES;
            if (cut && batch.getFirst().version() == last) {
                changes.addAll(store.changes(criteria.search(MAX_IN_VERSION)
                        .oldestFirst()
                        .including(criteria.about() == null)
                        .between(last - 1, last + 1)));
                position = last;
            } else {
                batch.stream().filter(change -> !cut || change.version() < last).forEach(changes::add);
                position = cut ? last - 1 : last;
            }
        } while (batch.size() == MAX_CHANGES && changes.size() < maxRows && countVersions(changes) < versions);
        List<DisclosedChange> found = new ArrayList<>();
        long told = 0;
        int count = 0;
        for (DisclosedChange change :
                disclose(changes, audience, !criteria.actor().isEmpty())) {
            if (criteria.accepts(change)) {
                if (change.version() != told && count == versions) {
                    return new ChangeRun(found, told);
                }
                count += change.version() == told ? 0 : 1;
                told = change.version();
                found.add(change.withoutOrigin());
            }
        }
        boolean complete = batch.size() < MAX_CHANGES;
        return new ChangeRun(found, complete ? (top == newest ? Math.max(after, head) : top) : position);
    }

    /** Changes of the last versions before one in which something fits, newest first. */
    public ChangeRun newestVersions(ChangeCriteria criteria, ChangeAudience audience, long before, int versions)
            throws SQLException {
        List<DisclosedChange> found = new ArrayList<>();
        LogPosition position = new LogPosition(before, 0);
        int count = 0;
        long version = 0;
        for (int calls = 0; calls < MAX_CALLS; calls++) {
            ChangePage page = newest(criteria, audience, position, MAX_CHANGES, false);
            for (DisclosedChange change : page.changes) {
                if (change.version() != version && count == versions) {
                    return new ChangeRun(found, version);
                }
                count += change.version() == version ? 0 : 1;
                version = change.version();
                found.add(change);
            }
            if (page.next == null) {
                return new ChangeRun(found, 0);
            }
            position = page.next;
            long cut = position.version;
            if (position.seq > 0 && found.size() >= maxRows && found.getFirst().version() != cut) {
                found.removeIf(change -> change.version() == cut); // told whole the next time
                return new ChangeRun(found, cut + 1);
            }
            if (position.seq == 0) {
                break; // enough of the log was looked at, and no version is cut
            }
        }
        return new ChangeRun(found, position.version);
    }

    private static long countVersions(List<Change> changes) {
        return changes.stream().mapToLong(Change::version).distinct().count();
    }

    private long top(ChangeCriteria criteria, long from) throws SQLException {
        ChangeSubject about = criteria.about();
        if (about == null || criteria.alone() || !about.isIndexed()) {
            return about == null ? from + MAX_VERSIONS : Long.MAX_VALUE - 1;
        }
        return store.versionAway(about, from, false, MAX_CHANGES).orElse(Long.MAX_VALUE - 1);
    }

    private List<DisclosedChange> disclose(List<Change> changes, ChangeAudience audience, boolean withOrigin)
            throws SQLException {
        return withOrigin ? visibility.history(changes, audience) : visibility.feed(changes, audience);
    }
}
