package org.peerage.registry;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Types;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;

/** The registry as it is now. Readers take the current snapshot; they wait only until the first one is there. */
public final class Registry {
    private final CompletableFuture<Snapshot> first;
    private volatile @Nullable Snapshot current;

    private Registry(CompletableFuture<Snapshot> first) {
        this.first = first;
    }

    /** Begins to read everything from the store, and returns at once. */
    public static Registry open(RegistryStore store) {
        CompletableFuture<Snapshot> first = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("registry").start(() -> {
            try {
                RegistryStore.Contents contents = store.readAll(Types.ALL);
                first.complete(
                        Snapshot.of(contents.head().version(), contents.head().changedAt(), contents.rows())
                                .withSpentIds(SpentIds.byType(store.spentIds())));
            } catch (SQLException | RuntimeException | Error failure) {
                first.completeExceptionally(failure);
            }
        });
        return new Registry(first);
    }

    /**
     * Waits until the first snapshot is there.
     *
     * @throws SQLException where the store could not be read
     */
    public void awaitLoaded() throws SQLException {
        try {
            current = first.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    public boolean isLoaded() {
        return first.isDone() && !first.isCompletedExceptionally();
    }

    public Snapshot current() {
        Snapshot snapshot = current;
        return snapshot == null ? first.join() : snapshot;
    }

    /** Makes a newer version the current one; only {@link WriteLane} does, so that versions follow one another. */
    void publish(Snapshot next) {
        current = next;
    }
}
