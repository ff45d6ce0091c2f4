package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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

            assertThat(client.fetch(stand.url("/feed?x=1"), FeedClient.Known.NOTHING))
                    .isInstanceOfSatisfying(Fetched.Document.class, document -> {
                        assertThat(new String(document.content(), StandardCharsets.UTF_8))
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

            assertThat(client.fetch(stand.url("/feed"), new FeedClient.Known("\"a\"", "")))
                    .isEqualTo(new Fetched.Unchanged());
        }
    }

    @Test
    void gzipIsUnpacked() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed", 200, gzip("{\"a\": 1}".getBytes(StandardCharsets.UTF_8)), "Content-Encoding", "gzip");

            assertThat(client.fetch(stand.url("/feed"), FeedClient.Known.NOTHING))
                    .isInstanceOfSatisfying(Fetched.Document.class, document -> assertThat(document.content())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo("{\"a\": 1}"));
        }
    }

    @Test
    void gzipThatUnpacksToTooMuchIsRefused() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed", 200, gzip(new byte[200 << 20]), "Content-Encoding", "gzip");

            assertThat(client.fetch(stand.url("/feed"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("The document is larger than 64 MiB"));
        }
    }

    @Test
    void failuresAreTold() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            assertThat(client.fetch(stand.url("/none"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("Got HTTP status 404"));
        }
        assertThat(client.fetch("", FeedClient.Known.NOTHING))
                .isEqualTo(new Fetched.Failed("IX-F import url not specified"));
    }

    @Test
    void redirectsAreFollowedAFewTimes() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/a", 301, "", "Location", "/b");
            stand.answer("/b", 200, "{}");
            stand.answer("/round", 302, "", "Location", "/round");

            assertThat(client.fetch(stand.url("/a"), FeedClient.Known.NOTHING)).isInstanceOf(Fetched.Document.class);
            assertThat(client.fetch(stand.url("/round"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("More than 5 redirects"));
        }
    }

    @Test
    void redirectsToOtherSchemesAndPrivateAddressesAreNotFollowed() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/file", 302, "", "Location", "file:///etc/passwd");
            stand.answer("/private", 302, "", "Location", "http://10.0.0.1/");

            assertThat(client.fetch(stand.url("/file"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("Feeds are fetched by http and https, not by file"));
            assertThat(client.fetch(stand.url("/private"), FeedClient.Known.NOTHING))
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
        assertThat(new FeedClient(FeedAddresses.PUBLIC).fetch("http://" + host + "/", FeedClient.Known.NOTHING))
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

            assertThat(once.fetch(
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

        assertThat(strict.fetch(url, FeedClient.Known.NOTHING)).isEqualTo(new Fetched.Failed(error));
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
    }

    @Test
    void packedFilesAreUnpackedWithoutBeingCalledSo() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed.gz", 200, gzip("{}".getBytes(StandardCharsets.UTF_8)));
            stand.answer("/plain", 200, "{}", "Content-Encoding", "gzip");
            stand.answer("/large.gz", 200, gzip(new byte[200 << 20]));

            assertThat(content("/feed.gz", stand)).isEqualTo("{}");
            assertThat(content("/plain", stand)).isEqualTo("{}");
            assertThat(client.fetch(stand.url("/large.gz"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("The document is larger than 64 MiB"));
        }
    }

    private String content(String path, FeedStand stand) {
        return client.fetch(stand.url(path), FeedClient.Known.NOTHING) instanceof Fetched.Document document
                ? new String(document.content(), StandardCharsets.UTF_8)
                : "";
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

            assertThat(client.fetch(stand.url("/busy"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("Got HTTP status 503"));
            assertThat(stand.requests()).isEqualTo(2);
            assertThat(client.fetch(stand.url("/broken"), FeedClient.Known.NOTHING))
                    .isEqualTo(new Fetched.Failed("Got HTTP status 500"));
            assertThat(stand.requests()).isEqualTo(3);
        }
    }

    /** Two slow lists of the same host come first, and take longer than a list may. */
    @Test
    void waitingForOthersOfTheHostIsNoDelayOfTheServer() throws Exception {
        try (FeedStand stand = FeedStand.start();
                ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            stand.dawdle("/slow");
            stand.answer("/feed", 200, "{}");
            FeedClient impatient = new FeedClient(LOOPBACK, InetAddress::getAllByName, Duration.ofMillis(300), PAUSE);
            List<Future<Fetched>> slow = Stream.of("/slow", "/slow")
                    .map(path -> tasks.submit(() -> impatient.fetch(stand.url(path), FeedClient.Known.NOTHING)))
                    .toList();
            Waiting.until(Duration.ofSeconds(5), () -> stand.requests() > 0);

            assertThat(impatient.fetch(stand.url("/feed"), FeedClient.Known.NOTHING))
                    .isInstanceOf(Fetched.Document.class);
            for (Future<Fetched> each : slow) {
                assertThat(each.get()).isInstanceOf(Fetched.Failed.class);
            }
        }
    }

    @Test
    void serversThatDawdleAreLeft() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.dawdle("/slow");
            FeedClient impatient = new FeedClient(LOOPBACK, InetAddress::getAllByName, Duration.ofMillis(300), PAUSE);

            assertThat(impatient.fetch(stand.url("/slow"), FeedClient.Known.NOTHING))
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
