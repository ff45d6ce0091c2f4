package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
    private static final Ends STRANGER = new Ends("192.0.2.7", HERE, false);
    private static final Ends PROXY = new Ends("127.0.0.1", HERE, true);
    private static final String PLAIN = "GET /api/net/1?depth=0 HTTP/1.1\r\nHost: h\r\nAccept:  text/*, b \r\n\r\n";

    @Test
    void itTellsWhatIsAsked() {
        ByteBuffer two = bytes(PLAIN + "GET");
        RequestHead request = RequestHead.take(two, STRANGER, null);

        assertThat(request).isNotNull();
        assertThat(request.method() + " " + request.path() + " " + request.query())
                .isEqualTo("GET /api/net/1 depth=0");
        assertThat(request.header("host")).isEqualTo("h");
        assertThat(request.header("ACCEPT")).isEqualTo("text/*, b");
        assertThat(request.header("Accept-Encoding")).isNull();
        assertThat(request.headerNames("")).containsExactly("Host", "Accept");
        assertThat(request.remoteAddress() + " " + request.localOrigin()).isEqualTo("192.0.2.7 http://127.0.0.1:8080");
        assertThat(two.remaining()).isEqualTo(3);
    }

    @Test
    void whatIsRepeatedIsTheSameRequest() {
        RequestHead first = RequestHead.take(bytes(PLAIN), STRANGER, null);

        ByteBuffer again = bytes(PLAIN + PLAIN.replace("/1?", "/2?"));
        assertThat(RequestHead.take(again, STRANGER, first)).isSameAs(first);
        assertThat(RequestHead.take(again, STRANGER, first))
                .isNotNull()
                .extracting(RequestHead::path)
                .isEqualTo("/api/net/2");
        assertThat(RequestHead.take(bytes(PLAIN.substring(0, 40)), STRANGER, first))
                .isNull();
    }

    @Test
    void whatIsNotWholeIsNotTaken() {
        for (int end = 0; end < PLAIN.length(); end++) {
            ByteBuffer part = bytes(PLAIN.substring(0, end));

            assertThat(RequestHead.take(part, STRANGER, null))
                    .as("%d bytes", end)
                    .isNull();
            assertThat(part.position()).isZero();
            assertThat(RequestHead.isBegun(part)).as("%d bytes", end).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/net HTTP/1.1\r\nHost: h\r\n\r\n",
                "HEAD /api/net HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api/net HTTP/1.0\r\nHost: h\r\n\r\n",
                "GET  /api/net HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api/net  HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET http://h/api/net HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api//net HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api/../net HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api/n%65t HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api/net;a=1 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api/net?a=%zz HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api/net??a=1 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api/net?a#b HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api/net?\u00e9 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /api/net HTTP/1.1\nHost: h\n\n",
                "GET /api/net HTTP/1.1\r\nHost: h\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\n\n",
                "GET /api/net HTTP/1.1\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost:\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h:0\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h:65536\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: a@h\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: [::1]\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\ncontent-length: 5\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nTRANSFER-ENCODING: chunked\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nTransfer-Encoding : chunked\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\n Transfer-Encoding: chunked\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a: 2\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n 2\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nX-A: \u00e9\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nX-A: a\u0000b\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nX-A: a\rb\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nX-A: a  b\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\nX-A\r\n\r\n",
                "GET /api/net HTTP/1.1\r\nHost: h\r\n: a\r\n\r\n",
                "\r\nGET /api/net HTTP/1.1\r\nHost: h\r\n\r\n"
            })
    void whatIsOfAnotherKindIsNotTaken(String other) {
        assertThat(RequestHead.take(bytes(other), STRANGER, null)).isNull();
        assertThat(RequestHead.isBegun(bytes(other))).isFalse();
    }

    @Test
    void ofManyHeadersNoneIsTaken() {
        StringBuilder many = new StringBuilder("GET /api/net HTTP/1.1\r\nHost: h\r\n");
        for (int i = 0; i < 40; i++) {
            many.append("X-").append(i).append(": 1\r\n");
        }

        assertThat(RequestHead.take(bytes(many + "\r\n"), STRANGER, null)).isNull();
    }

    @Test
    void aProxyNearbyIsBelievedAndNobodyElse() {
        String head = """
                GET /api/net HTTP/1.1\r
                Host: h\r
                X-Forwarded-For: 198.51.100.7, 192.0.2.1\r
                X-Forwarded-Proto: https\r
                X-Forwarded-Host: peerage.example.net\r
                \r
                """;

        RequestHead believed = RequestHead.take(bytes(head), PROXY, null);
        assertThat(believed).isNotNull();
        assertThat(believed.scheme() + " " + believed.header("Host") + " " + believed.remoteAddress())
                .isEqualTo("https peerage.example.net 192.0.2.1");

        RequestHead stranger = RequestHead.take(bytes(head), STRANGER, null);
        assertThat(stranger).isNotNull();
        assertThat(stranger.scheme() + " " + stranger.header("Host") + " " + stranger.remoteAddress())
                .isEqualTo("http h 192.0.2.7");
    }

    /** What two readers understand differently is how requests are smuggled, so whatever is taken is read as Undertow reads it. */
    @Test
    void whateverIsTakenUndertowReadsTheSameWay() throws Exception {
        Undertow server = Undertow.builder()
                .addHttpListener(
                        0, "127.0.0.1", exchange -> exchange.getResponseSender().send(told(exchange)))
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                .build();
        server.start();
        int taken = 0;
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        try (RawConnection connection = new RawConnection("http://127.0.0.1:" + port)) {
            Random random = new Random(11);
            for (int i = 0; i < 60_000; i++) {
                String head = randomHead(random);
                String told = told(head);
                if (told != null) {
                    taken++;
                    connection.send(head);
                    assertThat(connection.read().text()).as(head).isEqualTo(told);
                }
            }
        } catch (IOException closed) {
            throw new AssertionError("Undertow refused what was taken", closed);
        } finally {
            server.stop();
        }
        assertThat(taken).isBetween(3_000, 40_000);
    }

    private static String told(HttpServerExchange exchange) {
        TreeMap<String, String> headers = new TreeMap<>();
        for (HeaderValues values : exchange.getRequestHeaders()) {
            headers.put(values.getHeaderName().toString().toLowerCase(Locale.ROOT), String.join("|", values));
        }
        return exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getQueryString() + " "
                + headers;
    }

    /** The same of a head that is taken, with nothing left of it; else null. */
    private static @Nullable String told(String head) {
        ByteBuffer bytes = bytes(head);
        RequestHead request = RequestHead.take(bytes, STRANGER, null);
        if (request == null || bytes.hasRemaining()) {
            return null;
        }
        TreeMap<String, String> headers = new TreeMap<>();
        for (String name : request.headerNames("")) {
            headers.put(name.toLowerCase(Locale.ROOT), request.header(name));
        }
        String query = request.query();
        return request.method() + " " + request.rawPath() + " " + (query == null ? "" : query) + " " + headers;
    }

    private static String randomHead(Random random) {
        List<String> pieces = new ArrayList<>(List.of(
                "GET /api",
                one(random, "", "/net", "/net/1", "/net/1.json", "/", "/ix/12/history"),
                one(random, "", "?", "?depth=0", "?asn=63311&a", "?name=a%20b", "?x=[1]|{2}", "?a=b?c=/d//..;e"),
                " HTTP/1.1\r\n",
                one(random, "Host: h\r\n", "host: example.net:80\r\n", "HOST: 192.0.2.1:8080\r\n", "Host: a_b\r\n"),
                one(random, "", "Accept: */*\r\n", "accept: application/json, text/html;q=0.8\r\n"),
                one(random, "", "Accept-Encoding: gzip, deflate\r\n", "Connection: Keep-Alive\r\n"),
                one(random, "", "X-A:\r\n", "X-A: \"a\"; b\r\n", "Cookie: a=b; c=\"d e\"\r\n", "Content-Length: 0\r\n"),
                one(random, "", "If-None-Match: W/\"1-P\", \"2-P\"\r\n", "Authorization: Api-Key abc.def\r\n"),
                "\r\n"));
        StringBuilder head = new StringBuilder(String.join("", pieces));
        int changes = random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(head.length());
            switch (random.nextInt(4)) {
                case 0 -> head.insert(at, (char) random.nextInt(0x100));
                case 1 -> head.deleteCharAt(at);
                case 2 -> head.setCharAt(at, (char) random.nextInt(0x80));
                default -> head.insert(at, one(random, " ", "\t", "\r\n", ":", ";", "%", "/", ",", "=", "\"", "?"));
            }
        }
        return head.toString();
    }

    private static String one(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
