package org.peerage.api.responses;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** Answers that are kept are those that would be made: for the same caller, of the same version. */
class ResponseCacheTest {
    private static final String ADMIN = "user:scratchadmin/rw";

    @Started
    private static RunningServer server;

    @Test
    void writesShowInTheNextResponse() throws Exception {
        String list = "/api/net?name__contains=Kept&depth=1";
        assertThat(ids(list)).isEmpty();
        assertThat(ids(list)).isEmpty();

        TestResponse made = server.send(ADMIN, "POST", "/api/net", """
                {"org_id": 41, "name": "Kept One", "asn": 231001, "website": "https://k.example.net"}""");
        assertThat(made.status()).isEqualTo(201);
        long id = made.json().at("/data/0/id").longValue();

        assertThat(ids(list)).isEqualTo(Long.toString(id));
        assertThat(ids(list)).isEqualTo(Long.toString(id));
        assertThat(server.send(ADMIN, "DELETE", "/api/net/" + id, "").status()).isEqualTo(204);
        assertThat(ids(list)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/net/8?depth=2", "/api/poc?role__in=NOC,Policy,Technical,Sales&depth=1"})
    void cachedResponsesRespectVisibility(String path) throws Exception {
        String secret = "\"visible\": \"Users\"";
        // Once made, once made and kept, once kept.
        for (int i = 0; i < 3; i++) {
            assertThat(server.send("", "GET", path, "").text()).doesNotContain(secret);
            assertThat(server.send(ADMIN, "GET", path, "").text()).contains(secret);
        }
    }

    @Test
    void pageLinksUseTheRequestedHost() throws Exception {
        String port = server.url().substring(server.url().lastIndexOf(':'));

        for (String host : new String[] {"127.0.0.1", "localhost", "127.0.0.1"}) {
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://" + host + port + "/api/net?page=1&per_page=1"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(ask, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("http://" + host + port + "/api/net?");
        }
    }

    @Test
    void gzippedResponsesEqualPlainOnes() throws Exception {
        String path = "/api/net?depth=2&limit=20";
        String plain = server.send("", "GET", path, "").text();

        for (int i = 0; i < 3; i++) {
            HttpRequest ask = HttpRequest.newBuilder(URI.create(server.url() + path))
                    .header("Accept-Encoding", "gzip")
                    .build();
            byte[] packed = HttpClient.newHttpClient()
                    .send(ask, HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(plain);
            }
        }
    }

    private static String ids(String path) throws Exception {
        StringBuilder ids = new StringBuilder();
        server.send("", "GET", path, "")
                .json()
                .path("data")
                .forEach(row -> ids.append(row.path("id").asString()));
        return ids.toString();
    }
}
