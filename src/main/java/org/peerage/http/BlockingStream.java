package org.peerage.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a connection from a thread that may wait until the client takes what is written. It waits for {@link #wake()}, which the
 * polling thread calls.
 */
final class BlockingStream extends OutputStream {
    private final WritableByteChannel sink;
    private final Duration longest;
    private final Runnable awaitRoom;
    private volatile @Nullable Thread writer;

    /**
     * @param longest who takes nothing for so long is given up
     * @param awaitRoom has {@link #wake()} called once more can be written
     */
    BlockingStream(WritableByteChannel sink, Duration longest, Runnable awaitRoom) {
        this.sink = sink;
        this.longest = longest;
        this.awaitRoom = awaitRoom;
    }

    /** The channel takes more, or is closed. */
    void wake() {
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
                end = System.nanoTime() + longest.toNanos();
            } else {
                long wait = end - System.nanoTime();
                if (wait <= 0) {
                    throw new InterruptedIOException("the client took nothing for " + longest);
                }
                awaitRoom.run();
                LockSupport.parkNanos(this, wait);
            }
        }
    }
}
