package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,https,192.0.2.1 https",
        "'198.51.100.7, 192.0.2.1',http,192.0.2.1 http",
        "2001:db8::1,gopher,2001:db8:0:0:0:0:0:1 http",
        "localhost,https,127.0.0.1 https",
        "'',x,127.0.0.1 http"
    })
    void lastForwardedAddressCounts(String client, String scheme, String told) throws Exception {
        assertThat(ask("X-Forwarded-For", client, "X-Forwarded-Proto", scheme)).isEqualTo(told);
    }

    @Test
    void requestsWithoutHeadersAreUnchanged() throws Exception {
        assertThat(ask("X-Other", "1")).isEqualTo("127.0.0.1 http");
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example:8443,registry.example:8443",
        "'evil, registry.example',registry.example",
        "a b,",
        "a@b,",
        "'',"
    })
    void hostsThatAreNoneAreNotBelieved(String sent, @Nullable String host) {
        assertThat(Forwarded.of(null, null, sent).host()).isEqualTo(host);
    }

    private static String ask(String... headers) throws Exception {
        WebSettings settings =
                new WebSettings("127.0.0.1", 0, 0, new WebSettings.ProxyTrust(true, false), Optional.empty());
        try (TestServer server = TestServer.start(
                settings,
                ServerLimits.STANDARD,
                request -> TestServer.text(request.remoteAddress() + " " + request.scheme()))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url()))
                    .headers(headers)
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
