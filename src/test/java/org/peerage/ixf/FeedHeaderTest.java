package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header of a protected feed goes to its server, and to nobody else. */
class FeedHeaderTest {
    private static final String NAME = "X-Api-Key";
    private static final String SECRET = "s3cret value";
    private static final FeedAddresses LOOPBACK = FeedAddresses.parse("127.0.0.0/8");

    private final FeedClient client =
            new FeedClient(LOOPBACK, InetAddress::getAllByName, Duration.ofMinutes(1), Duration.ofMillis(1));

    @Test
    void headersAreSentWithTheRequest() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed", 200, "{}");

            assertThat(fetch(stand.url("/feed"), stand.url("/feed"))).isInstanceOf(Fetched.Document.class);

            assertThat(stand.header("/feed", NAME)).contains(SECRET);
        }
    }

    @Test
    void headersFollowRedirectsOfTheirServerAlone() throws IOException {
        try (FeedStand own = FeedStand.start();
                FeedStand other = FeedStand.start()) {
            own.answer("/feed", 302, "", "Location", "/moved");
            own.answer("/moved", 302, "", "Location", other.url("/stolen"));
            other.answer("/stolen", 302, "", "Location", own.url("/back"));
            own.answer("/back", 200, "{}");

            assertThat(fetch(own.url("/feed"), own.url("/feed"))).isInstanceOf(Fetched.Document.class);

            assertThat(own.header("/moved", NAME)).contains(SECRET);
            assertThat(other.header("/stolen", "Host")).isPresent();
            assertThat(other.header("/stolen", NAME)).isEmpty();
            assertThat(own.header("/back", NAME)).as("after it was elsewhere").isEmpty();
        }
    }

    /** The same server by another name, or by http, is another origin. */
    @Test
    void headersDoNotFollowRedirectsToOtherNames() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed", 302, "", "Location", stand.url("/other").replace("127.0.0.1", "127.0.0.2"));
            stand.answer("/name", 302, "", "Location", stand.url("/named").replace("127.0.0.1", "localhost"));
            stand.answer("/named", 200, "{}");

            fetch(stand.url("/feed"), stand.url("/feed"));
            fetch(stand.url("/name"), stand.url("/name"));

            assertThat(stand.header("/named", "Host")).isPresent();
            assertThat(stand.header("/named", NAME)).isEmpty();
            assertThat(FeedUrl.originOf(java.net.URI.create("https://ix.example.net/feed")))
                    .isNotEqualTo(FeedUrl.originOf(java.net.URI.create("http://ix.example.net/feed")))
                    .isNotEqualTo(FeedUrl.originOf(java.net.URI.create("https://ix.example.net:8443/feed")))
                    .isEqualTo(FeedUrl.originOf(java.net.URI.create("https://IX.example.net:443/other")));
        }
    }

    @Test
    void headersAreNotSentWhereTheUrlIsAnother() throws IOException {
        try (FeedStand stand = FeedStand.start()) {
            stand.answer("/feed", 200, "{}");
            stand.answer("/echo", 200, "{}");

            fetch(stand.url("/echo"), stand.url("/feed"));

            assertThat(stand.header("/echo", "Host")).isPresent();
            assertThat(stand.header("/echo", NAME)).isEmpty();
        }
    }

    @Test
    void headersAreNotSentInTheClear() {
        FeedAddresses.Resolver mixed = host -> new InetAddress[] {
            InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("9.9.9.9"),
        };
        FeedClient publicly = new FeedClient(LOOPBACK, mixed, Duration.ofSeconds(1), Duration.ofMillis(1));

        assertThat(fetch(publicly, "http://ix.example.net/feed"))
                .isEqualTo(new Fetched.Failed(
                        "The request header of the feed is sent by https only, not to http://ix.example.net"));
        assertThat(new FeedClient(FeedAddresses.PUBLIC).mayBeSentSecrets("http://ix.example.net/feed"))
                .isFalse();
        assertThat(new FeedClient(FeedAddresses.PUBLIC).mayBeSentSecrets("https://ix.example.net/feed"))
                .isTrue();
        assertThat(client.mayBeSentSecrets("http://127.0.0.1/feed")).isTrue();
    }

    private Fetched fetch(String url, String enteredFor) {
        return client.fetch(url, FeedClient.Known.NOTHING, Optional.of(new FeedHeader(NAME, SECRET, enteredFor)));
    }

    private static Fetched fetch(FeedClient client, String url) {
        return client.fetch(url, FeedClient.Known.NOTHING, Optional.of(new FeedHeader(NAME, SECRET, url)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "X-Api-Key", "PRIVATE-TOKEN", "apikey", "X", "Ocp-Apim-Subscription-Key"})
    void namesOfCredentialsMayBeSent(String name) {
        assertThat(FeedHeader.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Host",
                "host",
                "Content-Length",
                "Content-Type",
                "Transfer-Encoding",
                "Connection",
                "Keep-Alive",
                "TE",
                "Upgrade",
                "Proxy-Authorization",
                "Cookie",
                "Accept",
                "Accept-Encoding",
                "If-None-Match",
                "Range",
                "Expect",
                "User-Agent",
                "Forwarded",
                "X-Forwarded-For",
                "X-HTTP-Method-Override",
                "Sec-Fetch-Site",
                "X-Key:",
                "X Key",
                "X-Key\r\nHost",
                "X-Key\n",
                "X-Schlüssel",
                "Х-Api-Key",
                "ﬀ",
                "\u0130f-None-Match",
                ":authority"
            })
    void otherNamesMayNot(String name) {
        assertThat(FeedHeader.isName(name)).isFalse();
        assertThat(FeedHeader.of(name, SECRET, "https://ix.example.net")).isEmpty();
    }

    @Test
    void namesAndValuesAreBounded() {
        assertThat(FeedHeader.isName("x".repeat(FeedHeader.MAX_NAME))).isTrue();
        assertThat(FeedHeader.isName("x".repeat(FeedHeader.MAX_NAME + 1))).isFalse();
        assertThat(FeedHeader.isValue("v".repeat(FeedHeader.MAX_VALUE))).isTrue();
        assertThat(FeedHeader.isValue("v".repeat(FeedHeader.MAX_VALUE + 1))).isFalse();
        assertThat(List.of("v", "Bearer a.b_c=", "two words")).allMatch(FeedHeader::isValue);
        assertThat(List.of("", " ", " v", "v ", "a\tb", "a\rb", "a\nb", "a\r\nHost: b", "a\0b", "ü", "v\n", "a\u2028b"))
                .noneMatch(FeedHeader::isValue);
        assertThatThrownBy(() -> new FeedHeader(NAME, "a\r\nb", "")).hasMessageNotContaining("a\r\nb");
    }

    @Test
    void headersDoNotSayTheirSecret() {
        assertThat(new FeedHeader(NAME, SECRET, "https://ix.example.net").toString())
                .contains(NAME)
                .doesNotContain("s3cret");
    }
}
