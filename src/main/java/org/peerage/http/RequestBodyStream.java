package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, read by a thread that may wait while the event loop brings it. No more is taken off the connection than
 * {@link ServerLimits#BODY_WINDOW} bytes ahead of the reader.
 */
final class RequestBodyStream extends InputStream {
    /** Smaller pieces are copied together: each would keep the whole buffer it was read into, of 16 KB, for itself. */
    private static final int SMALL = 4 * 1024;

    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
    private final Duration timeout;
    private final ClientTimeout clientTimeout;
    private final Source source;
    private int waitingBytes;
    private boolean ended;
    private @Nullable IOException failure;

    /** The connection that brings the body. Called by the reading thread. */
    interface Source {
        /** More is wanted than has come. A client may wait to be asked for the first byte ({@code Expect: 100-continue}). */
        void bodyExpected();

        /** So many bytes are no longer held. */
        void bodyTaken(int bytes);
    }

    /** @param timeout the longest wait for the next byte; bytes that come too slowly are waited for as long in all */
    RequestBodyStream(Source source, Duration timeout) {
        this.source = source;
        this.timeout = timeout;
        this.clientTimeout = new ClientTimeout(timeout);
    }

    /** Adds bytes, which this lets go of; on the event loop. */
    synchronized void offer(ByteBuf bytes) {
        if (ended) {
            bytes.release();
            return;
        }
        waitingBytes += bytes.readableBytes();
        if (bytes.readableBytes() < SMALL) {
            gather(bytes);
        } else {
            waiting.add(bytes);
        }
        notifyAll();
    }

    private void gather(ByteBuf bytes) {
        ByteBuf last = waiting.peekLast();
        while (bytes.isReadable()) {
            if (last == null || !last.isWritable()) {
                last = PooledByteBufAllocator.DEFAULT.directBuffer(SMALL, SMALL);
                waiting.add(last);
            }
            last.writeBytes(bytes, Math.min(last.writableBytes(), bytes.readableBytes()));
        }
        bytes.release();
    }

    /** Nothing more comes; on the event loop. */
    void complete() {
        end(null);
    }

    /** The body did not come whole. */
    void fail(IOException reason) {
        end(reason);
    }

    private synchronized void end(@Nullable IOException reason) {
        if (!ended) {
            ended = true;
            failure = reason;
            notifyAll();
        }
    }

    /** Whether more may be taken off the connection. */
    synchronized boolean hasRoom() {
        return waitingBytes < ServerLimits.BODY_WINDOW;
    }

    /** Drops what nobody read; on the event loop, once the request is answered. Returns how many bytes that were. */
    synchronized int discard() {
        int dropped = waitingBytes;
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        waitingBytes = 0;
        end(new IOException("the request is answered already"));
        return dropped;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, to.length);
        if (count == 0) {
            return 0;
        }
        int read = take(to, from, count);
        if (read > 0) {
            source.bodyTaken(read);
        }
        return read;
    }

    private synchronized int take(byte[] to, int from, int count) throws IOException {
        await();
        ByteBuf first = waiting.peek();
        if (first == null) {
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            return -1;
        }
        int read = Math.min(count, first.readableBytes());
        first.readBytes(to, from, read);
        clientTimeout.earn(read);
        waitingBytes -= read;
        if (!first.isReadable()) {
            waiting.remove().release();
        }
        return read;
    }

    private synchronized void await() throws IOException {
        if (waiting.isEmpty() && !ended) {
            source.bodyExpected();
        }
        while (waiting.isEmpty() && !ended) {
            if (clientTimeout.isOver()) {
                throw new InterruptedIOException("the body did not come for " + timeout + ", or came too slowly");
            }
            try {
                long from = System.nanoTime();
                TimeUnit.NANOSECONDS.timedWait(this, clientTimeout.left());
                clientTimeout.spend(System.nanoTime() - from);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("stopped while a body was read");
            }
        }
    }

    @Override
    public synchronized int available() {
        return waitingBytes;
    }
}
