package org.peerage.http;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.lang.foreign.MemorySegment;

/**
 * Buffers that hold nothing of whoever had them before: Undertow 2.3.26 has paths on which it sends a buffer that it did not fill
 * ({@link OneAtATime}), and that must not tell one client what another one sent or was sent.
 */
final class CleanBuffers implements ByteBufferPool {
    private final ByteBufferPool pool;

    CleanBuffers(ByteBufferPool pool) {
        this.pool = pool;
    }

    @Override
    public PooledByteBuffer allocate() {
        PooledByteBuffer buffer = pool.allocate();
        MemorySegment.ofBuffer(buffer.getBuffer().clear()).fill((byte) 0);
        return buffer;
    }

    @Override
    public ByteBufferPool getArrayBackedPool() {
        return new CleanBuffers(pool.getArrayBackedPool());
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public int getBufferSize() {
        return pool.getBufferSize();
    }

    @Override
    public boolean isDirect() {
        return pool.isDirect();
    }
}
