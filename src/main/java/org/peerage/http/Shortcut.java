package org.peerage.http;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.peerage.api.Outgoing;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/**
 * Answers quick reads on plain connections before Undertow hears of them (docs/decisions/0023): its parser, headers, exchange and
 * timers cost twice what such an answer does. A connection on which anything else is asked is handed to Undertow with what
 * was read of it, and stays there.
 */
final class Shortcut implements ChannelListener<StreamConnection> {
    private static final int SWEEPS = 5;

    private final Front front;
    private final HttpOpenListener undertow;
    private final ByteBufferPool buffers;
    private final Executor threads;
    private final BooleanSupplier isClosing;
    private final boolean behindProxy;
    private final Limits limits;
    private final Set<ShortcutConnection> connections = ConcurrentHashMap.newKeySet();

    /**
     * How long a connection is waited for.
     *
     * @param longestSilence until something moves on it
     * @param longestRequest until a request is whole
     */
    record Limits(Duration longestSilence, Duration longestRequest) {}

    /**
     * @param undertow takes the connections that are not for us
     * @param buffers what is handed over is in one of these
     * @param threads for what may take long
     * @param isClosing once the server ends, Undertow does so
     * @param behindProxy whether {@code X-Forwarded-…} counts
     */
    Shortcut(
            Front front,
            HttpOpenListener undertow,
            ByteBufferPool buffers,
            Executor threads,
            BooleanSupplier isClosing,
            boolean behindProxy,
            Limits limits) {
        this.front = front;
        this.undertow = undertow;
        this.buffers = buffers;
        this.threads = threads;
        this.isClosing = isClosing;
        this.behindProxy = behindProxy;
        this.limits = limits;
    }

    /** From now on closes connections on which nothing moves, or on which a request does not come to its end. */
    void closeIdle(XnioIoThread timer) {
        long pause = Math.min(limits.longestSilence.toMillis(), limits.longestRequest.toMillis()) / SWEEPS;
        timer.executeAtInterval(
                () -> connections.forEach(ShortcutConnection::closeIfIdle), pause, TimeUnit.MILLISECONDS);
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
    public void handleEvent(StreamConnection accepted) {
        ShortcutConnection connection = new ShortcutConnection(this, accepted, behindProxy);
        connections.add(connection);
        connection.begin();
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

    void forget(ShortcutConnection connection) {
        connections.remove(connection);
    }

    void handOver(StreamConnection connection, ByteBuffer read) {
        PooledByteBuffer pooled = buffers.allocate();
        pooled.getBuffer().put(read).flip();
        undertow.handleEvent(connection, pooled);
    }
}
