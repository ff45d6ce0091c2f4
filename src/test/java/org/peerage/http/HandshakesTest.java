package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.SelfSigned;
import org.xnio.ChannelListeners;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/** Who wants to be encrypted has to say so soon. */
class HandshakesTest {
    private static final Duration LONGEST = Duration.ofSeconds(2);

    @TempDir
    private static Path folder;

    private static SelfSigned certificate;
    private static XnioWorker worker;
    private static AcceptingChannel<SslConnection> listening;

    @BeforeAll
    static void start() throws Exception {
        certificate = SelfSigned.make(folder, "dns:localhost,ip:127.0.0.1");
        worker = Xnio.getInstance().createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1));
        DefaultByteBufferPool buffers = new DefaultByteBufferPool(true, 17 * 1024);
        HttpOpenListener answering = new HttpOpenListener(buffers, OptionMap.EMPTY);
        answering.setRootHandler(exchange -> exchange.getResponseSender().send("here"));
        listening = new UndertowXnioSsl(Xnio.getInstance(), OptionMap.EMPTY, certificate.context())
                .createSslConnectionServer(
                        worker,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        ChannelListeners.openListenerAdapter(
                                new Handshakes(new AlpnOpenListener(buffers, OptionMap.EMPTY, answering), LONGEST)),
                        OptionMap.EMPTY);
        listening.resumeAccepts();
    }

    @AfterAll
    static void end() throws Exception {
        listening.close();
        worker.shutdownNow();
        assertThat(worker.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static Socket connect() throws Exception {
        InetSocketAddress address = listening.getLocalAddress(InetSocketAddress.class);
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Nothing, and the head of a greeting that never comes (RFC 8446 §5.1). */
    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001"})
    void whoDoesNotSayItIsDisconnected(String said) throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whoSaidItMayTakeItsTime() throws Exception {
        SSLSocketFactory encrypting = certificate.context().getSocketFactory();
        try (Socket socket = connect();
                SSLSocket safe = (SSLSocket) encrypting.createSocket(socket, "localhost", 0, true)) {
            safe.startHandshake();
            Thread.sleep(LONGEST.plusMillis(200));
            safe.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(safe.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("here");
        }
    }
}
