package org.peerage.http;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/**
 * Closes encrypted connections whose client does not greet in time (ClientHello, RFC 8446 §4.1.2). Undertow 2.3.26 has time-outs
 * for what follows, but waits for the first word as long as the client likes.
 */
final class Handshakes implements ChannelListener<StreamConnection> {
    private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);

    /** What a session says of its keys as long as there are none ({@link javax.net.ssl.SSLEngine#getSession}). */
    private static final String NO_KEYS = "SSL_NULL_WITH_NULL_NULL";

    private final ChannelListener<? super StreamConnection> next;
    private final Duration longest;

    /** @param next is told of each connection at once */
    Handshakes(ChannelListener<? super StreamConnection> next, Duration longest) {
        this.next = next;
        this.longest = longest;
    }

    @Override
    public void handleEvent(StreamConnection connection) {
        // Many may come and go before their time; those that are there are held by who polls them.
        WeakReference<SslConnection> come = new WeakReference<>((SslConnection) connection);
        try {
            connection.getIoThread().executeAfter(() -> look(come.get()), longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            LOG.debug("a connection came too late: {}", ended.toString());
            IoUtils.safeClose(connection);
            return;
        }
        next.handleEvent(connection);
    }

    private static void look(@Nullable SslConnection connection) {
        if (connection == null) {
            return;
        }
        SSLSession session = connection.getSslSession();
        if (session == null || session.getCipherSuite().equals(NO_KEYS)) {
            IoUtils.safeClose(connection);
        }
    }
}
