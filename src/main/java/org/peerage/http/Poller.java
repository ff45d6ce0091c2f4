package org.peerage.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that accepts connections and waits until there is something to do for them. */
final class Poller implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    /** So long nothing is accepted where a connection could not be taken. */
    private static final long REST_MILLIS = 200;

    /** After so many new connections a thread sees to those that it has. */
    private static final int MOST_IN_A_TURN = 16;

    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Selector selector;
    private final ServerSocketChannel listening;
    private final SelectionKey accepting;
    private final AtomicInteger open;
    private final int most;
    private final Opening opening;
    private final long pauseNanos;
    private final Consumer<SelectionKey> ready = this::ready;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AnswerBuffers buffers = new AnswerBuffers();

    private @Nullable Thread thread;
    private volatile boolean ended;
    private long now = System.nanoTime();
    private boolean isNowKnown;
    private long nextLook;
    private boolean rests;
    private long restsUntil;
    /** Whether the last connection could not be accepted. */
    private boolean unable;

    /** What is done with a connection that was accepted. */
    interface Opening {
        /** Called on the thread that polls the connection; its key waits for nothing yet. */
        Polled open(SocketChannel channel, SelectionKey key, Poller poller) throws IOException;
    }

    /** A connection; all of this is called on the thread that polls it. */
    interface Polled {
        /** What its key waits for has come. */
        void ready(int operations);

        /** Called now and then, with the time to judge by: that of the turn before what happened in this one. */
        void look(long time);

        /** Called when the server ends, or after a bug; may be called again. */
        void close();
    }

    /**
     * @param listening may have other pollers, too
     * @param open how many connections there are, of all pollers
     * @param most of them there may be; others wait
     * @param pause after which each connection is looked at
     */
    Poller(ServerSocketChannel listening, AtomicInteger open, int most, Opening opening, Duration pause)
            throws IOException {
        this.selector = Selector.open();
        this.listening = listening;
        this.accepting = listening.register(selector, SelectionKey.OP_ACCEPT);
        this.open = open;
        this.most = most;
        this.opening = opening;
        this.pauseNanos = pause.toNanos();
    }

    /** Begins to poll. */
    void start(String name) {
        Thread made = Thread.ofPlatform().daemon().name(name).unstarted(this);
        made.start();
        thread = made;
    }

    /** What it fills and sends, one answer after the other. */
    AnswerBuffers buffers() {
        return buffers;
    }

    /** The time of this turn, as {@link System#nanoTime()} has it; on this thread. */
    long now() {
        if (!isNowKnown) {
            now = System.nanoTime();
            isNowKnown = true;
        }
        return now;
    }

    /** Has something done on this thread, from any thread; nothing is done any more once it ends. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Has a connection be ready once it can be written to, from any thread; nothing happens where it is closed. */
    void awaitRoom(SelectionKey key) {
        await(key, SelectionKey.OP_WRITE);
        selector.wakeup();
    }

    /** Makes the end of a key known that another thread ended. */
    void wake() {
        selector.wakeup();
    }

    /** Closes all connections and stops; the thread ends soon. */
    void end() {
        ended = true;
        if (thread == null) {
            closeAll();
        } else {
            selector.wakeup();
        }
    }

    /** Waits until it has ended, but not long. */
    void awaitEnd() {
        Thread polling = thread;
        try {
            if (polling != null && !polling.join(LONGEST_END)) {
                LOG.warn("{} does not end", polling.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        nextLook = now + pauseNanos;
        try {
            while (!ended && selector.isOpen()) {
                try {
                    turn();
                } catch (RuntimeException | Error bug) {
                    report("polling failed", bug);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(REST_MILLIS));
                }
            }
        } catch (IOException unusable) {
            report("connections are not polled any more, so none are accepted", unusable);
            stopListening();
        } finally {
            closeAll();
        }
    }

    private void turn() throws IOException {
        long begin = System.nanoTime();
        if (rests && begin - restsUntil >= 0) {
            goOnAccepting();
        }
        isNowKnown = false;
        selector.select(ready, rests ? REST_MILLIS : Math.max(1, pauseNanos / 1_000_000));
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
        // By the time before what was read just now: in a process that stood still, what came meanwhile counts.
        if (begin - nextLook >= 0) {
            nextLook = begin + pauseNanos;
            forEach(polled -> polled.look(begin));
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Polled polled) {
            try {
                polled.ready(key.readyOps());
            } catch (RuntimeException | Error bug) {
                report("a connection broke off", bug);
                guarded(polled::close);
            }
        } else {
            guarded(this::accept);
        }
    }

    private void accept() {
        for (int i = 0; i < MOST_IN_A_TURN; i++) {
            if (open.get() >= most) {
                rest();
                return;
            }
            try {
                if (!isOneTaken()) {
                    return;
                }
                unable = false;
            } catch (ClosedChannelException closed) {
                LOG.debug("no connections are accepted any more");
                return;
            } catch (IOException e) {
                if (!unable) {
                    LOG.warn("connections cannot be accepted: {}", e.toString());
                    unable = true;
                }
                rest();
                return;
            }
        }
    }

    /** Takes a connection; false where none waits. */
    private boolean isOneTaken() throws IOException {
        SocketChannel channel = listening.accept();
        if (channel == null) {
            return false;
        }
        open.incrementAndGet();
        boolean taken = false;
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, 0);
            key.attach(opening.open(channel, key, this));
            taken = true;
        } catch (IOException gone) {
            // That is no reason to rest.
            LOG.debug("a connection went away: {}", gone.toString());
        } finally {
            if (!taken) {
                open.decrementAndGet();
                channel.close();
            }
        }
        return true;
    }

    private void rest() {
        restsUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REST_MILLIS);
        rests = true;
        await(accepting, 0);
    }

    private void goOnAccepting() {
        rests = false;
        await(accepting, SelectionKey.OP_ACCEPT);
    }

    private static void await(SelectionKey key, int operations) {
        try {
            key.interestOps(operations);
        } catch (CancelledKeyException closed) {
            LOG.debug("nothing is waited for any more on {}", key.channel());
        }
    }

    /** Takes who is waiting, and nobody else from then on; on this thread. */
    void acceptTheLast() {
        try (listening) {
            for (int waiting = Pollers.MOST_WAITING; waiting > 0 && open.get() < most && isOneTaken(); waiting--) {
                LOG.debug("one who was waiting is taken");
            }
        } catch (IOException e) {
            LOG.debug("who was waiting is not taken: {}", e.toString());
        }
    }

    private void stopListening() {
        try {
            listening.close();
        } catch (IOException unusable) {
            LOG.error("the port stays taken", unusable);
        }
    }

    private interface Act {
        void on(Polled polled);
    }

    private void forEach(Act act) {
        for (SelectionKey key : selector.keys().toArray(new SelectionKey[0])) {
            if (key.attachment() instanceof Polled polled) {
                guarded(() -> act.on(polled));
            }
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            report("a task of a polling thread failed", bug);
        }
    }

    /** Where memory is short, that may fail, too. */
    private static void report(String what, Throwable bug) {
        try {
            LOG.error(what, bug);
        } catch (RuntimeException | Error unable) {
            // There is nobody left to tell.
        }
    }

    private void closeAll() {
        try {
            forEach(Polled::close);
        } finally {
            try {
                selector.close();
            } catch (IOException unusable) {
                report("a selector is not closed", unusable);
            }
        }
    }
}
