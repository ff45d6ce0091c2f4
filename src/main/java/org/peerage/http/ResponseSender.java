package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.peerage.api.CompatibilityLevel;
import org.peerage.api.ResponseBody;
import org.peerage.api.WireResponse;
import org.peerage.snapshot.ByteChunks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends responses: what is ready from the event loop, in parts no faster than the client takes them; what is made while it is sent, from a
 * thread that may wait.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, which is heard of there
final class ResponseSender {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseSender.class);

    /** Bytes of a body that are sent with the head in one go. */
    private static final int SMALL = 32 * 1024;

    /** Bytes that are copied out of the heap at once. */
    private static final int COPIED = 128 * 1024;

    /** Bytes outside the heap, which are not copied, that are handed to the kernel at once. */
    private static final int MAPPED = 4 * 1024 * 1024;

    private static final int STATUS_NO_CONTENT = 204;
    private static final int STATUS_NOT_MODIFIED = 304;

    private final Executor threads;
    private final HeldBytes held;
    private final ServerLimits limits;

    ResponseSender(Executor threads, HeldBytes held, ServerLimits limits) {
        this.threads = threads;
        this.held = held;
        this.limits = limits;
    }

    /** Sends a response; on any thread. A body that is made while it is sent is made on this thread, or on one that may wait. */
    void send(Exchange exchange, WireResponse response) {
        response.set(CompatibilityLevel.HEADER, CompatibilityLevel.VERSION);
        ResponseBody.BodyWriter writer = response.writer();
        boolean isMade = writer != null
                && response.ready() == null
                && response.chunks() == null
                && !exchange.isHead()
                && hasBody(response.status());
        boolean onLoop = exchange.executor().inEventLoop();
        if (isMade && writer != null) {
            if (onLoop) {
                threads.execute(() -> make(exchange, response, writer));
            } else {
                make(exchange, response, writer);
            }
        } else if (onLoop) {
            sendReady(exchange, response);
        } else {
            execute(exchange, () -> sendReady(exchange, response));
        }
    }

    private static void execute(Exchange exchange, Runnable task) {
        try {
            exchange.executor().execute(task);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("an answer came after the server's end: {}", stopped.toString());
        }
    }

    private static boolean hasBody(int status) {
        return status != STATUS_NO_CONTENT && status != STATUS_NOT_MODIFIED;
    }

    private void sendReady(Exchange exchange, WireResponse response) {
        try {
            sendBody(exchange, response);
        } catch (RuntimeException | Error bug) {
            LOG.error("an answer to {} {} was not sent", exchange.method(), exchange.rawPath(), bug);
            exchange.abort();
        }
    }

    private void sendBody(Exchange exchange, WireResponse response) {
        ByteBuffer ready = response.ready();
        ByteChunks parts = response.chunks();
        if (exchange.isHead() || !hasBody(response.status())) {
            exchange.respond(response, null);
        } else if (ready == null && parts == null) {
            response.length(0); // without it, a client waits for a body until the connection ends
            exchange.respond(response, null);
        } else if (ready != null && ready.remaining() <= SMALL) {
            exchange.respond(response, ready);
        } else {
            pump(exchange, response, ready != null ? new Slices(ready) : new Copies(Objects.requireNonNull(parts)));
        }
    }

    private void pump(Exchange exchange, WireResponse response, Source source) {
        if (held.add(source.ownBytes())) {
            exchange.begin(response, response.length());
            new Pump(exchange, source).run();
        } else {
            exchange.abort();
        }
    }

    private void make(Exchange exchange, WireResponse response, ResponseBody.BodyWriter writer) {
        ResponseStream out = new ResponseStream(exchange, response, limits.writeTime());
        try {
            writer.writeTo(out);
            out.close();
        } catch (IOException gone) {
            LOG.debug("a client went away: {}", gone.toString());
            execute(exchange, exchange::abort);
        } catch (RuntimeException | Error bug) {
            LOG.error("an answer to {} {} broke off", exchange.method(), exchange.rawPath(), bug);
            execute(exchange, exchange::abort);
        } finally {
            out.discard();
        }
    }

    /** A body in parts. */
    private interface Source {
        ByteBuf next();

        boolean hasNext();

        /** Bytes that are there for this response alone: what others share takes no room of its own. */
        long ownBytes();
    }

    private static final class Slices implements Source {
        private final ByteBuffer rest;
        private final long own;

        Slices(ByteBuffer rest) {
            this.rest = rest;
            this.own = rest.isReadOnly() || rest.isDirect() ? 0 : rest.remaining();
        }

        @Override
        public ByteBuf next() {
            int length = Math.min(rest.isDirect() ? MAPPED : COPIED, rest.remaining());
            ByteBuffer slice = rest.slice(rest.position(), length);
            rest.position(rest.position() + length);
            if (rest.isDirect()) {
                return Unpooled.wrappedBuffer(slice);
            }
            return PooledByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(slice);
        }

        @Override
        public boolean hasNext() {
            return rest.hasRemaining();
        }

        @Override
        public long ownBytes() {
            return own;
        }
    }

    private static final class Copies implements Source {
        private final ByteChunks.ChunkCursor cursor;
        private long left;

        Copies(ByteChunks parts) {
            this.cursor = parts.cursor();
            this.left = parts.length();
        }

        @Override
        public ByteBuf next() {
            int length = (int) Math.min(COPIED, left);
            ByteBuf part = PooledByteBufAllocator.DEFAULT.directBuffer(length, length);
            ByteBuffer view = part.internalNioBuffer(0, length);
            cursor.copy(view);
            cursor.skip(length);
            left -= length;
            return part.writerIndex(length);
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public long ownBytes() {
            return 0;
        }
    }

    /** Sends one part once the one before it is taken. */
    private final class Pump {
        private final Exchange exchange;
        private final Source source;

        Pump(Exchange exchange, Source source) {
            this.exchange = exchange;
            this.source = source;
        }

        void run() {
            while (true) {
                ByteBuf part = source.next();
                boolean isLast = !source.hasNext();
                Future<Void> written = exchange.write(part, isLast);
                if (isLast) {
                    written.addListener(done -> held.remove(source.ownBytes()));
                    return;
                }
                if (!written.isDone()) {
                    written.addListener(done -> goOn(done.cause()));
                    return;
                }
                if (written.cause() != null) {
                    goOn(written.cause());
                    return;
                }
            }
        }

        private void goOn(@Nullable Throwable failure) {
            if (failure == null) {
                run();
            } else {
                held.remove(source.ownBytes());
                exchange.abort();
            }
        }
    }
}
