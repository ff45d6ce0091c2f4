package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.ChannelListeners;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** Twenty megabytes are more than what fits between both ends. */
class BlockingStreamTest {
    private static final int MANY = 20 * 1024 * 1024;

    private final CompletableFuture<StreamConnection> accepted = new CompletableFuture<>();
    private XnioWorker worker;
    private AcceptingChannel<StreamConnection> listening;
    private Socket client;

    @BeforeEach
    void connect() throws Exception {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_IO_THREADS, 1)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
        listening = worker.createStreamConnectionServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ChannelListeners.openListenerAdapter(accepted::complete),
                OptionMap.EMPTY);
        listening.resumeAccepts();
        client = new Socket(
                InetAddress.getLoopbackAddress(),
                listening.getLocalAddress(InetSocketAddress.class).getPort());
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        listening.close();
        worker.shutdownNow();
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
        accepted.get().close();

        assertThatThrownBy(() -> writing.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    private CompletableFuture<Void> write(byte[] bytes, Duration longest) throws Exception {
        StreamConnection connection = accepted.get(10, TimeUnit.SECONDS);
        BlockingStream stream = new BlockingStream(connection.getSinkChannel(), longest, () -> {});
        connection.getSinkChannel().setWriteListener(channel -> stream.wake());
        connection.setCloseListener(closed -> stream.wake());
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
