package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.Waiting;

class FeedClientTest {
    private static final FeedAddresses LOOPBACK = FeedAddresses.parse("127.0.0.0/8, ::1/128");

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final FeedClient client = new FeedClient(LOOPBACK, InetAddress::getAllByName, Duration.ofMinutes(1), PAUSE);

    @Test
    void documentsAreFetchedWithTheirValidators() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed?x=1", 200, "{}", "ETag", "\"a\"", "Last-Modified", "Mon, 30 Nov 2026 00:00:00 GMT");

            assertThat(client.fetchWithoutHeader(stand.url("/feed?x=1"), FeedClient.Known.NOTHING))
                    .isInstanceOfSatisfying(Fetched.Document.class, document -> {
                        assertThat(new String(document.body().bytes(), StandardCharsets.UTF_8))
                                .isEqualTo("{}");
                        assertThat(document.etag()).isEqualTo("\"a\"");
                        assertThat(document.lastModified()).startsWith("Mon");
                    });
        }
    }

    @Test
    void documentsThatWeHaveAreNotSentAgain() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed", 200, "{}", "ETag", "\"a\"");

            assertThat(client.fetchWithoutHeader(stand.url("/feed"), new FeedClient.Known("\"a\"", "")))
                    .isEqualTo(new Fetched.Unchanged());
        }
    }

    @Test
    void gzipIsUnpacked() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed", 200, gzip("{\"a\": 1}".getBytes(StandardCharsets.UTF_8)), "Content-Encoding", "gzip");

            assertThat(client.fetchWithoutHeader(stand.url("/feed"), FeedClient.Known.NOTHING))
                    .isInstanceOfSatisfying(Fetched.Document.class, document -> assertThat(
                                    document.body().bytes())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo("{\"a\": 1}"));
        }
    }

    @Test
    void gzipThatUnpacksToTooMuchIsRefused() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed", 200, gzip(new byte[200 << 20]), "Content-Encoding", "gzip");

            assertThat(client.fetchWithoutHeader(stand.url("/feed"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("The document is larger than 64 MiB"));
        }
    }

    @Test
    void failuresAreTold() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            assertThat(client.fetchWithoutHeader(stand.url("/none"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("Got HTTP status 404"));
        }
        assertThat(client.fetchWithoutHeader("", FeedClient.Known.NOTHING))
                .isEqualTo(new Fetched.Failed("IX-F import url not specified"));
    }

    @Test
    void redirectsAreFollowedAFewTimes() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/a", 301, "", "Location", "/b");
            stand.answer("/b", 200, "{}");
            stand.answer("/round", 302, "", "Location", "/round");

            assertThat(client.fetchWithoutHeader(stand.url("/a"), FeedClient.Known.NOTHING))
                    .isInstanceOf(Fetched.Document.class);
            assertThat(client.fetchWithoutHeader(stand.url("/round"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("More than 5 redirects"));
        }
    }

    @Test
    void redirectsToOtherSchemesAndPrivateAddressesAreNotFollowed() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/file", 302, "", "Location", "file:///etc/passwd");
            stand.answer("/private", 302, "", "Location", "http://10.0.0.1/");

            assertThat(client.fetchWithoutHeader(stand.url("/file"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("Feeds are fetched by http and https, not by file"));
            assertThat(client.fetchWithoutHeader(stand.url("/private"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed(
                            "10.0.0.1 has no public address; feeds are fetched from public addresses only"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:a00:1]",
                "[fe80::1]",
                "[fc00::1]",
                "[fd12::1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[ff02::1]",
                "2130706433",
                "0x7f000001"
            })
    void addressesThatAreNotPublicAreNotAsked(String host) {
        assertThat(new FeedClient(FeedAddresses.PUBLIC)
                        .fetchWithoutHeader("http://" + host + "/", FeedClient.Known.NOTHING))
                .isInstanceOfSatisfying(Fetched.Failed.class, failed -> assertThat(failed.error())
                        .containsAnyOf(
                                "feeds are fetched from public addresses only", "has no host", "cannot be resolved"));
    }

    /** A name that is public when it is checked, and the loopback address when it is asked for again. */
    @Test
    void namesAreResolvedOnce() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed", 200, "{}");
            AtomicInteger asked = new AtomicInteger();
            FeedAddresses.Resolver changing = host ->
                    new InetAddress[] {InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "127.0.0.1" : "10.0.0.1")};
            FeedClient once = new FeedClient(LOOPBACK, changing, Duration.ofSeconds(5), PAUSE);

            assertThat(once.fetchWithoutHeader(
                            stand.url("/feed").replace("127.0.0.1", "feed.example.net"), FeedClient.Known.NOTHING))
                    .isInstanceOf(Fetched.Document.class);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void addressesOfAHostThatAreNotPublicAreSkipped() throws IOException {
        FeedAddresses.Resolver both =
                host -> new InetAddress[] {InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("127.0.0.1")};

        assertThat(LOOPBACK.of("x", both).orElseThrow()).isEqualTo(List.of(InetAddress.ofLiteral("127.0.0.1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://ix.example.net/a|Feeds are fetched by http and https, not by ftp",
                "mailto:a@example.net|Feeds are fetched by http and https, not by mailto",
                "http:///a|The URL has no host: http:///a",
                "http://ix.example.net:0/|The URL has no port that could be asked: 0",
                "http://ix.example.net:99999/|The URL has no port that could be asked: 99999",
                "http://public.example.net@127.1.2.3/|127.1.2.3 has no public address; feeds are fetched from public addresses only",
                "http://１２７.0.0.1/|127.0.0.1 has no public address; feeds are fetched from public addresses only",
                "http://[0:0:0:0:0:ffff:7f00:1]/|0:0:0:0:0:ffff:7f00:1 has no public address; feeds are fetched from public addresses only",
                "http://[::1%25lo]/|::1%25lo has no public address; feeds are fetched from public addresses only",
                "http://|Not a URL: http://",
            })
    void urlsThatLeadNowhereAreTold(String url, String error) {
        FeedAddresses.Resolver literals = host -> host.contains("%")
                ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                : new InetAddress[] {InetAddress.ofLiteral(host)};
        FeedClient strict = new FeedClient(FeedAddresses.PUBLIC, literals, Duration.ofSeconds(5), PAUSE);

        assertThat(strict.fetchWithoutHeader(url, FeedClient.Known.NOTHING)).isEqualTo(new Fetched.Failed(error));
    }

    @Test
    void hostsAndPathsAreReadAsBrowsersDo() throws Exception {
        assertThat(FeedUrl.of(FeedUrl.parse(" HTTP://User:Pass@IX_1.Example.net:8080/a b?c=\"d\"&e=50%#f ")))
                .isEqualTo(new FeedUrl(false, "ix_1.example.net", 8080, false, "/a%20b?c=%22d%22&e=50%25"));
        assertThat(FeedUrl.of(FeedUrl.parse("https://bücher.example/ö?ü=|")))
                .isEqualTo(new FeedUrl(true, "xn--bcher-kva.example", 443, true, "/%C3%B6?%C3%BC=%7C"));
        assertThat(FeedUrl.of(FeedUrl.parse("http://[2001:DB8::1]:80")).authority())
                .isEqualTo("[2001:db8::1]");
        assertThat(FeedUrl.of(FeedUrl.parse("https://ix.example.net:80/")).authority())
                .isEqualTo("ix.example.net:80");
        assertThat(FeedUrl.hostOf("https://IX_1.example.net/a b")).isEqualTo("ix_1.example.net");
        assertThat(FeedUrl.hostOf("ftp://ix.example.net/")).isEmpty();
    }

    @Test
    void packedFilesAreUnpackedWithoutBeingCalledSo() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed.gz", 200, gzip("{}".getBytes(StandardCharsets.UTF_8)));
            stand.answer("/plain", 200, "{}", "Content-Encoding", "gzip");
            stand.answer("/large.gz", 200, gzip(new byte[200 << 20]));

            assertThat(content("/feed.gz", stand)).isEqualTo("{}");
            assertThat(content("/plain", stand)).isEqualTo("{}");
            assertThat(client.fetchWithoutHeader(stand.url("/large.gz"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("The document is larger than 64 MiB"));
        }
    }

    private String content(String path, FeedStand stand) {
        return client.fetchWithoutHeader(stand.url(path), FeedClient.Known.NOTHING) instanceof Fetched.Document document
                ? new String(document.body().bytes(), StandardCharsets.UTF_8)
                : "";
    }

    /** They go through a file, which nobody finds afterwards. */
    @Test
    void largeDocumentsAreReadWhole() throws IOException {
        byte[] large = new byte[5 << 20];
        new java.util.Random(1).nextBytes(large);
        large[0] = '{';
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/large", 200, large);
            stand.answer("/large.gz", 200, gzip(large));

            for (String path : List.of("/large", "/large.gz")) {
                try (Fetched fetched = client.fetchWithoutHeader(stand.url(path), FeedClient.Known.NOTHING)) {
                    assertThat(fetched).isInstanceOfSatisfying(Fetched.Document.class, document -> {
                        assertThat(document.body().size()).isEqualTo(large.length);
                        assertThat(document.body().hash()).isEqualTo(Importer.hash(large));
                        assertThat(document.body().bytes()).isEqualTo(large);
                    });
                }
            }
        }
    }

    /** A server that says so to whoever asks. */
    @Test
    void unchangedDocumentThatNobodyHasIsNone() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/odd", 304, "");

            assertThat(client.fetchWithoutHeader(stand.url("/odd"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("Got HTTP status 304"));
        }
    }

    /** Of an error page nothing is read, however long it is. */
    @Test
    void errorPagesAreNotReadToTheirEnd() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 404 Not Found\r\nContent-Length: 1000000\r\n\r\nand so on")) {
            assertThat(client.fetchWithoutHeader(server.url("http"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("Got HTTP status 404"));
        }
    }

    @Test
    void largeHeadersAreRead() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed", 200, "{}", "Content-Security-Policy", "x".repeat(20_000));

            assertThat(content("/feed", stand)).isEqualTo("{}");
        }
    }

    @Test
    void serversThatAreInTroubleAreAskedOnceMore() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/busy", 503, "");
            stand.answer("/broken", 500, "");

            assertThat(client.fetchWithoutHeader(stand.url("/busy"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("Got HTTP status 503"));
            assertThat(stand.requests()).isEqualTo(2);
            assertThat(client.fetchWithoutHeader(stand.url("/broken"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("Got HTTP status 500"));
            assertThat(stand.requests()).isEqualTo(3);
        }
    }

    /** Longer than a list may take. */
    @Test
    void waitingForOthersOfTheHostIsNoDelayOfTheServer() throws Exception {
        AtomicLong time = new AtomicLong();
        try (FeedStand stand = FeedStand.start();
                Crowd crowd = new Crowd(stand, Duration.ofMinutes(10), time::get)) {
            stand.answer("/feed", 200, "{}");
            crowd.isAsked("/first");
            AtomicReference<Fetched> second = new AtomicReference<>();
            Thread waiting = Thread.ofPlatform().start(() -> second.set(crowd.fetch("/feed")));
            Waiting.until(Duration.ofSeconds(30), () -> waiting.getState() == Thread.State.TIMED_WAITING);

            time.addAndGet(Duration.ofMinutes(5).toNanos());
            crowd.goOn();
            waiting.join();

            assertThat(second.get()).isInstanceOf(Fetched.Document.class);
        }
    }

    @Test
    void othersOfTheHostAreNotWaitedForWithoutEnd() throws Exception {
        try (FeedStand stand = FeedStand.start();
                Crowd crowd = new Crowd(stand, Duration.ofMillis(1), System::nanoTime)) {
            stand.answer("/feed", 200, "{}");
            crowd.isAsked("/first");

            assertThat(crowd.fetch("/feed"))
                    .isEqualTo(new Fetched.Failed("Other feeds of feeds.example.net took longer than 0 seconds"));
            assertThat(stand.requests()).isZero();
        }
    }

    /** A host of which something is fetched that goes on when it is told to; a list may take a minute. */
    private static final class Crowd implements AutoCloseable {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
        private final FeedStand stand;
        private final FeedClient client;

        Crowd(FeedStand stand, Duration turn, LongSupplier time) {
            this.stand = stand;
            this.client = new FeedClient(
                    LOOPBACK, this::resolve, turn, Duration.ofMinutes(1), PAUSE, time, FeedClient.systemTls());
        }

        private InetAddress[] resolve(String host) throws UnknownHostException {
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException stopped) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
        }

        void isAsked(String path) throws InterruptedException {
            var _ = tasks.submit(() -> fetch(path));
            asked.await();
        }

        Fetched fetch(String path) {
            return client.fetchWithoutHeader(
                    stand.url(path).replace("127.0.0.1", "feeds.example.net"), FeedClient.Known.NOTHING);
        }

        void goOn() {
            goOn.countDown();
        }

        @Override
        public void close() {
            goOn();
            tasks.close();
        }
    }

    @Test
    void whatLastsIsAskedForOnce() throws Exception {
        try (RawServer server = new RawServer("220 mail.example.net ESMTP\r\n\r\n")) {
            assertThat(client.fetchWithoutHeader(server.url("http"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("The server's answer is no HTTP"));
            assertThat(server.connections()).isEqualTo(1);
            assertThat(client.fetchWithoutHeader(server.url("https"), FeedClient.Known.NOTHING))
                    .isInstanceOfSatisfying(Fetched.Failed.class, failed -> assertThat(failed.error())
                            .startsWith("TLS with 127.0.0.1 failed: "));
            assertThat(server.connections()).isEqualTo(2);
        }
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/large", 200, new byte[MemberListReader.MAX_BYTES + 1]);

            assertThat(client.fetchWithoutHeader(stand.url("/large"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("The document is larger than 64 MiB"));
            assertThat(stand.requests()).isEqualTo(1);
        }
    }

    @Test
    void connectionsThatEndAreTriedOnceMore() throws Exception {
        try (RawServer server = new RawServer("")) {
            assertThat(client.fetchWithoutHeader(server.url("http"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("The server closed the connection"));
            assertThat(server.connections()).isEqualTo(2);
            assertThat(client.fetchWithoutHeader(server.url("https"), FeedClient.Known.NOTHING))
                    .as("amid the handshake")
                    .isInstanceOf(Fetched.Failed.class);
            assertThat(server.connections()).isEqualTo(4);
        }
    }

    /** Says the same to everybody, after the first that it is told. */
    private static final class RawServer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicInteger connections = new AtomicInteger();

        RawServer(String answer) throws IOException {
            var _ = tasks.submit(() -> {
                while (true) {
                    try (Socket socket = server.accept()) {
                        connections.incrementAndGet();
                        var _ = socket.getInputStream().read(new byte[1 << 16]);
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                        socket.shutdownOutput();
                        // Until the other side ends it: what is unread would reset the connection.
                        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                    } catch (SocketException reset) {
                        if (server.isClosed()) {
                            return null;
                        }
                    }
                }
            });
        }

        String url(String scheme) {
            return scheme + "://127.0.0.1:" + server.getLocalPort() + "/";
        }

        int connections() {
            return connections.get();
        }

        @Override
        public void close() throws IOException {
            server.close();
            tasks.close();
        }
    }

    @Test
    void serversThatDawdleAreLeft() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.dawdle("/slow");
            FeedClient impatient = new FeedClient(LOOPBACK, InetAddress::getAllByName, Duration.ofMillis(300), PAUSE);

            assertThat(impatient.fetchWithoutHeader(stand.url("/slow"), FeedClient.Known.NOTHING))
                    .isInstanceOfSatisfying(Fetched.Failed.class, failed -> assertThat(failed.error())
                            .startsWith("The server did not send the document within"));
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }
}
