package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedClientTest {
    private static final FeedAddresses LOOPBACK = FeedAddresses.parse("127.0.0.0/8, ::1/128");

    private final FeedClient client = new FeedClient(LOOPBACK);

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
            FeedClient once = new FeedClient(LOOPBACK, changing, Duration.ofSeconds(5));

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

    @Test
    void serversThatDawdleAreLeft() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.dawdle("/slow");
            FeedClient impatient = new FeedClient(LOOPBACK, InetAddress::getAllByName, Duration.ofMillis(300));

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
