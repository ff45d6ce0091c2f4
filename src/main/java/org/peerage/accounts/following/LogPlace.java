package org.peerage.accounts.following;

import java.util.Comparator;
import org.peerage.store.Change;

/** Where a change stands in the log. */
record LogPlace(long version, long seq) implements Comparable<LogPlace> {
    private static final Comparator<LogPlace> ORDER =
            Comparator.comparingLong(LogPlace::version).thenComparingLong(LogPlace::seq);

    static LogPlace of(Change change) {
        return new LogPlace(change.version(), change.seq());
    }

    @Override
    public int compareTo(LogPlace other) {
        return ORDER.compare(this, other);
    }
}
