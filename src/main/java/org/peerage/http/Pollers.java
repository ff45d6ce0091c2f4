package org.peerage.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens on an address for plain connections, and has them polled. */
final class Pollers implements AutoCloseable {
    /** Connections that are not accepted yet. */
    static final int MOST_WAITING = 1024;

    private final ServerSocketChannel listening;
    private final InetSocketAddress address;
    private final List<Poller> pollers;

    private Pollers(ServerSocketChannel listening, InetSocketAddress address, List<Poller> pollers) {
        this.listening = listening;
        this.address = address;
        this.pollers = List.copyOf(pollers);
    }

    /**
     * Begins to listen. Failures to do so are of the address, as a rule.
     *
     * @param count of threads
     * @param open how many connections there are
     * @param most of them there may be; others wait
     * @param pause after which each connection is looked at
     */
    static Pollers start(
            InetSocketAddress address, int count, AtomicInteger open, int most, Poller.Opening opening, Duration pause)
            throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        List<Poller> pollers = new ArrayList<>();
        try {
            listening.configureBlocking(false);
            listening.bind(address, MOST_WAITING);
            for (int i = 0; i < count; i++) {
                pollers.add(new Poller(listening, open, most, opening, pause));
            }
            for (int i = 0; i < count; i++) {
                pollers.get(i).start("poller-" + (i + 1));
            }
            return new Pollers(listening, (InetSocketAddress) listening.getLocalAddress(), pollers);
        } catch (IOException | RuntimeException | Error failure) {
            listening.close();
            pollers.forEach(Poller::end);
            throw failure;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** Takes those who are waiting to be accepted, and nobody else. */
    void stopAccepting() {
        Poller first = pollers.getFirst();
        first.execute(() -> {
            try {
                first.acceptTheLast();
            } finally {
                // The kernel listens until nobody polls any more.
                pollers.forEach(Poller::wake);
            }
        });
    }

    /** Closes all that is open. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException unusable) {
            // The threads that poll it end all the same.
        }
        pollers.forEach(Poller::end);
        pollers.forEach(Poller::awaitEnd);
    }
}
