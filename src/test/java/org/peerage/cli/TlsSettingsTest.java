package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.peerage.http.CertificateSource;
import org.peerage.http.WebSettings;
import org.peerage.testing.RunningServer;
import org.peerage.testing.SelfSigned;
import tools.jackson.databind.json.JsonMapper;

/** HTTPS, as the environment sets it up. */
class TlsSettingsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static SelfSigned certificate;
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        certificate = SelfSigned.create(folder, "dns:localhost,ip:127.0.0.1");
        server = RunningServer.start(encrypting(TlsSettings.certificates(texts())));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Map<String, String> texts() throws Exception {
        return Map.of(
                "SERVER_SSL_CERTIFICATE", certificate.certificate().toString(),
                "SERVER_SSL_CERTIFICATE_PRIVATE_KEY", certificate.privateKey().toString());
    }

    private static Map<String, String> keyStore(String password) {
        return Map.of(
                "SERVER_SSL_KEY_STORE", certificate.keyStore().toString(), "SERVER_SSL_KEY_STORE_PASSWORD", password);
    }

    private static ServeSettings encrypting(Optional<CertificateSource> certificates) {
        assertThat(certificates).isPresent();
        return ServeSettings.unlimited()
                .withWeb(new WebSettings("127.0.0.1", 0, 0, WebSettings.ProxyTrust.NONE, certificates));
    }

    private static HttpClient client(HttpClient.Version version) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .connectTimeout(PATIENCE)
                .sslContext(certificate.context())
                .build();
    }

    private static HttpRequest.Builder asking(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(PATIENCE);
    }

    private static byte[] bytes(HttpClient http, HttpRequest request) throws Exception {
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(request.uri().toString()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(http.version());
        return answer.body();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void requestsAreAnsweredInEachHttpVersion(HttpClient.Version version) throws Exception {
        HttpClient http = client(version);
        byte[] list = bytes(http, asking("/api/netixlan").build());
        byte[] packed = bytes(
                http, asking("/api/netixlan").header("Accept-Encoding", "gzip").build());

        assertThat(new String(list, StandardCharsets.UTF_8))
                .startsWith("{\"data\": [{\"id\": ")
                .endsWith("}], \"meta\": {}}");
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(list);
        }
        assertThat(new String(bytes(http, asking("/ix/1").build()), StandardCharsets.UTF_8))
                .contains("</html>");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void apiKeysWriteInEachHttpVersion(HttpClient.Version version) throws Exception {
        HttpClient http = client(version);
        String name = JsonMapper.shared()
                .readTree(bytes(http, asking("/api/org/41").build()))
                .at("/data/0/name")
                .stringValue();
        String change = JsonMapper.shared().writeValueAsString(Map.of("name", name, "notes", "by " + version));
        HttpRequest write = asking("/api/org/41")
                .header("Authorization", "Api-Key " + server.key("org:41/full"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(change))
                .build();

        assertThat(new String(bytes(http, write), StandardCharsets.UTF_8))
                .contains("\"notes\": \"by " + version + "\"");
    }

    @Test
    void http2ConnectionTakesConcurrentRequests() throws Exception {
        HttpClient http = client(HttpClient.Version.HTTP_2);
        assertThat(bytes(http, asking("/api/net/1").build())).isNotEmpty(); // so there is one
        List<CompletableFuture<HttpResponse<String>>> asked = IntStream.rangeClosed(1, 60)
                .mapToObj(i -> http.sendAsync(
                        asking(i % 3 == 0 ? "/api/netixlan" : "/api/net?limit=" + i)
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .toList();

        for (CompletableFuture<HttpResponse<String>> one : asked) {
            assertThat(one.get().statusCode()).isEqualTo(200);
            assertThat(one.get().body()).endsWith("\"meta\": {}}");
        }
    }

    @Test
    void cookiesAreSecureOverTls() throws Exception {
        HttpResponse<Void> answer = client(HttpClient.Version.HTTP_2)
                .send(asking("/account/login/").build(), HttpResponse.BodyHandlers.discarding());

        assertThat(answer.headers().allValues("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).startsWith("__Host-").contains("; Secure"));
    }

    @Test
    void plaintextClientsAreDisconnectedWithoutHarm() throws Exception {
        int port = URI.create(server.url()).getPort();
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
            plain.setSoTimeout((int) PATIENCE.toMillis());
            OutputStream out = plain.getOutputStream();
            out.write("GET /api/net HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(toTheEnd(plain)).doesNotContain("HTTP/1.1", "data");
        }

        assertThat(bytes(
                        client(HttpClient.Version.HTTP_1_1),
                        asking("/api/net/1").build()))
                .isNotEmpty();
    }

    @Test
    void silentClientsAreDisconnected() throws Exception {
        try (Socket silent = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
            silent.setSoTimeout((int) PATIENCE.toMillis());
            assertThat(toTheEnd(silent)).isEmpty();
        }
    }

    /** What comes until the connection is closed, in whatever way. */
    private static String toTheEnd(Socket socket) throws IOException {
        StringBuilder read = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                read.append((char) next);
            }
        } catch (SocketException reset) {
            read.append(" reset");
        }
        return read.toString();
    }

    @Test
    void keyStoreIsAccepted() throws Exception {
        try (RunningServer other =
                RunningServer.start(encrypting(TlsSettings.certificates(keyStore(SelfSigned.PASSWORD))))) {
            assertThat(other.url()).startsWith("https://");
            HttpRequest ask = HttpRequest.newBuilder(URI.create(other.url() + "/api/net/1"))
                    .timeout(PATIENCE)
                    .build();
            assertThat(bytes(client(HttpClient.Version.HTTP_2), ask)).isNotEmpty();
        }
    }

    @Test
    void unreadableFilesAreNamed() {
        assertThat(TlsSettings.certificates(Map.of())).isEmpty();
        assertThatThrownBy(() -> TlsSettings.certificates(keyStore("wrong")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SERVER_SSL_KEY_STORE: ");
        assertThatThrownBy(() -> TlsSettings.certificates(Map.of(
                        "SERVER_SSL_CERTIFICATE", "nowhere.pem", "SERVER_SSL_CERTIFICATE_PRIVATE_KEY", "nowhere.pem")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SERVER_SSL_CERTIFICATE: ");
    }
}
