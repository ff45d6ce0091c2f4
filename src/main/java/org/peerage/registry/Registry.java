package org.peerage.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;

/** The registry as it is now. Readers take the current snapshot; they wait only until the first one is there. */
public final class Registry {
    /** More than these would take the threads that others need. */
    private static final int MAX_WAITING = 100;

    private final CompletableFuture<State> first;
    private volatile @Nullable State current;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock turn = new ReentrantLock();
    private final Condition published = turn.newCondition();

    /**
     * A version, and which one it is.
     *
     * @param stamp see {@link RegistryStore.Head}
     */
    record State(Snapshot snapshot, String stamp) {
        static State of(RegistryStore.RegistryContents contents) {
            RegistryStore.Head head = contents.head();
            Snapshot snapshot = Snapshot.of(head.version(), head.changedAt(), contents.rows())
                    .withRetiredIds(RetiredIds.byType(contents.retiredIds()));
            return new State(WithdrawnRowFinder.in(snapshot, contents.hidden()), head.stamp());
        }

        long version() {
            return snapshot.version();
        }
    }

    private Registry(CompletableFuture<State> first) {
        this.first = first;
    }

    /** Begins to read everything from the store, and returns at once. */
    public static Registry open(RegistryStore store) {
        return open(() -> State.of(store.readAll(ObjectTypes.ALL)));
    }

    /** Begins to read the last checkpoint and what was changed since or, where that cannot be, everything. */
    public static Registry open(RegistryStore store, Checkpoints checkpoints) {
        return open(() -> {
            Optional<Snapshot> latest = checkpoints.latest();
            // Which past it has was checked already, so no stamp is needed.
            return latest.isPresent()
                    ? new State(WithdrawnRowFinder.in(latest.get(), store.hidden(ObjectTypes.ALL)), "")
                    : State.of(store.readAll(ObjectTypes.ALL));
        });
    }

    private interface StateLoader {
        State read() throws SQLException;
    }

    private static Registry open(StateLoader reading) {
        CompletableFuture<State> first = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("registry").start(() -> {
            try {
                first.complete(reading.read());
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
            State loaded = first.join();
            turn.lock();
            try {
                if (current == null) { // a write may have come already
                    current = loaded;
                }
            } finally {
                turn.unlock();
            }
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
        return state().snapshot;
    }

    /** Waits for a version; false where it did not come in time, or too many wait already. */
    public boolean await(long version, Duration timeout) {
        if (current().version() >= version) {
            return true;
        }
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return false;
        }
        turn.lock();
        try {
            long left = timeout.toNanos();
            while (current().version() < version) {
                if (left <= 0) {
                    return false;
                }
                left = published.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            turn.unlock();
            waiting.decrementAndGet();
        }
    }

    State state() {
        State state = current;
        return state == null ? first.join() : state;
    }

    /**
     * Makes a version the current one that was made from another: by {@link WriteLane} or {@link ReplicaFollower}, of which one
     * may be further than the other. Versions never go back, but where the one it was made from still stands.
     */
    void publish(State from, State next) {
        turn.lock();
        try {
            State now = state();
            boolean stands = now.snapshot == from.snapshot;
            if (now.snapshot != next.snapshot && (stands || next.version() > now.version())) {
                current = next;
                if (waiting.get() > 0) {
                    published.signalAll();
                }
            }
        } finally {
            turn.unlock();
        }
    }
}
