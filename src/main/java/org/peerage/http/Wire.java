package org.peerage.http;

import io.undertow.io.AsyncSenderImpl;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.peerage.api.Body;
import org.peerage.api.Outgoing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/** Puts answers on the wire. */
final class Wire {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    private Wire() {}

    /**
     * Sends an answer. A body that is yet to be written is, on a thread that may wait. What is ready is sent by the
     * thread that polls the connection: where another one ends an exchange, Undertow has the polling thread spin until
     * that is done, and with few processors it spins as long as the other one has none (a third of the machine).
     */
    static void send(HttpServerExchange exchange, Outgoing out, Executor threads) {
        if (exchange.isResponseStarted()) {
            // The server gave up on a client that fell silent while it sent.
            breakOff(exchange);
            return;
        }
        exchange.setStatusCode(out.status());
        HeaderMap headers = exchange.getResponseHeaders();
        out.forEachHeader((name, value) -> headers.put(HeaderNames.of(name), value));
        if (out.length() >= 0 && out.status() != StatusCodes.NO_CONTENT && out.status() != StatusCodes.NOT_MODIFIED) {
            exchange.setResponseContentLength(out.length());
        }
        ByteBuffer ready = out.ready();
        Body.Writer writer = out.writer();
        if (writer == null || ready != null) {
            // What is left of the request is read first, which may wait.
            boolean waits = exchange.isBlocking() && !exchange.isRequestComplete();
            if (waits || exchange.isInIoThread()) {
                sendReady(exchange, ready);
            } else {
                exchange.dispatch(exchange.getIoThread(), later -> sendReady(later, ready));
            }
        } else if (exchange.isInIoThread()) {
            exchange.dispatch(threads, later -> write(later, writer));
        } else {
            write(exchange, writer);
        }
    }

    private static void sendReady(HttpServerExchange exchange, @Nullable ByteBuffer ready) {
        if (ready == null) {
            exchange.endExchange();
        } else if (!exchange.isInIoThread()) {
            exchange.getResponseSender().send(ready);
        } else if (ready.remaining() <= Unsent.TURN) {
            new AsyncSenderImpl(exchange).send(ready);
        } else {
            new Turns(ready).onComplete(exchange, new AsyncSenderImpl(exchange));
        }
    }

    /** Sends a large body piece by piece. */
    private static final class Turns implements IoCallback {
        private final ByteBuffer rest;

        Turns(ByteBuffer rest) {
            this.rest = rest;
        }

        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            if (!rest.hasRemaining()) {
                IoCallback.END_EXCHANGE.onComplete(exchange, sender);
                return;
            }
            int length = Math.min(Unsent.TURN, rest.remaining());
            ByteBuffer piece = rest.slice(rest.position(), length);
            rest.position(rest.position() + length);
            sender.send(piece, this);
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException gone) {
            IoCallback.END_EXCHANGE.onException(exchange, sender, gone);
        }
    }

    private static void write(HttpServerExchange exchange, Body.Writer writer) {
        if (!exchange.isBlocking()) {
            exchange.startBlocking();
        }
        try {
            OutputStream out = exchange.getOutputStream();
            writer.writeTo(out);
            out.close();
        } catch (IOException gone) {
            LOG.debug("a client went away: {}", gone.toString());
            breakOff(exchange);
        } catch (RuntimeException | StackOverflowError bug) {
            if (bug instanceof RejectedExecutionException
                    && exchange.getConnection().getWorker().isShutdown()) {
                LOG.debug("nothing is read after an answer, the server ends: {}", bug.toString());
            } else {
                LOG.error("an answer to {} {} broke off", exchange.getRequestMethod(), exchange.getRequestURI(), bug);
            }
            breakOff(exchange);
        }
    }

    /** Half of it may be on the wire: whoever reads it has to see that it is not whole, so nothing ends it. */
    private static void breakOff(HttpServerExchange exchange) {
        IoUtils.safeClose(exchange.getConnection());
    }
}
