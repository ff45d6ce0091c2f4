package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.DefaultByteBufferPool;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CleanBuffersTest {
    static Stream<ByteBufferPool> pools() {
        ByteBufferPool clean = new CleanBuffers(new DefaultByteBufferPool(true, 100, 1, 0));
        return Stream.of(clean, clean.getArrayBackedPool());
    }

    @ParameterizedTest
    @MethodSource("pools")
    void whoeverHasABufferNextFindsNothingInIt(ByteBufferPool pool) {
        try (PooledByteBuffer first = pool.allocate()) {
            while (first.getBuffer().hasRemaining()) {
                first.getBuffer().put((byte) 's');
            }
        }
        try (PooledByteBuffer second = pool.allocate()) {
            assertThat(second.getBuffer()).isEqualTo(ByteBuffer.allocate(100));
        }
    }
}
