package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {

    private static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "ftps", "telnet");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.net",
                "HTTPS://Example.NET/",
                "ftp://x.example.net",
                "telnet://rs.example.net",
                "http://localhost:8080/x",
                "http://192.0.2.1",
                "http://[2001:db8::1]:80/a?b#c",
                "https://a.b.co.uk.",
                "https://user:secret@example.net/",
                "https://user@example.net",
                "https://münchen.de/ü?q=ß",
                "https://xn--mnchen-3ya.de",
                "https://例え.テスト",
                "https://example.xn--p1ai",
                "https://example.net?x",
                "https://example.net#x",
                "https://example.net:65535",
                "https://1.example.net",
                "https://a-b.net/(x)'\"<>"
            })
    void validUrlsAreAccepted(String text) {
        assertThat(Url.isValid(text, SCHEMES)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "nope",
                "example.net",
                "javascript:alert(1)",
                "ssh://example.net",
                "://example.net",
                "http://",
                "http://x",
                "http:///path",
                "http://.example.net",
                "http://example..net",
                "http://-a.net",
                "http://a-.net",
                "http://example.net-",
                "http://example.n1",
                "http://example.n",
                "http://1.2.3",
                "http://1.2.3.256",
                "http://[::g]",
                "http://[1.2.3.4]",
                "http://::1/",
                "http://example.net:",
                "http://example.net:x",
                "http://example.net:123456",
                "http://exa mple.net",
                "http://example.net/a b",
                "http://example.net/\n",
                " http://example.net",
                "http://a_b.net",
                "http://@example.net",
                "http://a:b:c@example.net",
                "http://a@b@example.net",
                "http://example.xn--"
            })
    void invalidUrlsAreRefused(String text) {
        assertThat(Url.isValid(text, SCHEMES)).isFalse();
    }

    @Test
    void lengthIsBounded() {
        String start = "https://example.net/";

        assertThat(Url.isValid(start + "x".repeat(2048 - start.length()), SCHEMES))
                .isTrue();
        assertThat(Url.isValid(start + "x".repeat(2049 - start.length()), SCHEMES))
                .isFalse();
        assertThat(Url.isValid("https://" + "a".repeat(63) + ".net", SCHEMES)).isTrue();
        assertThat(Url.isValid("https://" + "a".repeat(64) + ".net", SCHEMES)).isFalse();
        assertThat(Url.isValid("https://" + "abcdefgh.".repeat(28) + "net", SCHEMES))
                .isFalse();
    }
}
