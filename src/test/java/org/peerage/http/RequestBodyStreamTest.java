package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestBodyStreamTest {
    private static final int READ_BUFFER = 16 * 1024;

    private final RequestBodyStream body = new RequestBodyStream(
            new RequestBodyStream.Source() {
                @Override
                public void bodyExpected() {}

                @Override
                public void bodyTaken(int bytes) {}
            },
            Duration.ofSeconds(20));

    /** A client that sends byte by byte what nobody reads would hold 16 KB with each. */
    @Test
    void smallPiecesDoNotHoldTheBuffersTheyCameIn() throws Exception {
        List<ByteBuf> buffers = new ArrayList<>();
        byte[] sent = new byte[10_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) i;
            buffers.add(Unpooled.buffer(READ_BUFFER).writeByte(sent[i]));
            body.offer(buffers.getLast().readRetainedSlice(1));
            buffers.getLast().release();
        }
        body.complete();

        assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
        assertThat(body.readAllBytes()).isEqualTo(sent);
    }

    @Test
    void piecesOfAllSizesComeInOrder() throws Exception {
        byte[] sent = new byte[60_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 7 + i / 251);
        }
        int at = 0;
        for (int size = 1; at < sent.length; size = size * 3 % 8191) {
            int count = Math.min(size, sent.length - at);
            body.offer(Unpooled.copiedBuffer(sent, at, count));
            at += count;
        }
        body.complete();

        assertThat(body.available()).isEqualTo(sent.length);
        assertThat(body.readAllBytes()).isEqualTo(sent);
    }
}
