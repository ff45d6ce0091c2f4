package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Twenty megabytes are more than what fits between both ends. */
class BlockingStreamTest {
    private static final int MANY = 20 * 1024 * 1024;

    private final CompletableFuture<Accepted> accepted = new CompletableFuture<>();
    private Pollers pollers;
    private Socket client;

    /** The server's end; what writes to it is told when there is room, or the end. */
    private static final class Accepted implements Poller.Polled {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final Poller poller;
        private volatile BlockingStream stream;

        Accepted(SocketChannel channel, SelectionKey key, Poller poller) {
            this.channel = channel;
            this.key = key;
            this.poller = poller;
        }

        BlockingStream stream(Duration longest) {
            stream = new BlockingStream(channel, longest, () -> poller.awaitRoom(key));
            return stream;
        }

        @Override
        public void ready(int operations) {
            key.interestOps(0);
            stream.wake();
        }

        @Override
        public void look(long time) {
            // It stays however long nothing moves.
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            stream.wake();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        pollers = Pollers.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1,
                new AtomicInteger(),
                1,
                (channel, key, poller) -> {
                    Accepted connection = new Accepted(channel, key, poller);
                    accepted.complete(connection);
                    return connection;
                },
                Duration.ofSeconds(1));
        client = new Socket(InetAddress.getLoopbackAddress(), pollers.address().getPort());
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        pollers.close();
    }

    @Test
    void whoReadsLateGetsAllOfIt() throws Exception {
        byte[] sent = new byte[MANY];
        new Random(3).nextBytes(sent);
        CompletableFuture<Void> writing = write(sent, Duration.ofSeconds(20));

        Thread.sleep(200);
        assertThat(writing).isNotDone();
        byte[] got = client.getInputStream().readNBytes(MANY);

        assertThat(Arrays.equals(got, sent)).isTrue();
        writing.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoReadsNothingIsGivenUp() throws Exception {
        CompletableFuture<Void> writing = write(new byte[MANY], Duration.ofMillis(200));

        assertThatThrownBy(() -> writing.get(10, TimeUnit.SECONDS)).hasMessageContaining("took nothing");
    }

    @Test
    void whoseConnectionIsClosedIsNotWaitedFor() throws Exception {
        CompletableFuture<Void> writing = write(new byte[MANY], Duration.ofSeconds(60));

        Thread.sleep(200);
        pollers.close();

        assertThatThrownBy(() -> writing.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    private CompletableFuture<Void> write(byte[] bytes, Duration longest) throws Exception {
        BlockingStream stream = accepted.get(10, TimeUnit.SECONDS).stream(longest);
        CompletableFuture<Void> writing = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                stream.write(bytes);
                writing.complete(null);
            } catch (IOException failure) {
                writing.completeExceptionally(failure);
            }
        });
        return writing;
    }
}
