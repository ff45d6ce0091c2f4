package org.peerage.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** Addresses that terminals ask for. */
class TextPagesTest {
    private static final String[] CURL = {"User-Agent", "curl/8.14.1", "Accept", "*/*"};

    @Started
    private static RunningServer server;

    @ParameterizedTest
    @CsvSource({
        "/asn/210101, Network Information",
        "/asn/AS210101, Public Peering Points",
        "/net/1, Contact Information",
        "/ix/1, Peering LAN",
        "/fac/1, Facility Information",
        "/org/1, Organization Information",
        "/carrier/1, Carrier Information",
        "/campus/1, Campus Information",
        "/search?q=aurora, Aurora Networks",
        "'/compare?asn=210101,395002', Common Exchanges",
        "/, curl"
    })
    void curlIsAnsweredInTextOfEightyColumns(String path, String part) throws Exception {
        TestResponse response = server.send("", "GET", path, "", CURL);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(response.text()).contains(part).doesNotContain("<html");
        assertThat(response.text().lines())
                .allMatch(line -> line.startsWith("curl ") || line.codePointCount(0, line.length()) <= 80)
                .noneMatch(line -> line.endsWith(" "));
    }

    @Test
    void endOfThePathAndAcceptAskForTextToo() throws Exception {
        String text = server.send("", "GET", "/net/1.txt", "").text();

        assertThat(text).startsWith("Network Information\n===================\n");
        assertThat(server.send("", "GET", "/net/1", "", "Accept", "text/plain").text())
                .isEqualTo(text);
        assertThat(server.send("", "GET", "/compare.txt?asn=395002,395047", "").text())
                .contains("Common Exchanges (")
                .doesNotContain("Common Exchanges (0)");
        assertThat(server.send("", "GET", "/search.txt?q=aurora", "").text()).contains("net1", "org1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/net/1", "/"})
    void browsersGetPages(String path) throws Exception {
        assertThat(server.send("", "GET", path, "", "User-Agent", "Mozilla/5.0", "Accept", "text/html,*/*;q=0.8")
                        .header("Content-Type"))
                .startsWith("text/html");
        assertThat(server.send("", "GET", path, "", "User-Agent", "curl/8.14.1", "Accept", "text/html")
                        .header("Content-Type"))
                .startsWith("text/html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/net/999999", "/asn/4199999999", "/net/1x.txt", "/poc/1.txt", "/net/1/edit.txt", "/nothing.txt"
            })
    void whatThereIsNotIsNotFound(String path) throws Exception {
        assertThat(server.send("", "GET", path, "", CURL).status()).isEqualTo(404);
    }

    @Test
    void contactsAreForWhoMaySeeThem() throws Exception {
        String everybody = server.send("", "GET", "/net/1.txt", "").text();
        String member =
                server.send("user:superuser/rw", "GET", "/net/1.txt", "").text();

        assertThat(everybody).doesNotContain("desk1@as210101");
        assertThat(member).contains("desk1@as210101");
        assertThat(server.send("", "GET", "/net/1.txt", "", "Authorization", "Api-Key nonsense")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void textsOfStrangersSteerNoTerminal() throws Exception {
        String answer = server.send("", "GET", "/search.txt?q=%1B%5B31mred%C2%9B%E2%80%AE", "")
                .text();

        assertThat(answer.chars().filter(c -> c != '\n').anyMatch(Character::isISOControl))
                .isFalse();
        assertThat(answer).doesNotContain("\u202E");
    }
}
