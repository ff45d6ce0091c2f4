package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Feeds by https: whom a server has to be certified by, and what exchanges are told where it is not. */
class FeedTlsTest {
    private static final String HOST = "ix.example.net";

    private static TestAuthority authority;

    @BeforeAll
    static void begin() throws Exception {
        authority = new TestAuthority("ours");
    }

    private static FeedClient client(SSLSocketFactory tls) {
        return new FeedClient(
                FeedAddresses.parse("127.0.0.0/8"),
                host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")},
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofMillis(1),
                System::nanoTime,
                tls);
    }

    private static Fetched fetch(FeedStand stand, SSLSocketFactory tls) {
        String url = stand.url("/feed").replace("127.0.0.1", HOST);
        return client(tls).fetch(url, FeedClient.Known.NOTHING, Optional.of(new FeedHeader("X-Key", "secret", url)));
    }

    private static String error(String certifiedHost, Instant end, SSLSocketFactory tls) throws Exception {
        try (FeedStand stand = authority.start(certifiedHost, end)) {
            stand.answer("/feed", 200, "{}");
            Fetched fetched = fetch(stand, tls);
            assertThat(stand.requests()).as("neither a request nor a header").isZero();
            return ((Fetched.Failed) fetched).error();
        }
    }

    @Test
    void serversThatAreCertifiedAreAsked() throws Exception {
        try (FeedStand stand = authority.start(HOST, TestAuthority.VALID)) {
            stand.answer("/feed", 200, "{}");

            assertThat(fetch(stand, authority.trusted())).isInstanceOf(Fetched.Document.class);
            assertThat(stand.header("/feed", "X-Key")).contains("secret");
        }
    }

    @Test
    void othersAreToldWhatIsWrong() throws Exception {
        assertThat(error("www.example.net", TestAuthority.VALID, authority.trusted()))
                .isEqualTo("The certificate of ix.example.net is not accepted: No subject alternative DNS name matching"
                        + " ix.example.net found.");
        assertThat(error(HOST, TestAuthority.EXPIRED, authority.trusted()))
                .isEqualTo("The certificate of ix.example.net has expired");
        assertThat(error(HOST, TestAuthority.VALID, new TestAuthority("another").trusted()))
                .isEqualTo(
                        "The certificate of ix.example.net is by no authority that is known here; does the server send all"
                                + " of its chain?");
        assertThat(error(HOST, TestAuthority.VALID, FeedClient.systemTls()))
                .startsWith("The certificate of ix.example.net is by no authority");
    }
}
