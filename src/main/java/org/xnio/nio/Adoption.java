package org.xnio.nio;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/**
 * Makes connections of XNIO out of those that were accepted elsewhere. XNIO has no door for that, so this stands in its package; it
 * does what {@code NioTcpServer.accept} does with a connection (3.8.16).
 */
public final class Adoption {
    private Adoption() {}

    /**
     * Takes a connection, which does not block, on the thread that is to poll it.
     *
     * @param options of which its time-outs are taken
     * @param closed told when the connection is closed
     */
    public static StreamConnection adopt(SocketChannel channel, XnioIoThread thread, OptionMap options, Runnable closed)
            throws IOException {
        WorkerThread poller = (WorkerThread) thread;
        StreamConnection connection =
                new NioSocketStreamConnection(poller, poller.registerChannel(channel), closed::run);
        connection.setOption(Options.READ_TIMEOUT, options.get(Options.READ_TIMEOUT));
        connection.setOption(Options.WRITE_TIMEOUT, options.get(Options.WRITE_TIMEOUT));
        return connection;
    }
}
