package org.peerage.http;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.nio.Adoption;

/** Undertow, which takes over connections on which something was asked that the shortcut does not answer. */
final class Heir {
    private static final Logger LOG = LoggerFactory.getLogger(Heir.class);

    private final XnioWorker worker;
    private final HttpOpenListener undertow;
    private final ByteBufferPool buffers;
    private final OptionMap sockets;

    /**
     * @param worker has the threads that poll for Undertow
     * @param buffers what was read already is handed over in one of these
     * @param sockets how long Undertow reads or writes without a byte
     */
    Heir(XnioWorker worker, HttpOpenListener undertow, ByteBufferPool buffers, OptionMap sockets) {
        this.worker = worker;
        this.undertow = undertow;
        this.buffers = buffers;
        this.sockets = sockets;
    }

    /**
     * Takes one.
     *
     * @param read what was read of the connection
     * @param closed told when the connection is closed
     */
    void take(SocketChannel channel, ByteBuffer read, Runnable closed) {
        XnioIoThread thread = worker.getIoThread();
        PooledByteBuffer pooled = buffers.allocate();
        pooled.getBuffer().put(read).flip();
        try {
            thread.execute(() -> take(channel, pooled, thread, closed));
        } catch (RejectedExecutionException ended) {
            LOG.debug("a connection came too late: {}", ended.toString());
            lose(channel, pooled, closed);
        }
    }

    private void take(SocketChannel channel, PooledByteBuffer read, XnioIoThread thread, Runnable closed) {
        StreamConnection connection;
        try {
            connection = Adoption.adopt(channel, thread, sockets, closed);
        } catch (IOException gone) {
            LOG.debug("a connection went away: {}", gone.toString());
            lose(channel, read, closed);
            return;
        } catch (RuntimeException | Error bug) {
            LOG.error("a connection was not handed over", bug);
            lose(channel, read, closed);
            return;
        }
        try {
            undertow.handleEvent(connection, read);
        } catch (RuntimeException | Error bug) {
            LOG.error("a connection broke off", bug);
            IoUtils.safeClose(connection);
        }
    }

    private static void lose(SocketChannel channel, PooledByteBuffer read, Runnable closed) {
        read.close();
        IoUtils.safeClose(channel);
        closed.run();
    }
}
