package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;

/** What the web server does with odd requests before anybody answers them. */
class WebServerTest {
    @Started
    private static RunningServer server;

    @ParameterizedTest
    @CsvSource({
        "GET /api/net/1 HTTP/1.1,200",
        "GET //api//net/1 HTTP/1.1,200",
        "GET /api/n%65t/1 HTTP/1.1,200",
        "GET /static/../api/net/1 HTTP/1.1,200",
        "GET /api/net?name=a|b{}[]^` HTTP/1.1,200",
        "GET /api/net?name=%FF HTTP/1.1,200",
        "GET /api/net/1?depth HTTP/1.1,400",
        "GET /api%2Fnet HTTP/1.1,400",
        "GET /api/net%00 HTTP/1.1,400",
        "GET /api/net?name=%zz HTTP/1.1,400",
        "GET net HTTP/1.1,400",
        "PROPFIND /api/net HTTP/1.1,405",
        "BREW / HTTP/1.1,405"
    })
    void malformedRequestLinesAreAnswered(String line, int status) throws Exception {
        assertThat(raw(line + "\r\nHost: h\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({"h,200", "h:8080,200", "[2001:db8::1]:80,200", "h h,400", "h:port,400", "[zz],400", "a/b,400"})
    void hostHeaderIsCheckedOnEveryRequest(String host, int status) throws Exception {
        for (String one : List.of("h", host, host)) {
            assertThat(raw("GET /api/net/1 HTTP/1.1\r\nHost: " + one + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 " + (one.equals("h") ? 200 : status) + " ");
        }
        assertThat(raw("GET /api/net/1 HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET /api/net/1 HTTP/1.1\r\nHost: h\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void headersThatNeverEndAreRefused() throws Exception {
        String answer = raw("GET /api/net/1 HTTP/1.1\r\nHost: h\r\nX-Long: " + "x".repeat(200_000) + "\r\n\r\n");

        assertThat(answer).doesNotContain("200 OK");
    }

    @Test
    void headHasTheLengthAndNoBody() throws Exception {
        String answer = raw("HEAD /api/net/1?depth=0 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsPattern("Content-Length: [1-9]")
                .endsWith("\r\n\r\n");
    }

    /** RFC 9110 §10.1.1. */
    @Test
    void expectContinueIsAnswered() throws Exception {
        String head = """
                POST /api/net HTTP/1.1\r
                Host: h\r
                Content-Type: application/json\r
                Expect: 100-continue\r
                Content-Length: 2\r
                \r
                """;
        try (RawConnection connection = new RawConnection(server.url())) {
            assertThat(connection.send(head).read().status()).isEqualTo(100);
            assertThat(connection.send("{}").read().status()).isEqualTo(400);
            assertThat(connection
                            .send("GET /api/net/1 HTTP/1.1\r\nHost: h\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusedBodyGetsNoContinue() throws Exception {
        String head = """
                PATCH /api/net/1 HTTP/1.1\r
                Host: h\r
                Content-Type: application/json\r
                Expect: 100-continue\r
                Content-Length: 2000\r
                \r
                """;
        try (RawConnection connection = new RawConnection(server.url())) {
            RawConnection.RawResponse refusal = connection.send(head).read();

            assertThat(refusal.status()).isIn(401, 403);
            assertThat(refusal.headers()).containsEntry("connection", "close");
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void tooLargeBodiesAreRefusedAndTheConnectionGoesOn(HttpClient.Version version) throws Exception {
        HttpClient http = HttpClient.newBuilder().version(version).build();
        for (String path : new String[] {"/api/net", "/account/login/"}) {
            HttpRequest large = HttpRequest.newBuilder(URI.create(server.url() + path))
                    .timeout(Duration.ofSeconds(20))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[4 * 1024 * 1024]))
                    .build();
            HttpRequest small = HttpRequest.newBuilder(URI.create(server.url() + "/api/net/1"))
                    .timeout(Duration.ofSeconds(20))
                    .build();

            assertThat(http.send(small, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
            int refused;
            try {
                refused =
                        http.send(large, HttpResponse.BodyHandlers.discarding()).statusCode();
            } catch (IOException closedWhileSending) {
                refused = 413;
            }
            assertThat(refused).isEqualTo(413);
            assertThat(http.send(small, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void rapidResetsCloseTheConnection() throws Exception {
        try (RawStreams client = new RawStreams(server.url())) {
            for (int i = 0; i < 2000; i++) {
                client.reset(client.ask("/api/net/1"));
            }
            while (client.read().isPresent()) {
                // What was sent before it was too much.
            }
        }
    }

    @Test
    void headOfWhatIsWrittenAsItIsMadeDoesNotClaimToBeEmpty() throws Exception {
        String answer = raw("HEAD /api/net?depth=1&pretty HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("Content-Length: 0\r")
                .endsWith("\r\n\r\n");
    }

    @Test
    void serverSentEventsArriveImmediately() throws Exception {
        awaitEvent();
    }

    private static void awaitEvent() throws Exception {
        URI address = URI.create(server.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            "GET /api/changes?after=0 HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            StringBuilder got = new StringBuilder();
            byte[] some = new byte[4096];
            while (got.indexOf("data: ") < 0) {
                int count = socket.getInputStream().read(some);
                assertThat(count).isPositive();
                got.append(new String(some, 0, count, StandardCharsets.ISO_8859_1));
            }
            assertThat(got).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void headOfEventStreamTakesNoSlot() throws Exception {
        for (int i = 0; i < 60; i++) {
            assertThat(
                            raw(
                                    "HEAD /api/changes?after=0 HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
        awaitEvent();
    }

    @Test
    void absoluteFormTargetIsAccepted() throws Exception {
        String answer = raw("GET http://h/api/net?page=1&per_page=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"next\": \"http://h/api/net?page=2");
    }

    /** Each answer is whole and right, and the last says that it is the last. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/net/1", "/api/net/1?depth=0", "/about"})
    void requestsDuringShutdownCloseTheConnection(String path) throws Exception {
        String request = "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
        RunningServer stopping = RunningServer.start();
        try (RawConnection connection = new RawConnection(stopping.url())) {
            RawConnection.RawResponse first = connection.send(request).read();
            Thread end = closing(stopping);
            end.start();
            RawConnection.RawResponse last = first;
            while (!"close".equals(last.headers().get("connection"))) {
                last = connection.send(request).read();
                assertThat(last.status()).isEqualTo(first.status());
                assertThat(last.body()).isEqualTo(first.body());
            }

            assertThat(connection.readToEnd()).isEmpty();
            end.join();
        }
    }

    @Test
    void connectionsDuringShutdownAreAnsweredOrRefused() throws Exception {
        RunningServer stopping = RunningServer.start();
        Thread end = closing(stopping);
        int answered = 0;
        try {
            while (true) {
                try (RawConnection connection = new RawConnection(stopping.url())) {
                    RawConnection.RawResponse response = connection
                            .send("GET /api/net/1 HTTP/1.1\r\nHost: h\r\n\r\n")
                            .read();
                    // Who is slow to ask is told that it is too late.
                    assertThat(response.status()).isIn(200, answered < 10 ? 200 : 503);
                    if (++answered == 10) {
                        end.start();
                    }
                }
            }
        } catch (IOException gone) {
            assertThat(gone).isNotInstanceOf(SocketTimeoutException.class);
            end.join();
        }

        assertThat(answered).isGreaterThanOrEqualTo(10);
    }

    private static Thread closing(RunningServer server) {
        return Thread.ofPlatform().unstarted(() -> {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String raw(String request) throws Exception {
        URI address = URI.create(server.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException reset) {
            return "";
        }
    }
}
