package org.peerage.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.store.ChangeListener;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process's registry and accounts as new as the database, whoever writes to it, without the lock that writers
 * take. The database tells of changes; it is also asked now and then, in case it could not. When it is away, readers go
 * on with what is here.
 */
public final class ReplicaFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaFollower.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final long MIN_BACKOFF_MILLIS = 25;
    private static final long MAX_BACKOFF_MILLIS = 200;

    private final Database database;
    private final RegistryStore store;
    private final Registry registry;
    private final LongConsumer accounts;
    private final AtomicBoolean accountsBusy = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;
    private volatile ReplicaState state = new ReplicaState(false, System.nanoTime(), -1, -1);
    private boolean lost;
    private String session = "";

    /**
     * What was last seen of the database.
     *
     * @param reachable whether it answered when it was last asked
     * @param at when it last answered, of {@link System#nanoTime}
     * @param head its version then; -1: never seen
     */
    public record ReplicaState(boolean reachable, long at, long head, long accounts) {
        /** How long ago it answered. */
        public Duration age() {
            return Duration.ofNanos(System.nanoTime() - at);
        }
    }

    /**
     * Begins to follow; the registry has to be loaded.
     *
     * @param accounts told the version of the accounts in the database whenever it was looked at and may be new
     */
    public ReplicaFollower(Database database, RegistryStore store, Registry registry, LongConsumer accounts) {
        this.database = database;
        this.store = store;
        this.registry = registry;
        this.accounts = accounts;
        this.thread = Thread.ofPlatform().daemon().name("follow").start(this::run);
    }

    public ReplicaState state() {
        return state;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pause = MIN_BACKOFF_MILLIS;
        try {
            while (!closed) {
                try (ChangeListener watch = database.watch()) {
                    catchUp(watch);
                    returned();
                    pause = MIN_BACKOFF_MILLIS;
                    while (!closed) {
                        notified(watch.await(POLL_INTERVAL), watch);
                    }
                } catch (SQLException | RuntimeException failure) {
                    lost(failure);
                    TimeUnit.MILLISECONDS.sleep(pause);
                    pause = Math.min(pause * 2, MAX_BACKOFF_MILLIS);
                }
            }
        } catch (InterruptedException stop) {
            // The server stops.
        }
    }

    /** Most of what a busy process hears of is its own, and here already. */
    private void notified(ChangeListener.ChangeNotification news, ChangeListener watch) throws SQLException {
        ReplicaState before = state;
        if (news.registry() > registry.current().version() || news.accounts() > before.accounts) {
            catchUp(watch);
        } else {
            state = new ReplicaState(true, System.nanoTime(), Math.max(before.head, news.registry()), before.accounts);
        }
    }

    private void catchUp(ChangeListener watch) throws SQLException {
        Registry.State from = registry.state(); // before the look, which so cannot miss what this process wrote
        ChangeListener.DatabaseState seen = watch.read();
        follow(watch, from, seen);
        ReplicaState before = state;
        state = new ReplicaState(true, System.nanoTime(), seen.head().version(), seen.accounts());
        if (seen.accounts() != before.accounts || !before.reachable) {
            tellAccounts(seen.accounts());
        }
    }

    private void follow(ChangeListener watch, Registry.State from, ChangeListener.DatabaseState seen)
            throws SQLException {
        // In another history the same versions are other states.
        boolean sameHistory = session.isEmpty() || session.equals(seen.session());
        session = seen.session();
        Optional<Registry.State> next =
                sameHistory ? ChangeLogReplay.replay(from, seen.head(), watch::changesFrom) : Optional.empty();
        if (next.isEmpty()) {
            LOG.info(
                    "version {} is read as a whole: the log does not lead to it",
                    seen.head().version());
            registry.publish(from, Registry.State.of(store.readAll(ObjectTypes.ALL)));
        } else {
            registry.publish(from, next.get());
        }
    }

    /** Accounts come by the pool, which may have to find new connections first; the registry need not wait for that. */
    private void tellAccounts(long version) {
        if (accountsBusy.compareAndSet(false, true)) {
            Thread.ofVirtual().name("accounts").start(() -> {
                try {
                    accounts.accept(version);
                } catch (RuntimeException failure) {
                    LOG.warn("accounts cannot be read now: {}", failure.toString());
                    ReplicaState now = state;
                    state = new ReplicaState(now.reachable, now.at, now.head, -1); // so that they are told again
                } finally {
                    accountsBusy.set(false);
                }
            });
        }
    }

    private void lost(Exception failure) {
        ReplicaState before = state;
        state = new ReplicaState(false, before.at, before.head, before.accounts);
        if (!lost) {
            lost = true;
            LOG.warn(
                    "the database does not answer; readers see version {} until it does: {}",
                    registry.current().version(),
                    failure.toString());
        }
    }

    private void returned() {
        if (lost) {
            lost = false;
            store.reconnect();
            LOG.info("the database answers again, at version {}", state.head);
        }
    }
}
