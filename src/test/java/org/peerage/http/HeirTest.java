package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** Undertow goes on with a connection that somebody else accepted and read from. */
class HeirTest {
    private final CountDownLatch closed = new CountDownLatch(1);
    private ServerSocketChannel listening;
    private XnioWorker worker;
    private Heir heir;

    @BeforeEach
    void start() throws Exception {
        listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        worker = Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_IO_THREADS, 1)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
        DefaultByteBufferPool buffers = new DefaultByteBufferPool(true, 16 * 1024);
        HttpOpenListener undertow =
                new HttpOpenListener(buffers, OptionMap.create(UndertowOptions.IDLE_TIMEOUT, 20_000));
        undertow.setRootHandler(exchange -> exchange.getResponseSender().send(exchange.getRequestPath()));
        heir = new Heir(
                worker,
                undertow,
                buffers,
                OptionMap.create(Options.READ_TIMEOUT, 20_000, Options.WRITE_TIMEOUT, 20_000));
    }

    @AfterEach
    void end() throws Exception {
        worker.shutdownNow();
        listening.close();
    }

    private RawConnection handedOver(String read) throws Exception {
        int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
        RawConnection client = new RawConnection("http://127.0.0.1:" + port);
        SocketChannel accepted = listening.accept();
        accepted.configureBlocking(false);
        heir.take(accepted, ByteBuffer.wrap(read.getBytes(StandardCharsets.US_ASCII)), closed::countDown);
        return client;
    }

    @Test
    void whatWasReadIsAnsweredAndWhatFollows() throws Exception {
        try (RawConnection client = handedOver("GET /first HTTP/1.1\r\nHo")) {
            assertThat(client.send("st: h\r\n\r\n").read().text()).isEqualTo("/first");
            assertThat(client.send("GET /second HTTP/1.1\r\nHost: h\r\n\r\n")
                            .read()
                            .text())
                    .isEqualTo("/second");
            assertThat(closed.getCount()).isEqualTo(1);
        }
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whereTheServerClosesThatIsToldToo() throws Exception {
        try (RawConnection client = handedOver("GET /only HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")) {
            assertThat(client.read().text()).isEqualTo("/only");
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoComesTooLateFindsTheConnectionClosed() throws Exception {
        worker.shutdownNow();
        assertThat(worker.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        try (RawConnection client = handedOver("GET / HTTP/1.1\r\nHost: h\r\n\r\n")) {
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
