package org.peerage.registry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.store.Database;

/** Whether writes become durable, by the last one that was tried. Safe for use by many threads. */
public final class WriteHealth {
    private volatile @Nullable String failure;
    private volatile long succeeded = System.nanoTime();

    /** A write was made durable. */
    public void succeeded() {
        failure = null;
        succeeded = System.nanoTime();
    }

    /** A write was not. */
    public void failed(Throwable why) {
        failure = Database.reason(why);
    }

    /** Why writes fail; empty: they do not. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** When a write was made durable last, of {@link System#nanoTime}. */
    public long succeededAt() {
        return succeeded;
    }
}
