package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @CsvSource({
        "/api/net,/api/net",
        "//api///net/1,/api/net/1",
        "/api/n%65t,/api/net",
        "/static/../api/net,/api/net",
        "/asn/%C3%BC,/asn/ü",
        "/a/%2e%2e/b,/b"
    })
    void pathsAreDecodedAndNormalized(String sent, String path) {
        assertThat(RequestPath.of(sent)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "net", "/a%2Fb", "/a%5Cb", "/a\\b", "/a%00", "/a%0Ab", "/a%zz", "/a%4", "/a%", "/%FF"})
    void suspiciousPathsAreRefused(String sent) {
        assertThat(RequestPath.of(sent)).isNull();
    }
}
