package org.peerage.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.conduits.ConduitStreamSinkChannel;

/** Writes to a connection from a thread that may wait until the client takes what is written. */
final class BlockingStream extends OutputStream {
    private final ConduitStreamSinkChannel sink;
    private final Duration longest;
    private final Runnable moved;

    /**
     * @param longest who takes nothing for so long is given up
     * @param moved told whenever something was taken
     */
    BlockingStream(ConduitStreamSinkChannel sink, Duration longest, Runnable moved) {
        this.sink = sink;
        this.longest = longest;
        this.moved = moved;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single});
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, from, count);
        boolean waited = false;
        while (left.hasRemaining()) {
            if (sink.write(left) > 0) {
                moved.run();
                waited = false;
            } else if (waited) {
                throw new InterruptedIOException("the client took nothing for " + longest);
            } else {
                sink.awaitWritable(longest.toMillis(), TimeUnit.MILLISECONDS);
                waited = true;
            }
        }
    }
}
