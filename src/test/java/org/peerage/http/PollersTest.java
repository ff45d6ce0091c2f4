package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each connection sends back what it reads, but for a bug at 'x'. */
class PollersTest {
    private static final int MOST = 4;

    private final AtomicInteger open = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final List<Socket> clients = new ArrayList<>();
    private Pollers pollers;
    private volatile Runnable atClose = () -> {};

    private final class Echo implements Poller.Polled {
        private final SocketChannel channel;

        Echo(SocketChannel channel, SelectionKey key) {
            this.channel = channel;
            key.interestOps(SelectionKey.OP_READ);
        }

        @Override
        public void ready(int operations) {
            threads.add(Thread.currentThread());
            ByteBuffer buffer = ByteBuffer.allocate(100);
            try {
                if (channel.read(buffer) < 0) {
                    close();
                } else if (buffer.get(0) == 'x') {
                    throw new IllegalStateException("a bug, as wanted");
                } else {
                    channel.write(buffer.flip());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void look(long time) {
            // Nobody is late here.
        }

        @Override
        public void close() {
            if (channel.isOpen()) {
                open.decrementAndGet();
                atClose.run();
            }
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void start(int count) throws IOException {
        pollers = Pollers.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                count,
                open,
                MOST,
                (channel, key, poller) -> new Echo(channel, key),
                Duration.ofSeconds(1));
    }

    @AfterEach
    void end() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        pollers.close();
    }

    private Socket connect() throws IOException {
        Socket client =
                new Socket(pollers.address().getAddress(), pollers.address().getPort());
        client.setSoTimeout(10_000);
        clients.add(client);
        return client;
    }

    private static int ask(Socket client, char what) throws IOException {
        client.getOutputStream().write(what);
        return client.getInputStream().read();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whoComesIsPolled(int count) throws Exception {
        start(count);
        for (int i = 0; i < 200; i++) {
            assertThat(ask(connect(), 'a')).isEqualTo('a');
            clients.removeFirst().close();
        }

        assertThat(threads).hasSizeBetween(1, count).allMatch(thread -> thread.getName()
                .startsWith("poller-"));
    }

    /** One beyond the limit, who has sent a 'b' and waits for it. */
    private Socket oneTooMany() throws IOException {
        for (int i = 0; i < MOST; i++) {
            assertThat(ask(connect(), 'a')).isEqualTo('a');
        }
        Socket late = connect();
        late.setSoTimeout(500);
        assertThatThrownBy(() -> ask(late, 'b')).isInstanceOf(SocketTimeoutException.class);
        late.setSoTimeout(10_000);
        return late;
    }

    @Test
    void whoIsOneTooManyWaits() throws Exception {
        start(2);
        Socket late = oneTooMany();
        assertThat(open).hasValue(MOST);

        clients.removeFirst().close();

        assertThat(late.getInputStream().read()).isEqualTo('b');
    }

    @Test
    void aBugEndsOneConnectionAlone() throws Exception {
        start(1);
        Socket other = connect();
        assertThat(ask(other, 'a')).isEqualTo('a');

        assertThat(ask(connect(), 'x')).isEqualTo(-1);

        assertThat(ask(other, 'b')).isEqualTo('b');
        assertThat(open).hasValue(1);
    }

    @Test
    void whoWaitsIsTakenBeforeNobodyElseIs() throws Exception {
        start(1);
        Socket late = oneTooMany();

        // As soon as there is room, and before anybody would have been accepted.
        atClose = pollers::stopAccepting;
        clients.removeFirst().close();

        assertThat(late.getInputStream().read()).isEqualTo('b');
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (isAccepted()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
        assertThat(ask(late, 'c')).isEqualTo('c');
    }

    private boolean isAccepted() throws IOException {
        try {
            connect();
            return true;
        } catch (ConnectException refused) {
            return false;
        }
    }

    @Test
    void whoIsThereAtTheEndFindsTheConnectionClosed() throws Exception {
        start(2);
        Socket client = connect();
        assertThat(ask(client, 'a')).isEqualTo('a');

        pollers.close();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(open).hasValue(0);
    }

    @Test
    void anAddressIsTakenOnce() throws Exception {
        start(1);
        assertThatThrownBy(() -> Pollers.start(
                        pollers.address(), 1, open, MOST, (channel, key, poller) -> null, Duration.ofSeconds(1)))
                .isInstanceOf(BindException.class);
    }
}
