package org.peerage.http;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** An open connection, whatever is spoken on it; one of {@link Connections}. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, which is heard of there
final class OpenConnection {
    private static final long NEVER = Long.MIN_VALUE;

    private final long number;
    private final ChannelHandlerContext context;
    private final Peer peer;
    private final Runnable end;
    private volatile long idleSince = System.nanoTime();

    OpenConnection(long number, ChannelHandlerContext context, Peer peer, Runnable end) {
        this.number = number;
        this.context = context;
        this.peer = peer;
        this.end = end;
    }

    /** In the order in which they were opened. */
    long number() {
        return number;
    }

    Peer peer() {
        return peer;
    }

    /** A request begins. */
    void work() {
        idleSince = NEVER;
    }

    /** Nothing is answered any more. */
    void rest() {
        idleSince = System.nanoTime();
    }

    /** Whether no request is answered on it, and the client has taken all responses; on any thread. */
    boolean isIdle() {
        return idleSince != NEVER && WriteProgress.pendingBytes(context.channel()) == 0;
    }

    /** Since when, in the time of {@link System#nanoTime}; of no meaning where it is not idle. */
    long idleSince() {
        return idleSince;
    }

    /** Whether it has been idle for longer; looked at from time to time, on the event loop. */
    boolean isIdleFor(Duration time, long now) {
        if (idleSince == NEVER) {
            return false;
        }
        if (!isIdle()) {
            idleSince = now; // the time begins when all is taken
        }
        return now - idleSince > time.toNanos();
    }

    /**
     * Looks at it from time to time, on the event loop, until it is closed.
     *
     * @param look is given the time of {@link System#nanoTime}
     */
    void watch(Duration interval, LongConsumer look) {
        var _ = context.executor()
                .schedule(
                        () -> {
                            if (context.channel().isOpen()) {
                                look.accept(System.nanoTime());
                                watch(interval, look);
                            }
                        },
                        interval.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** Closes it at once; on any thread. */
    void close() {
        var _ = context.close();
    }

    /** Closes it once what is asked on it is answered; on any thread. */
    void drain() {
        context.executor().execute(end);
    }
}
