package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.api.ApiRequest;
import org.peerage.api.WireResponse;

/** HTTP/1.1 as RFC 9112 has it: order, framing, and ends of connections. */
class Http1ConnectionTest {
    private static final int LARGE = 3_000_000;

    private static TestServer server;
    private static final CyclicBarrier BARRIER = new CyclicBarrier(2);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        server = TestServer.start(Http1ConnectionTest::answer);
    }

    @AfterAll
    static void stop() {
        NEVER.countDown();
        server.close();
    }

    private static WireResponse answer(ApiRequest request) {
        try {
            return switch (request.path()) {
                case "/echo" -> TestServer.bytes(request.body().readAllBytes());
                case "/large" -> TestServer.bytes(new byte[LARGE]);
                case "/streamed" -> streamed(LARGE);
                case "/short" -> streamed(5);
                case "/broken" -> {
                    WireResponse broken = new WireResponse();
                    broken.body(out -> {
                        out.write(new byte[100_000]);
                        throw new IOException("as wanted");
                    });
                    yield broken;
                }
                case "/meet" -> {
                    BARRIER.await(20, TimeUnit.SECONDS);
                    yield TestServer.text("met");
                }
                case "/late" -> {
                    BARRIER.await(20, TimeUnit.SECONDS);
                    yield TestServer.bytes(request.body().readAllBytes());
                }
                case "/nothing" -> WireResponse.of(204);
                case "/empty" -> WireResponse.of(200);
                default -> TestServer.text(request.method() + " " + request.path());
            };
        } catch (IOException unread) {
            WireResponse refusal = WireResponse.of(400);
            refusal.length(0);
            return refusal;
        } catch (InterruptedException | BrokenBarrierException | java.util.concurrent.TimeoutException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static WireResponse streamed(int length) {
        WireResponse response = new WireResponse();
        response.body(out -> out.write(new byte[length]));
        return response;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    private static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                all.append(i % 3 == 0 ? post("/echo", "/" + i) : get("/" + i));
            }
            connection.send(all.toString());

            for (int i = 0; i < 300; i++) {
                assertThat(connection.read().text()).isEqualTo(i % 3 == 0 ? "/" + i : "GET /" + i);
            }
        }
    }

    @Test
    void requestsMayComeInPieces() throws Exception {
        String two = post("/echo", "some text") + get("/a");
        for (int at = 1; at < two.length(); at += 2) {
            try (RawConnection connection = new RawConnection(server.url())) {
                connection.send(two.substring(0, at));
                Thread.onSpinWait();
                connection.send(two.substring(at));
                assertThat(connection.read().text()).as("cut at %d", at).isEqualTo("some text");
                assertThat(connection.read().text()).as("cut at %d", at).isEqualTo("GET /a");
            }
        }
    }

    @Test
    void pipelinedRequestsOfAClientThatEndsItsSideAreAnswered() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            connection.send(get("/meet") + get("/b") + post("/echo", "c")).end();
            BARRIER.await(20, TimeUnit.SECONDS);

            assertThat(connection.read().text()).isEqualTo("met");
            assertThat(connection.read().text()).isEqualTo("GET /b");
            assertThat(connection.read().text()).isEqualTo("c");
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    /** What was sent before the end counts, wherever it waits. */
    @Test
    void bodyOfAClientThatEndsItsSideIsRead() throws Exception {
        String body = "x".repeat(ServerLimits.BODY_WINDOW + 24_000);
        try (RawConnection connection = new RawConnection(server.url());
                RawConnection other = new RawConnection(server.url())) {
            connection.send(post("/late", body)).end();
            for (int i = 0; i < 3; i++) {
                other.send(get("/a")).read();
            }
            BARRIER.await(20, TimeUnit.SECONDS);

            assertThat(connection.read().text()).isEqualTo(body);
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void bodyThatEndsEarlyIsMalformed() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            connection
                    .send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf")
                    .end();

            assertThat(connection.read().status()).isEqualTo(400);
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void responsesAreWholeForAClientThatReadsLate() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 20; i++) {
                        connection.send(get("/large") + get("/streamed") + get("/" + i));
                    }
                } catch (IOException closed) {
                    throw new UncheckedIOException(closed);
                }
            });
            for (int i = 0; i < 20; i++) {
                assertThat(connection.read().body()).hasSize(LARGE);
                assertThat(connection.read().body()).hasSize(LARGE);
                assertThat(connection.read().text()).isEqualTo("GET /" + i);
            }
            asking.join();
        }
    }

    @Test
    void chunkedBodiesAreRead() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            connection.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "4\r\nsome\r\n5;ext=1\r\n text\r\n0\r\nX-Trailer: 1\r\n\r\n" + get("/a"));

            assertThat(connection.read().text()).isEqualTo("some text");
            assertThat(connection.read().text()).isEqualTo("GET /a");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x4\r\nsome\r\n0\r\n\r\n",
                "+4\r\nsome\r\n0\r\n\r\n",
                "-4\r\nsome\r\n0\r\n\r\n",
                "g\r\nsome\r\n0\r\n\r\n",
                "4\nsome\r\n0\r\n\r\n",
                "4\r\nsomeXX0\r\n\r\n",
                "4;a\nx\r\nsome\r\n0\r\n\r\n",
                "10000000000000004\r\nsome\r\n0\r\n\r\n",
                "\r\nsome\r\n0\r\n\r\n"
            })
    void malformedChunksEndTheConnection(String chunks) throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            connection.send(
                    "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + get("/a"));

            RawConnection.RawResponse refusal = connection.read();
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.headers()).containsEntry("connection", "close");
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void largeBodiesAreReadAsTheyCome() throws Exception {
        String body = "x".repeat(2_000_000);
        try (RawConnection connection = new RawConnection(server.url())) {
            Thread sending = Thread.ofVirtual().start(() -> {
                try {
                    connection.send(post("/echo", body) + get("/a"));
                } catch (IOException closed) {
                    throw new UncheckedIOException(closed);
                }
            });
            assertThat(connection.read().text()).isEqualTo(body);
            assertThat(connection.read().text()).isEqualTo("GET /a");
            sending.join();
        }
    }

    @Test
    void smallBodyThatNobodyReadIsPassedOver() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            String request = post("/unread", "y".repeat(40_000));
            connection.send(request.substring(0, 200));
            assertThat(connection.read().text()).isEqualTo("POST /unread");
            connection.send(request.substring(200) + get("/a"));
            assertThat(connection.read().text()).isEqualTo("GET /a");
        }
    }

    /** RFC 9112 §9.6: a client that still sends gets the response, and no reset. */
    @Test
    void largeBodyThatNobodyReadEndsTheConnectionWithoutAReset() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            connection.send("POST /unread HTTP/1.1\r\nHost: h\r\nContent-Length: 4000000\r\n\r\n");
            for (int i = 0; i < 40; i++) {
                connection.send("z".repeat(100_000));
            }
            RawConnection.RawResponse answer = connection.read();
            assertThat(answer.text()).isEqualTo("POST /unread");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void lengthIsSaidOfAStreamedBodyThatIsShort() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            assertThat(connection.send(get("/short")).read().headers())
                    .containsEntry("content-length", "5")
                    .doesNotContainKey("transfer-encoding");
            assertThat(connection.send(get("/streamed")).read().headers())
                    .containsEntry("transfer-encoding", "chunked");
        }
    }

    @Test
    void brokenResponseIsNotEndedAsIfItWereWhole() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            connection.send(get("/broken"));
            assertThat(new String(connection.readToEnd(), StandardCharsets.ISO_8859_1))
                    .contains("Transfer-Encoding: chunked")
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void responsesWithoutABodyAnnounceNone() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            RawConnection.RawResponse empty = connection.send(get("/nothing")).read();
            assertThat(empty.status()).isEqualTo(204);
            assertThat(empty.headers()).doesNotContainKeys("content-length", "transfer-encoding");
            assertThat(connection.send(get("/empty")).read().headers()).containsEntry("content-length", "0");
            assertThat(connection.send(get("/a")).read().text()).isEqualTo("GET /a");
        }
    }

    @Test
    void connectionsOfHttp10EndUnlessTheyAreKept() throws Exception {
        try (RawConnection once = new RawConnection(server.url());
                RawConnection kept = new RawConnection(server.url());
                RawConnection streamed = new RawConnection(server.url())) {
            once.send("GET /a HTTP/1.0\r\n\r\n");
            assertThat(once.read().text()).isEqualTo("GET /a");
            assertThat(once.readToEnd()).isEmpty();

            String keep = "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            assertThat(kept.send(keep).read().headers()).containsEntry("connection", "keep-alive");
            assertThat(kept.send(keep).read().text()).isEqualTo("GET /a");

            streamed.send("GET /streamed HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(streamed.readToEnd()).hasSizeGreaterThan(LARGE);
        }
    }

    @Test
    void serverAsAWholeTellsItsMethods() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            RawConnection.RawResponse told =
                    connection.send("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").read();

            assertThat(told.status()).isEqualTo(200);
            assertThat(told.headers().get("allow")).contains("GET", "PUT");
            assertThat(connection.send(get("/a")).read().text()).isEqualTo("GET /a");
            assertThat(connection
                            .send("GET * HTTP/1.1\r\nHost: h\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(400);
        }
    }

    /** What two servers could read in two ways is refused, and nothing behind it is answered. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: h h\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost:\r\n\r\n",
                "GET  /a HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET\t/a HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a\tHTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a http/1.1\r\nHost: h\r\n\r\n",
                "GET /a HTTP/1.10\r\nHost: h\r\n\r\n",
                "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET a HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET h:80 HTTP/1.1\r\nHost: h\r\n\r\n",
                " GET /a HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET http://a@b/a HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET http:///a HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET http://a\"b/a HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: [1:2]\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a%zz\r\n\r\n",
                "\r\n\r\nGET /a HTTP/1.1\r\nHost: h\r\nX: 1\r\n folded\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: h\r\nSec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n",
                "GET /a HTTP/1.1\nHost: h\n\n",
                "GET /a HTTP/1.1\r\nHost: h\r\nX: 1\r\n folded\r\n\r\n",
                "GET /a HTTP/1.1\r\n X: 1\r\nHost: h\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: h\r\nX : 1\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: h\r\nX\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: h\r\n: 1\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1, 1\r\n\r\nx",
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\nx",
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\nx",
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\nx",
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551618\r\n\r\nx",
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void ambiguousRequestsAreRefused(String request) throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            connection.send(get("/first") + request + get("/behind"));

            assertThat(connection.read().text()).isEqualTo("GET /first");
            RawConnection.RawResponse refusal = connection.read();
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.headers()).containsEntry("connection", "close");
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    /** RFC 9113 §3.4: as with an invalid preface of HTTP/2, after which nothing of HTTP/1 would be understood. */
    @Test
    void otherProtocolsGetNoAnswer() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            assertThat(connection.send("INVALID CONNECTION PREFACE\r\n\r\n").readToEnd())
                    .isEmpty();
        }
    }

    @Test
    void otherVersionsAreNotSupported() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            assertThat(connection
                            .send("GET /a HTTP/1.2\r\nHost: h\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(505);
        }
    }

    /** However the bytes arrive: the error does not depend on what is behind it. */
    @Test
    void headThatIsTooLongIsSoBeforeItIsFolded() throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            String tooLong = "GET /a HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(ServerLimits.MAX_HEADERS);

            assertThat(connection.send(tooLong + "\r\n folded\r\n\r\n").read().status())
                    .isEqualTo(431);
        }
    }

    @Test
    void headsThatAreTooLongAreRefused() throws Exception {
        try (RawConnection line = new RawConnection(server.url());
                RawConnection header = new RawConnection(server.url())) {
            assertThat(line.send(get("/" + "a".repeat(ServerLimits.MAX_REQUEST_LINE)))
                            .read()
                            .status())
                    .isEqualTo(414);
            assertThat(header.send("GET /a HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(ServerLimits.MAX_HEADERS)
                                    + "\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(431);
        }
    }

    @Test
    void requestsOfOtherConnectionsAreAnsweredWhileOneWaits() throws Exception {
        try (RawConnection waiting = new RawConnection(server.url())) {
            waiting.send(get("/meet"));
            List<RawConnection> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(new RawConnection(server.url()));
                assertThat(others.getLast().send(get("/" + i)).read().text()).isEqualTo("GET /" + i);
            }
            BARRIER.await(20, TimeUnit.SECONDS);
            assertThat(waiting.read().text()).isEqualTo("met");
            for (RawConnection other : others) {
                other.close();
            }
        }
    }
}
