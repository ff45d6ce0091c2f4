package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;

/** Quick reads are answered as Undertow would have them answered, whatever else a client does on its connection. */
class ShortcutTest {
    /** Sends a request to Undertow: the same header twice is not plain. */
    private static final String TWICE = "X-Twice: 1\r\nX-Twice: 2\r\n";

    private static final String QUICK = "GET /api/net/1?depth=0 HTTP/1.1\r\nHost: h\r\n\r\n";

    @Started
    private static RunningServer server;

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/api/net/1?depth=0 X-A:1",
                "/api/net/999999999?depth=0 X-A:1",
                "/api/net?asn=63311 X-A:1",
                "/api/net?asn=4200000123 X-A:1",
                "/api/netixlan?net_id=1 Accept-Encoding:gzip",
                "/api/net?id=1 Origin:https://a.example.net",
                "/api/net/1?depth=0 If-None-Match:*",
                "/api/net/1?depth=0 'Authorization:Api-Key x'",
                "/api/net/1?depth=0 User-Agent:PeeringDB/1.0",
                "/api/ix X-A:1",
                "/api/ix Accept-Encoding:gzip"
            })
    void bothWaysAnswerTheSame(String target, String header) throws Exception {
        String head = "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + header + "\r\n";
        try (RawConnection first = new RawConnection(server.address())) {
            first.send(head + "\r\n").read(); // a list that nobody asked for may have to be made
        }
        try (RawConnection connection = new RawConnection(server.address())) {
            for (int i = 0; i < 3; i++) { // the third is answered from what is kept
                RawConnection.Reply quick = connection.send(head + "\r\n").read();
                try (RawConnection other = new RawConnection(server.address())) {
                    RawConnection.Reply same = other.send(head + TWICE + "\r\n").read();

                    assertThat(quick.isShort()).isTrue();
                    assertThat(same.isShort()).isFalse();
                    assertThat(quick.status()).isEqualTo(same.status());
                    assertThat(comparable(quick.headers())).isEqualTo(comparable(same.headers()));
                    assertThat(quick.body()).isEqualTo(same.body());
                }
            }
        }
    }

    /** Without what differs from one request to the next, or with how a body is sent. */
    private static Map<String, String> comparable(Map<String, String> headers) {
        Map<String, String> same = new TreeMap<>(headers);
        assertThat(same.remove("date")).matches("\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
        same.remove("x-request-id");
        same.remove("transfer-encoding");
        same.remove("content-length");
        return same;
    }

    @Test
    void whatIsAskedAtOnceIsAnsweredInOrder() throws Exception {
        try (RawConnection connection = new RawConnection(server.address())) {
            connection.send(QUICK
                    + "GET /api/ix/1?depth=0 HTTP/1.1\r\nHost: h\r\nIf-None-Match: *\r\n\r\n"
                    + "POST /api/net HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                    + "GET /about HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

            assertThat(connection.read().text()).contains("\"id\": 1,");
            assertThat(connection.read().status()).isEqualTo(304);
            RawConnection.Reply refused = connection.read();
            assertThat(refused.status()).isEqualTo(400);
            // What Undertow answers is the last of what came at once.
            assertThat(refused.headers()).containsEntry("connection", "close");
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void aRequestMayComeInPieces() throws Exception {
        for (int at = 1; at < QUICK.length(); at += 3) {
            try (RawConnection connection = new RawConnection(server.address())) {
                connection.send(QUICK + QUICK.substring(0, at));
                assertThat(connection.read().status()).isEqualTo(200);
                connection.send(QUICK.substring(at));
                assertThat(connection.read().text()).as("cut at %d", at).contains("\"id\": 1,");
            }
        }
    }

    @Test
    void whoSaysThatNothingMoreComesIsAnswered() throws Exception {
        try (RawConnection connection = new RawConnection(server.address())) {
            connection.send(QUICK + QUICK).end();

            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    /** Answers of some twenty megabytes are more than what fits between both ends. */
    @Test
    void whoReadsLateGetsAllOfIt() throws Exception {
        assertThat(askAhead(QUICK, 15_000)).isEqualTo(15_000);
    }

    /** Undertow mixed the bytes of others in, where its answers had to wait. */
    @Test
    void whoAsksUndertowAheadGetsFewAnswersAndNothingElse() throws Exception {
        assertThat(askAhead(QUICK.replace("\r\n\r\n", "\r\n" + TWICE + "\r\n"), 15_000))
                .isPositive();
    }

    /** Asks so often without reading, and then counts the answers, which have to be the same. */
    private static int askAhead(String request, int times) throws Exception {
        try (RawConnection single = new RawConnection(server.address());
                RawConnection connection = new RawConnection(server.address())) {
            byte[] expected = single.send(request).read().body();
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < times / 100; i++) {
                        connection.send(request.repeat(100));
                    }
                } catch (IOException closed) {
                    // Whoever closed it has answered before.
                }
            });
            Thread.sleep(300);
            int answers = 0;
            try {
                while (answers < times) {
                    RawConnection.Reply reply = connection.read();
                    answers++;
                    assertThat(Arrays.equals(reply.body(), expected))
                            .as("answer %d", answers)
                            .isTrue();
                }
            } catch (IOException ended) {
                // The answers end where the connection does.
            }
            asking.join();
            return answers;
        }
    }

    /** At first it is sent from the rows, then from a file, and at last from one that is compressed better. */
    @Test
    void aListIsTheSameHoweverOftenItIsAsked() throws Exception {
        String list = "GET /api/net HTTP/1.1\r\nHost: h\r\n";
        try (RawConnection connection = new RawConnection(server.address())) {
            byte[] first = connection.send(list + "\r\n").read().body();
            assertThat(first).hasSizeGreaterThan(64 * 1024);
            int shortest = Integer.MAX_VALUE;
            for (int i = 0; i < 80; i++) {
                assertThat(connection.send(list + "\r\n").read().body()).isEqualTo(first);
                RawConnection.Reply packed =
                        connection.send(list + "Accept-Encoding: gzip\r\n\r\n").read();
                try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
                    assertThat(plain.readAllBytes()).isEqualTo(first);
                }
                shortest = Math.min(shortest, packed.body().length);
                Thread.sleep(2);
            }
            assertThat(shortest).isLessThan(first.length / 4);
        }
    }

    @Test
    void whatWaitsForClientsIsLimited() {
        Shortcut shortcut = unconnected(Duration.ofSeconds(1), Duration.ofSeconds(1));
        long half = 64L * 1024 * 1024;

        assertThat(shortcut.hold(half)).isTrue();
        assertThat(shortcut.hold(half + 1)).isFalse();
        assertThat(shortcut.hold(half)).isTrue();
        assertThat(shortcut.hold(1)).isFalse();
        assertThat(shortcut.hold(0)).isTrue();
        shortcut.release(half);
        assertThat(shortcut.hold(1)).isTrue();
    }

    private static Shortcut unconnected(Duration longestSilence, Duration longestRequest) {
        return new Shortcut(
                new Front(new WebServer.Answering(() -> false, null, null, null, null), null, Runnable::run),
                null,
                Runnable::run,
                () -> false,
                false,
                new Shortcut.Limits(longestSilence, longestRequest));
    }

    @ParameterizedTest
    @CsvSource({"'',200,60000", "GET /api/n,60000,200"})
    void connectionsOnWhichNothingMovesOrARequestNeverEndsAreClosed(String begun, long silence, long longestRequest)
            throws Exception {
        Shortcut shortcut = unconnected(Duration.ofMillis(silence), Duration.ofMillis(longestRequest));
        Pollers pollers = Pollers.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1,
                shortcut.open(),
                10,
                shortcut,
                shortcut.pause());
        long opened = System.nanoTime();
        try (RawConnection connection =
                new RawConnection("http://127.0.0.1:" + pollers.address().getPort())) {
            connection.send(begun);
            assertThat(connection.readToEnd()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - opened))
                    .isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));
            assertThat(shortcut.open()).hasValue(0);
        } finally {
            pollers.close();
        }
    }
}
