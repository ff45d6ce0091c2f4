package org.peerage.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The states that were asked for last, as many as there is room for. The newest always stays, however large: it is about to be
 * read again. What nobody asks for is let go of after a while. Safe for use by many threads.
 */
final class RecentStates<V> {
    private final int maxStates;
    private final long maxBytes;
    private final Duration unused;
    private final Map<Long, Entry<V>> byVersion = new LinkedHashMap<>(16, 0.75f, true);
    private boolean expiring;

    private static final class Entry<V> {
        private final V state;
        private final long bytes;
        private long used = System.nanoTime();

        Entry(V state, long bytes) {
            this.state = state;
            this.bytes = bytes;
        }
    }

    RecentStates(int maxStates, long maxBytes, Duration unused) {
        this.maxStates = maxStates;
        this.maxBytes = maxBytes;
        this.unused = unused;
    }

    synchronized @Nullable V get(long version) {
        Entry<V> found = byVersion.get(version);
        if (found == null) {
            return null;
        }
        found.used = System.nanoTime();
        return found.state;
    }

    synchronized void put(long version, V state, long bytes) {
        byVersion.remove(version);
        byVersion.put(version, new Entry<>(state, bytes));
        long sum = byVersion.values().stream().mapToLong(entry -> entry.bytes).sum();
        Iterator<Entry<V>> oldestFirst = byVersion.values().iterator();
        while (byVersion.size() > 1 && (byVersion.size() > maxStates || sum > maxBytes)) {
            sum -= oldestFirst.next().bytes;
            oldestFirst.remove();
        }
        expireLater();
    }

    synchronized void clear() {
        byVersion.clear();
    }

    synchronized List<V> all() {
        List<V> all = new ArrayList<>();
        byVersion.values().forEach(entry -> all.add(entry.state));
        return all;
    }

    private void expireLater() {
        if (!expiring) {
            expiring = true;
            CompletableFuture.delayedExecutor(unused.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::expire);
        }
    }

    private synchronized void expire() {
        expiring = false;
        long now = System.nanoTime();
        byVersion.values().removeIf(entry -> now - entry.used >= unused.toNanos());
        if (!byVersion.isEmpty()) {
            expireLater();
        }
    }
}
