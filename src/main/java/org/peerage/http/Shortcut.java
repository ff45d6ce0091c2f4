package org.peerage.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.peerage.api.Outgoing;

/**
 * Answers quick reads on plain connections before Undertow hears of them (docs/decisions/0023): its parser, headers, exchange and
 * timers cost twice what such an answer does. A connection on which anything else is asked is handed to Undertow with what
 * was read of it, and stays there.
 */
final class Shortcut implements Poller.Opening {
    private static final int SWEEPS = 5;
    /** Bytes. Those of answers that many share are not counted. */
    private static final long MOST_HELD = 128L * 1024 * 1024;

    private final Front front;
    private final Heir undertow;
    private final Executor threads;
    private final BooleanSupplier isClosing;
    private final boolean behindProxy;
    private final Limits limits;
    private final Set<ShortcutConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong held = new AtomicLong();

    /**
     * How long a connection is waited for.
     *
     * @param longestSilence until something moves on it
     * @param longestRequest until a request is whole
     */
    record Limits(Duration longestSilence, Duration longestRequest) {}

    /**
     * @param undertow has the connections that are not for us
     * @param threads for what may take long
     * @param isClosing once the server ends, Undertow does so
     * @param behindProxy whether {@code X-Forwarded-…} counts
     */
    Shortcut(
            Front front,
            Heir undertow,
            Executor threads,
            BooleanSupplier isClosing,
            boolean behindProxy,
            Limits limits) {
        this.front = front;
        this.undertow = undertow;
        this.threads = threads;
        this.isClosing = isClosing;
        this.behindProxy = behindProxy;
        this.limits = limits;
    }

    /** Counts bytes of answers that wait for clients to read them; false, and not counted, where they are too many. */
    boolean hold(long bytes) {
        if (held.addAndGet(bytes) <= MOST_HELD || bytes == 0) {
            return true;
        }
        release(bytes);
        return false;
    }

    /** Bytes that were counted wait no more. */
    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /** How many connections there are, those that were handed over among them. */
    AtomicInteger open() {
        return open;
    }

    /** After which a connection is to be looked at. */
    Duration pause() {
        Duration shorter = limits.longestSilence.compareTo(limits.longestRequest) < 0
                ? limits.longestSilence
                : limits.longestRequest;
        return shorter.dividedBy(SWEEPS);
    }

    Duration longestSilence() {
        return limits.longestSilence;
    }

    Duration longestRequest() {
        return limits.longestRequest;
    }

    /** Whether an answer is on its way. */
    boolean isBusy() {
        return connections.stream().anyMatch(ShortcutConnection::isBusy);
    }

    @Override
    public Poller.Polled open(SocketChannel channel, SelectionKey key, Poller poller) throws IOException {
        ShortcutConnection connection = new ShortcutConnection(this, channel, key, poller, behindProxy);
        connections.add(connection);
        connection.begin();
        return connection;
    }

    boolean takes(RequestHead request) {
        return !isClosing.getAsBoolean() && front.isQuick(request);
    }

    Outgoing answer(RequestHead request) {
        return front.answer(request);
    }

    void aside(Runnable work) {
        threads.execute(work);
    }

    /** May be told more than once. */
    void closed(ShortcutConnection connection) {
        if (connections.remove(connection)) {
            open.decrementAndGet();
        }
    }

    void handOver(ShortcutConnection connection, SocketChannel channel, ByteBuffer read) {
        // Where that fails, it is still one of ours.
        undertow.take(channel, read, open::decrementAndGet);
        connections.remove(connection);
    }
}
