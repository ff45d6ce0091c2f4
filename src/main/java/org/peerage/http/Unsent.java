package org.peerage.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import org.peerage.snapshot.Parts;

/** What of an answer is yet to be sent. */
sealed interface Unsent {
    /** After so many bytes a polling thread sees to its other connections. */
    int TURN = 1024 * 1024;

    /** Sends as much as the client takes, and no more than a turn; whether that was the last of it. */
    boolean write(GatheringByteChannel sink) throws IOException;

    /** Buffers, of which only the last is large; or none. */
    @SuppressWarnings("ArrayRecordComponent")
    record Buffers(ByteBuffer... buffers) implements Unsent {
        @Override
        public boolean write(GatheringByteChannel sink) throws IOException {
            if (buffers.length == 0) {
                return true;
            }
            ByteBuffer last = buffers[buffers.length - 1];
            int end = last.limit();
            last.limit(Math.min(end, last.position() + TURN));
            try {
                sink.write(buffers, 0, buffers.length);
            } finally {
                last.limit(end);
            }
            return !last.hasRemaining();
        }
    }

    /** A head, and parts that go through a buffer of the thread outside the heap: the kernel takes them only from there. */
    record Copied(ByteBuffer head, Parts.Place body, ByteBuffer through) implements Unsent {
        Copied(ByteBuffer head, Parts body, ByteBuffer through) {
            this(head, body.begin(), through);
        }

        @Override
        public boolean write(GatheringByteChannel sink) throws IOException {
            for (int sent = 0; sent < TURN && !body.isAtEnd(); ) {
                through.clear().put(head.duplicate());
                body.copy(through);
                int count = sink.write(through.flip());
                int ofHead = Math.min(count, head.remaining());
                head.position(head.position() + ofHead);
                body.skip(count - ofHead);
                sent += count;
                if (through.hasRemaining()) {
                    return false;
                }
            }
            return body.isAtEnd();
        }
    }
}
