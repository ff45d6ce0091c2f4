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
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final AttachmentKey<AtomicInteger> OF_CONNECTION = AttachmentKey.create(AtomicInteger.class);
    private static final MethodHandle CHANNEL = channel();

    /** So many a connection may have whatever others have: who holds answers back has to hold many connections, too. */
    private static final int SHARE = 4;

    private final HttpHandler next;
    private final int mostOfConnection;
    private final int most;
    private final AtomicInteger all = new AtomicInteger();

    /**
     * @param mostOfConnection more than that, and the connection is closed
     * @param most of all connections; more are refused where a connection has its share
     */
    OpenStreams(HttpHandler next, int mostOfConnection, int most) {
        this.next = next;
        this.mostOfConnection = mostOfConnection;
        this.most = most;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!(exchange.getConnection() instanceof Http2ServerConnection connection)) {
            next.handleRequest(exchange);
            return;
        }
        AtomicInteger own = ofConnection(connection);
        int unfinished = own.incrementAndGet();
        int together = all.incrementAndGet();
        if (unfinished > mostOfConnection) {
            LOG.debug("{} asked too much and took nothing", connection.getPeerAddress());
            close(connection);
            refuse(exchange, own);
        } else if (together > most && unfinished > SHARE) {
            refuse(exchange, own);
        } else {
            exchange.addExchangeCompleteListener((finished, then) -> {
                finish(own);
                then.proceed();
            });
            next.handleRequest(exchange);
        }
    }

    /** Without a body, which is what could wait for a window. */
    private void refuse(HttpServerExchange exchange, AtomicInteger own) {
        finish(own);
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
        exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE).endExchange();
    }

    private void finish(AtomicInteger own) {
        own.decrementAndGet();
        all.decrementAndGet();
    }

    /** What Undertow attaches to one of these is the connection's: there is one of these for each request. */
    private static AtomicInteger ofConnection(Http2ServerConnection connection) {
        AtomicInteger known = connection.getAttachment(OF_CONNECTION);
        if (known == null) {
            known = new AtomicInteger();
            connection.putAttachment(OF_CONNECTION, known);
        }
        return known;
    }

    /** Undertow closes requests only. */
    private static void close(Http2ServerConnection connection) {
        try {
            Http2Channel channel = (Http2Channel) CHANNEL.invokeExact(connection);
            channel.sendGoAway(Http2Channel.ERROR_ENHANCE_YOUR_CALM);
            IoUtils.safeClose(channel);
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
