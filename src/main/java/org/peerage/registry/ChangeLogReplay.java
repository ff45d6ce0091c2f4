package org.peerage.registry;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/** Leads a version of the registry to the database's head by the log of changes. */
final class ChangeLogReplay {
    private static final int VERSIONS_AT_ONCE = 10_000;

    private ChangeLogReplay() {}

    /** Where the log is read. */
    interface ChangeSource {
        List<Change> changesFrom(long version, int versions) throws SQLException;
    }

    /**
     * The state at the head. Empty where the log does not lead there, so that everything has to be read anew: a whole
     * load is in it, or the database is one with another history, restored or failed over.
     */
    static Optional<Registry.State> replay(Registry.State from, RegistryStore.Head head, ChangeSource log)
            throws SQLException {
        if (from.version() == head.version()) {
            return isSame(from.stamp(), head.stamp()) ? Optional.of(from) : Optional.empty();
        }
        if (from.version() > head.version()) {
            return Optional.empty();
        }
        // From the version that we have, to see that it is the database's.
        List<Change> changes = log.changesFrom(from.version(), VERSIONS_AT_ONCE);
        int own = 0;
        while (own < changes.size() && changes.get(own).version() == from.version()) {
            own++;
        }
        if (own > 0 && !isSame(from.stamp(), changes.getFirst().stamp())) {
            return Optional.empty();
        }
        changes = changes.subList(own, changes.size());
        Snapshot current = from.snapshot();
        while (true) {
            Optional<Snapshot> next =
                    isWithoutGap(current.version(), changes) ? ChangeLog.replay(current, changes) : Optional.empty();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            current = next.get();
            if (current.version() >= head.version()) {
                return Optional.of(new Registry.State(current, stamp(changes)));
            }
            changes = log.changesFrom(current.version() + 1, VERSIONS_AT_ONCE);
        }
    }

    /** The stamp of the last version among changes. */
    static String stamp(List<Change> changes) {
        int first = changes.size() - 1;
        while (first > 0
                && changes.get(first - 1).version() == changes.getLast().version()) {
            first--;
        }
        return changes.get(first).stamp();
    }

    private static boolean isSame(String here, String there) {
        return here.isEmpty() || there.isEmpty() || here.equals(there);
    }

    private static boolean isWithoutGap(long after, List<Change> changes) {
        long last = after;
        for (Change change : changes) {
            if (change.version() != last && change.version() != last + 1) {
                return false;
            }
            last = change.version();
        }
        return last > after;
    }
}
