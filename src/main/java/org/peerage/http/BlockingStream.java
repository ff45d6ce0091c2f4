package org.peerage.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * Writes to a connection from a thread that may wait until the client takes what is written. It waits for {@link #wake()}, which the
 * polling thread calls: XNIO's own way to wait opens a selector for each thread, and closes it when the collector finds it.
 */
final class BlockingStream extends OutputStream {
    private final ConduitStreamSinkChannel sink;
    private final Duration longest;
    private final Runnable moved;
    private volatile @Nullable Thread writer;

    /**
     * @param longest who takes nothing for so long is given up
     * @param moved told whenever something was taken
     */
    BlockingStream(ConduitStreamSinkChannel sink, Duration longest, Runnable moved) {
        this.sink = sink;
        this.longest = longest;
        this.moved = moved;
    }

    /** The connection takes more, or is closed. */
    void wake() {
        sink.suspendWrites();
        LockSupport.unpark(writer);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single});
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        writer = Thread.currentThread();
        ByteBuffer left = ByteBuffer.wrap(bytes, from, count);
        long end = System.nanoTime() + longest.toNanos();
        while (left.hasRemaining()) {
            if (sink.write(left) > 0) {
                moved.run();
                end = System.nanoTime() + longest.toNanos();
            } else {
                long wait = end - System.nanoTime();
                if (wait <= 0) {
                    throw new InterruptedIOException("the client took nothing for " + longest);
                }
                sink.resumeWrites();
                LockSupport.parkNanos(this, wait);
            }
        }
    }
}
