package org.peerage.http;

import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * Limits how many requests of HTTP/2 are being answered. Who resets a request may ask the next one at once (RFC 9113 §5.1.2), but Undertow
 * 2.3.26 keeps what it has of the answer, one buffer each, where the client leaves it no window to send it, until the connection
 * ends; and of its own limit of resets (against CVE-2023-44487) it exempts requests that were sent whole. So a connection of which more
 * is unfinished than there may be streams has been reset too often, and is closed.
 */
final class OpenStreams implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);
    private static final AttachmentKey<Asking> ASKING = AttachmentKey.create(Asking.class);
    private static final MethodHandle CHANNEL = channel();

    /** So many a connection may have whatever others have: who holds answers back has to hold many connections, too. */
    private static final int SHARE = 4;

    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private final HttpHandler next;
    private final Limits limits;
    private final AtomicInteger all = new AtomicInteger();
    private final Set<Asking> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong looked = new AtomicLong(System.nanoTime());

    /**
     * How much may be unfinished.
     *
     * @param ofConnection more than that, and the connection is closed
     * @param together of all connections; more are refused where a connection has its share
     * @param patience when it is too much together, connections are closed that have more than their share and did not take the
     *     end of any answer for so long
     */
    record Limits(int ofConnection, int together, Duration patience) {}

    OpenStreams(HttpHandler next, Limits limits) {
        this.next = next;
        this.limits = limits;
    }

    /** A connection. */
    private static final class Asking {
        private final Http2Channel channel;
        private final AtomicInteger unfinished = new AtomicInteger();
        private volatile long finished = System.nanoTime();

        Asking(Http2Channel channel) {
            this.channel = channel;
        }

        boolean isStuck(Duration patience) {
            return unfinished.get() > SHARE && System.nanoTime() - finished > patience.toNanos();
        }

        /** On the thread that polls it. */
        void close() {
            LOG.debug("{} asked too much and took too little", channel.getPeerAddress());
            channel.sendGoAway(Http2Channel.ERROR_ENHANCE_YOUR_CALM);
            IoUtils.safeClose(channel);
        }
    }

    /** Requests that are being answered. */
    int unfinished() {
        return all.get();
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!(exchange.getConnection() instanceof Http2ServerConnection connection)) {
            next.handleRequest(exchange);
            return;
        }
        Asking asking = of(connection);
        int own = asking.unfinished.incrementAndGet();
        int together = all.incrementAndGet();
        if (together > limits.together) {
            closeStuck();
        }
        if (own > limits.ofConnection) {
            refuse(exchange, asking);
            asking.close();
        } else if (together > limits.together && own > SHARE) {
            refuse(exchange, asking);
        } else {
            exchange.addExchangeCompleteListener((over, then) -> {
                asking.finished = System.nanoTime();
                finish(asking);
                then.proceed();
            });
            next.handleRequest(exchange);
        }
    }

    /** Without a body, which is what could wait for a window. */
    private void refuse(HttpServerExchange exchange, Asking asking) {
        finish(asking);
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
        exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE).endExchange();
    }

    private void finish(Asking asking) {
        asking.unfinished.decrementAndGet();
        all.decrementAndGet();
    }

    /** What was reset and is kept is not ended by any time-out of Undertow's. */
    private void closeStuck() {
        long before = looked.get();
        long now = System.nanoTime();
        if (now - before < LOOK_AGAIN || !looked.compareAndSet(before, now)) {
            return;
        }
        for (Asking asking : connections) {
            if (asking.isStuck(limits.patience)) {
                try {
                    asking.channel.getIoThread().execute(asking::close);
                } catch (RejectedExecutionException ended) {
                    LOG.debug("the server ends: {}", ended.toString());
                }
            }
        }
    }

    /** What Undertow attaches to one of these is the connection's: there is one of these for each request. */
    private Asking of(Http2ServerConnection connection) {
        Asking known = connection.getAttachment(ASKING);
        if (known == null) {
            Asking made = new Asking(channelOf(connection));
            connection.putAttachment(ASKING, made);
            connections.add(made);
            connection.addCloseListener(closed -> connections.remove(made));
            return made;
        }
        return known;
    }

    /** Undertow itself closes single requests only. */
    private static Http2Channel channelOf(Http2ServerConnection connection) {
        try {
            return (Http2Channel) CHANNEL.invokeExact(connection);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MethodHandle channel() {
        try {
            return MethodHandles.privateLookupIn(Http2ServerConnection.class, MethodHandles.lookup())
                    .findGetter(Http2ServerConnection.class, "channel", Http2Channel.class);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("Undertow is not what it was", changed);
        }
    }
}
