package org.peerage.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.peerage.registry.types.Types;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.store.Watch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process's registry and accounts as new as the database, whoever writes to it, without the lock that writers
 * take. The database tells of changes; it is also asked now and then, in case it could not. When it is away, readers go
 * on with what is here.
 */
public final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration ASKED_AGAIN = Duration.ofMillis(250);
    private static final long SHORTEST_PAUSE_MILLIS = 25;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final Database database;
    private final RegistryStore store;
    private final Registry registry;
    private final LongConsumer accounts;
    private final AtomicBoolean accountsBusy = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;
    private volatile View view = new View(false, System.nanoTime(), -1, -1);
    private boolean lost;
    private String session = "";

    /**
     * What was last seen of the database.
     *
     * @param reachable whether it answered when it was last asked
     * @param at when it last answered, of {@link System#nanoTime}
     * @param head its version then; -1: never seen
     */
    public record View(boolean reachable, long at, long head, long accounts) {
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
    public Follower(Database database, RegistryStore store, Registry registry, LongConsumer accounts) {
        this.database = database;
        this.store = store;
        this.registry = registry;
        this.accounts = accounts;
        this.thread = Thread.ofPlatform().daemon().name("follow").start(this::run);
    }

    public View view() {
        return view;
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
        long pause = SHORTEST_PAUSE_MILLIS;
        try {
            while (!closed) {
                try (Watch watch = database.watch()) {
                    catchUp(watch);
                    returned();
                    pause = SHORTEST_PAUSE_MILLIS;
                    while (!closed) {
                        heard(watch.await(ASKED_AGAIN), watch);
                    }
                } catch (SQLException | RuntimeException failure) {
                    lost(failure);
                    TimeUnit.MILLISECONDS.sleep(pause);
                    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException stop) {
            // The server stops.
        }
    }

    /** Most of what a busy process hears of is its own, and here already. */
    private void heard(Watch.News news, Watch watch) throws SQLException {
        View before = view;
        if (news.registry() > registry.current().version() || news.accounts() > before.accounts) {
            catchUp(watch);
        } else {
            view = new View(true, System.nanoTime(), Math.max(before.head, news.registry()), before.accounts);
        }
    }

    private void catchUp(Watch watch) throws SQLException {
        Registry.State from = registry.state(); // before the look, which so cannot miss what this process wrote
        Watch.Seen seen = watch.look();
        follow(watch, from, seen);
        View before = view;
        view = new View(true, System.nanoTime(), seen.head().version(), seen.accounts());
        if (seen.accounts() != before.accounts || !before.reachable) {
            tellAccounts(seen.accounts());
        }
    }

    private void follow(Watch watch, Registry.State from, Watch.Seen seen) throws SQLException {
        // In another history the same versions are other states.
        boolean sameHistory = session.isEmpty() || session.equals(seen.session());
        session = seen.session();
        Optional<Registry.State> next =
                sameHistory ? Replay.lead(from, seen.head(), watch::changesFrom) : Optional.empty();
        if (next.isEmpty()) {
            LOG.info(
                    "version {} is read as a whole: the log does not lead to it",
                    seen.head().version());
            registry.publish(from, Registry.State.of(store.readAll(Types.ALL)));
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
                    View now = view;
                    view = new View(now.reachable, now.at, now.head, -1); // so that they are told again
                } finally {
                    accountsBusy.set(false);
                }
            });
        }
    }

    private void lost(Exception failure) {
        View before = view;
        view = new View(false, before.at, before.head, before.accounts);
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
            LOG.info("the database answers again, at version {}", view.head);
        }
    }
}
