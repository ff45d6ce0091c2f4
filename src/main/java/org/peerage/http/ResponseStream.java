package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.peerage.api.WireResponse;

/**
 * A body that is sent while it is made, by a thread that may wait until the client takes it. The head goes out with the first bytes: of a body
 * that fits the buffer, it says the length.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, which is heard of there
final class ResponseStream extends OutputStream {
    private static final int BUFFER = 32 * 1024;
    /** Parts on their way. One is made while the other is taken. */
    private static final int PARTS = 2;

    private final Exchange exchange;
    private final WireResponse response;
    private final Duration timeout;
    private final Semaphore room = new Semaphore(PARTS);
    private @Nullable ByteBuf buffer;
    private boolean begun;
    private boolean closed;
    private volatile @Nullable Throwable failure;

    /** @param timeout a client that takes nothing for so long is given up */
    ResponseStream(Exchange exchange, WireResponse response, Duration timeout) {
        this.exchange = exchange;
        this.response = response;
        this.timeout = timeout;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        int left = count;
        while (left > 0) {
            ByteBuf to = buffer();
            int some = Math.min(left, BUFFER - to.readableBytes());
            to.writeBytes(bytes, at, some);
            at += some;
            left -= some;
            if (to.readableBytes() == BUFFER) {
                send(false);
            }
        }
    }

    private ByteBuf buffer() throws IOException {
        Throwable reason = failure;
        if (reason != null) {
            throw new IOException(reason.toString(), reason);
        }
        ByteBuf there = buffer;
        if (there == null) {
            there = PooledByteBufAllocator.DEFAULT.directBuffer(BUFFER, BUFFER);
            buffer = there;
        }
        return there;
    }

    @Override
    public void flush() throws IOException {
        ByteBuf there = buffer;
        if (there != null && there.isReadable()) {
            send(false);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            send(true);
        }
    }

    /** Drops what was not sent; nothing is written any more. */
    void discard() {
        ByteBuf rest = buffer;
        if (rest != null) {
            buffer = null;
            rest.release();
        }
    }

    private void send(boolean isLast) throws IOException {
        ByteBuf part = buffer();
        buffer = null;
        boolean isFirst = !begun;
        begun = true;
        long length = isFirst && isLast ? part.readableBytes() : response.length();
        try {
            if (!room.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new InterruptedIOException("the client took nothing for " + timeout);
            }
            exchange.executor().execute(() -> write(part, isFirst, length, isLast));
        } catch (InterruptedException stopped) {
            part.release();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while an answer was sent");
        } catch (InterruptedIOException | RejectedExecutionException late) {
            part.release();
            throw late instanceof IOException slow ? slow : new IOException("the server ends", late);
        }
    }

    private void write(ByteBuf part, boolean isFirst, long length, boolean isLast) {
        if (isFirst) {
            exchange.begin(response, length);
        }
        exchange.write(part, isLast).addListener(written -> {
            if (written.cause() != null) {
                failure = written.cause();
            }
            room.release();
        });
    }
}
