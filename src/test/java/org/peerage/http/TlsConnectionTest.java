package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.api.ApiRequest;
import org.peerage.api.WireResponse;
import org.peerage.testing.SelfSigned;

/** Handshakes in time, and certificates that change while the server runs. */
class TlsConnectionTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private Path keyStore;
    private SelfSigned first;
    private TestServer server;
    private CertificateSource source;

    @BeforeEach
    void start() throws Exception {
        first = SelfSigned.create(folder, "dns:localhost");
        keyStore = folder.resolve("current.p12");
        Files.copy(first.keyStore(), keyStore);
        source = new StoreFile(keyStore);
        ServerLimits limits =
                new ServerLimits(100, 100, Duration.ofSeconds(1), LONG, LONG, LONG, LONG, 1 << 20, 8, 16, 32);
        server = TestServer.start(
                new WebSettings("127.0.0.1", 0, 0, WebSettings.ProxyTrust.NONE, Optional.of(source)),
                limits,
                TlsConnectionTest::answer);
    }

    private static WireResponse answer(ApiRequest request) {
        try {
            byte[] sent = request.body().readAllBytes();
            WireResponse response = TestServer.text(request.scheme() + new String(sent, StandardCharsets.UTF_8));
            response.set("X-Odd", "a\r\nb: c");
            return response;
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record StoreFile(Path file) implements CertificateSource {
        @Override
        public KeyManagerFactory load() {
            try (InputStream in = Files.newInputStream(file)) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(in, SelfSigned.PASSWORD.toCharArray());
                KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(store, SelfSigned.PASSWORD.toCharArray());
                return keys;
            } catch (Exception unreadable) {
                throw new IllegalArgumentException("not readable", unreadable);
            }
        }

        @Override
        public List<Path> files() {
            return List.of(file);
        }
    }

    private Socket connect() throws Exception {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Nothing, and the head of a ClientHello that never comes (RFC 8446 §5.1). */
    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001"})
    void handshakeThatIsNeverWholeIsNotWaitedFor(String said) throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void certificateThatWasChangedIsUsedForNewConnections() throws Exception {
        TlsContext context = new TlsContext(source);
        SelfSigned second = SelfSigned.create(folder, "dns:localhost");
        var before = context.current();
        context.refresh();
        assertThat(context.current()).isSameAs(before);

        Files.write(keyStore, Files.readAllBytes(second.keyStore()));
        Files.setLastModifiedTime(keyStore, FileTime.from(Instant.now().plusSeconds(5)));
        context.refresh();
        assertThat(context.current()).isNotSameAs(before);

        var after = context.current();
        Files.writeString(keyStore, "no certificate");
        Files.setLastModifiedTime(keyStore, FileTime.from(Instant.now().plusSeconds(10)));
        context.refresh();
        assertThat(context.current()).isSameAs(after);
    }

    /** RFC 9110 §10.1.1 holds for all versions, and so does that a header is one line. */
    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void bodyIsAskedForAndHeadersAreOneLine(HttpClient.Version version) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .version(version)
                .sslContext(first.context())
                .build()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/a"))
                            .timeout(Duration.ofSeconds(20))
                            .expectContinue(true)
                            .POST(HttpRequest.BodyPublishers.ofString(" body"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(response.version()).isEqualTo(version);
            assertThat(response.body()).isEqualTo("https body");
            assertThat(response.headers().firstValue("X-Odd")).hasValue("a  b: c");
        }
    }

    @Test
    void requestsAreAnsweredEncryptedByTheCertificateOfTheFile() throws Exception {
        try (Socket socket = connect();
                SSLSocket tls = (SSLSocket)
                        first.context().getSocketFactory().createSocket(socket, "localhost", server.port(), true)) {
            tls.startHandshake();
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(first.keyStore())) {
                store.load(in, SelfSigned.PASSWORD.toCharArray());
            }
            X509Certificate shown = (X509Certificate) tls.getSession().getPeerCertificates()[0];
            assertThat(shown).isEqualTo(store.getCertificate(store.aliases().nextElement()));
            tls.getOutputStream()
                    .write("GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(tls.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("https");
        }
    }
}
