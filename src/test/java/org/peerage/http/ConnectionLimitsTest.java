package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.api.ApiRequest;
import org.peerage.api.WireResponse;

/** What one client may hold open, and what others get all the same. Addresses of the loopback network stand for different clients. */
class ConnectionLimitsTest {
    private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String SHARED_REQUEST = REQUEST.replace("/a", "/shared");

    /** More than the kernel takes for a client that does not read; handed over in one part. */
    private static final int SHARED = 4_000_000;

    private static final Duration LONG = Duration.ofMinutes(5);

    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch twoWait = new CountDownLatch(2);
    private final CountDownLatch largeIsAsked = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private TestServer server;

    private void start(int all, int perAddress) {
        start(limits(all, perAddress, LONG, LONG, LONG));
    }

    private void start(ServerLimits limits) {
        server = TestServer.start(WebSettings.onLoopback(), limits, this::answer);
    }

    private static ServerLimits limits(int all, int perAddress, Duration head, Duration idle, Duration write) {
        return new ServerLimits(all, perAddress, head, idle, LONG, write, LONG, 1 << 20, 8, 16, 32);
    }

    private WireResponse answer(ApiRequest request) {
        try {
            if (request.path().equals("/wait")) {
                twoWait.countDown();
                assertThat(released.await(30, TimeUnit.SECONDS)).isTrue();
            }
            return switch (request.path()) {
                case "/small" -> TestServer.bytes(new byte[30_000]);
                case "/large" -> {
                    largeIsAsked.countDown();
                    yield TestServer.bytes(new byte[20_000_000]);
                }
                case "/shared" -> {
                    WireResponse response = new WireResponse();
                    response.body(ByteBuffer.allocateDirect(SHARED).asReadOnlyBuffer());
                    yield response;
                }
                default -> TestServer.text(request.remoteAddress());
            };
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket connect(String from) throws Exception {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(16 * 1024);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static Socket send(Socket socket, String request) throws Exception {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The status of the response; -1 where there is none. */
    private static int status(Socket socket) throws Exception {
        byte[] head = socket.getInputStream().readNBytes(12);
        return head.length < 12 ? -1 : Integer.parseInt(new String(head, 9, 3, StandardCharsets.US_ASCII));
    }

    private static boolean isClosed(Socket socket) throws Exception {
        return socket.getInputStream().readAllBytes().length == 0;
    }

    private void awaitConnections(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (server.connections() != count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(server.connections()).isEqualTo(count);
    }

    @Test
    void idleConnectionsOfOneAddressMakeRoomForItsNext() throws Exception {
        start(100, 4);
        Socket first = connect("127.0.0.2");
        awaitConnections(1);
        for (int i = 0; i < 20; i++) {
            assertThat(status(send(connect("127.0.0.2"), REQUEST))).isEqualTo(200);
        }

        assertThat(isClosed(first)).isTrue();
        awaitConnections(4);
    }

    @Test
    void connectionsThatAreInUseAreNotClosedForOthers() throws Exception {
        start(100, 2);
        Socket one = send(connect("127.0.0.2"), REQUEST.replace("/a", "/wait"));
        Socket two = send(connect("127.0.0.2"), REQUEST.replace("/a", "/wait"));
        assertThat(twoWait.await(20, TimeUnit.SECONDS)).isTrue(); // before that they are idle
        Socket third = connect("127.0.0.2");

        assertThat(isClosed(third)).isTrue();
        assertThat(status(send(connect("127.0.0.3"), REQUEST))).isEqualTo(200);
        released.countDown();
        assertThat(status(one)).isEqualTo(200);
        assertThat(status(two)).isEqualTo(200);
    }

    @Test
    void idleConnectionsOfAllAddressesMakeRoomForAnother() throws Exception {
        start(6, 4);
        for (int i = 0; i < 6; i++) {
            connect("127.0.0." + (2 + i % 3));
        }
        awaitConnections(6);

        assertThat(status(send(connect("127.0.0.9"), REQUEST))).isEqualTo(200);
    }

    @Test
    void incompleteHeadTimesOut() throws Exception {
        start(limits(100, 100, Duration.ofMillis(300), LONG, LONG));

        assertThat(isClosed(send(connect("127.0.0.2"), "GET /a HTTP/1.1\r\nHos")))
                .isTrue();
    }

    @Test
    void idleConnectionTimesOut() throws Exception {
        start(limits(100, 100, LONG, Duration.ofMillis(300), LONG));
        Socket silent = connect("127.0.0.2");
        Socket used = send(connect("127.0.0.2"), REQUEST);

        assertThat(isClosed(silent)).isTrue();
        assertThat(status(used)).isEqualTo(200);
        assertThat(used.getInputStream().readAllBytes()).isNotEmpty();
    }

    @Test
    void clientThatReadsNothingTimesOut() throws Exception {
        start(limits(100, 100, LONG, LONG, Duration.ofMillis(300)));
        send(connect("127.0.0.2"), REQUEST.replace("/a", "/large"));

        assertThat(largeIsAsked.await(20, TimeUnit.SECONDS)).isTrue();
        awaitConnections(0);
    }

    /** Small responses of clients that do not read count like large ones: there is room for one of three. */
    @Test
    void heldSmallResponsesAreLimited() throws Exception {
        start(new ServerLimits(100, 100, LONG, LONG, LONG, LONG, LONG, 170_000, 8, 16, 32));
        String request = REQUEST.replace("/a", "/small").repeat(400);
        for (int i = 0; i < 3; i++) {
            connect("127.0.0.2");
        }
        awaitConnections(3);
        for (Socket socket : List.copyOf(sockets)) {
            send(socket, request);
        }

        awaitConnections(1);
        assertThat(status(send(connect("127.0.0.3"), REQUEST))).isEqualTo(200);
    }

    /** The time of an idle connection, and of one that is about to end, begins when all is taken. */
    @ParameterizedTest
    @ValueSource(strings = {"close", "keep-alive"})
    void responseThatIsTakenLateIsWhole(String connection) throws Exception {
        Duration shortTime = Duration.ofMillis(300);
        start(new ServerLimits(100, 100, LONG, shortTime, LONG, LONG, shortTime, 1 << 20, 8, 16, 32));
        Socket late = send(
                connect("127.0.0.2"), SHARED_REQUEST.replace("\r\n\r\n", "\r\nConnection: " + connection + "\r\n\r\n"));
        assertThat(status(late)).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            assertThat(isClosed(connect("127.0.0.3"))).isTrue();
        }

        assertThat(late.getInputStream().readAllBytes()).hasSizeGreaterThan(SHARED);
    }

    @Test
    void responseThatIsTakenMakesNoRoomForOthers() throws Exception {
        start(100, 1);
        Socket late = send(connect("127.0.0.2"), SHARED_REQUEST);
        assertThat(status(late)).isEqualTo(200);

        assertThat(isClosed(connect("127.0.0.2"))).isTrue();
        assertThat(late.getInputStream().readNBytes(SHARED)).hasSize(SHARED);
    }

    @Test
    void responseThatIsTakenIsWaitedForAtTheServersEnd() throws Exception {
        start(100, 100);
        Socket late = send(connect("127.0.0.2"), SHARED_REQUEST);
        assertThat(status(late)).isEqualTo(200);
        Thread end = Thread.ofPlatform().start(server::close);

        assertThat(end.join(Duration.ofMillis(700))).isFalse();
        assertThat(late.getInputStream().readNBytes(SHARED)).hasSize(SHARED);
        end.join();
    }

    @Test
    void connectionThatIsIdleForLongestMakesRoom() throws Exception {
        start(100, 2);
        Socket used = send(connect("127.0.0.2"), REQUEST);
        assertThat(status(used)).isEqualTo(200);
        Socket idle = send(connect("127.0.0.2"), REQUEST);
        assertThat(status(idle)).isEqualTo(200);
        awaitConnections(2);
        send(used, REQUEST.replace("\r\n\r\n", "\r\nX: 1\r\n\r\n"));
        used.getInputStream().readNBytes(150);
        assertThat(status(send(connect("127.0.0.2"), REQUEST))).isEqualTo(200);

        assertThat(idle.getInputStream().readAllBytes()).isNotEmpty();
        send(used, REQUEST.replace("HTTP/1.1", "HTTP/1.1\r\nConnection: close"));
        assertThat(new String(used.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .contains("Connection: close");
    }

    /** One response of 20 MB is more than may be held for clients that do not read. */
    @Test
    void heldResponsesAreLimited() throws Exception {
        start(100, 100);
        Socket slow = send(connect("127.0.0.2"), REQUEST.replace("/a", "/large"));

        assertThat(status(slow)).isEqualTo(-1);
        assertThat(status(send(connect("127.0.0.2"), REQUEST))).isEqualTo(200);
    }

    @Test
    void halfClosedConnectionWithoutARequestIsClosed() throws Exception {
        start(100, 100);
        connect("127.0.0.2").shutdownOutput();

        awaitConnections(0);
    }
}
