package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The PROXY protocol, versions 1 and 2, with which load balancers tell who asks. */
class ProxyProtocolTest {
    private static final String VERSION_2 = "0d0a0d0a000d0a515549540a";

    private static TestServer server;

    @BeforeAll
    static void start() {
        WebSettings settings =
                new WebSettings("127.0.0.1", 0, 0, new WebSettings.ProxyTrust(false, true), Optional.empty());
        server = TestServer.start(settings, ServerLimits.STANDARD, request -> TestServer.text(request.remoteAddress()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String ask(byte[] header) throws Exception {
        return ask(server, header);
    }

    private static String ask(TestServer server, byte[] header) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header);
        bytes.writeBytes("GET /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.toByteArray());
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.substring(answer.lastIndexOf('\n') + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.7 127.0.0.1 4000 80,192.0.2.7",
        "PROXY TCP6 2001:db8::7 ::1 4000 80,2001:db8:0:0:0:0:0:7",
        "PROXY UNKNOWN,127.0.0.1"
    })
    void clientOfVersion1IsTheOneThatIsNamed(String header, String client) throws Exception {
        assertThat(ask((header + "\r\n").getBytes(StandardCharsets.US_ASCII))).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({
        "2111000c c0000207 7f000001 0fa0 0050,192.0.2.7", // PROXY, TCP over IPv4
        "20000000,127.0.0.1" // LOCAL: a health check of the proxy itself
    })
    void clientOfVersion2IsTheOneThatIsNamed(String header, String client) throws Exception {
        assertThat(ask(HexFormat.of().parseHex(VERSION_2 + header.replace(" ", ""))))
                .isEqualTo(client);
    }

    /** A proxy that passes bytes on vouches for the address, and not for what its client wrote into the headers. */
    @ParameterizedTest
    @CsvSource({"192.0.2.7,192.0.2.7", "10.0.0.7,203.0.113.9"})
    void headersOfAProxyBehindAnotherAreBelieved(String client, String told) throws Exception {
        WebSettings settings =
                new WebSettings("127.0.0.1", 0, 0, new WebSettings.ProxyTrust(true, true), Optional.empty());
        try (TestServer both = TestServer.start(
                settings, ServerLimits.STANDARD, request -> TestServer.text(request.remoteAddress()))) {
            String header = "PROXY TCP4 " + client + " 127.0.0.1 4000 80\r\n";
            assertThat(ask(both, header.getBytes(StandardCharsets.US_ASCII))).isEqualTo(told);
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "PROXY TCP4 nobody 127.0.0.1 1 2", "GET / HTTP/1.1"})
    void connectionsWithoutAHeaderAreClosed(String instead) throws Exception {
        assertThat(ask((instead + "\r\n").getBytes(StandardCharsets.US_ASCII))).isEmpty();
    }
}
