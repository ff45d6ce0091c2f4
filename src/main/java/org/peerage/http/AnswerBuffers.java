package org.peerage.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.peerage.api.Outgoing;

/** What a polling thread reads into and writes from. */
final class AnswerBuffers {
    /** A head and a short body. */
    private static final int ROOM = 24 * 1024;

    private static final int LARGE_ROOM = 256 * 1024;

    private final ByteBuffer in = ByteBuffer.allocateDirect(RequestHead.LARGEST);
    private final ByteBuffer read = ByteBuffer.allocate(RequestHead.LARGEST);
    private final ResponseHead head = new ResponseHead();
    private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM);
    private @Nullable ByteBuffer large;

    /** Outside the heap, where the kernel can write to. */
    ByteBuffer in() {
        return in.clear();
    }

    /** In the heap, where requests are read. */
    ByteBuffer read() {
        return read.clear();
    }

    /** The head of an answer, with room behind it. */
    ByteBuffer head(Outgoing answer, long length) {
        head.write(answer, length, out.clear());
        return out.flip();
    }

    /** For bodies that lie in parts. */
    ByteBuffer large() {
        ByteBuffer there = large;
        if (there == null) {
            there = ByteBuffer.allocateDirect(LARGE_ROOM);
            large = there;
        }
        return there;
    }
}
