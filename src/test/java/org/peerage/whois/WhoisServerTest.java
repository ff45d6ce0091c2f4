package org.peerage.whois;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.peerage.access.limits.RateLimitSettings;
import org.peerage.cli.ServeSettings;
import org.peerage.testing.RunningServer;

/** What strangers can do with a whois port, and what they are told. */
class WhoisServerTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void objectsAreToldInTextOfEightyColumns() throws Exception {
        try (RunningServer server =
                RunningServer.start(ServeSettings.unlimited().withWhois(0))) {
            int port = server.whoisPort();

            assertThat(ask(port, "as210101\r\n"))
                    .contains("Network Information\r\n", "Primary ASN          : 210101")
                    .doesNotContain("desk1@as210101");
            assertThat(ask(port, "AS210101\n")).isEqualTo(ask(port, "net1\r\n")).isEqualTo(ask(port, "210101"));
            assertThat(ask(port, "ix1\r\n")).isEqualTo(ask(port, "ixnets1\r\n")).contains("Peering LAN");
            assertThat(ask(port, "185.77.24.10\r\n")).contains("Aurora Networks");
            assertThat(ask(port, "aurora\r\n")).contains("net1", "org1");
            assertThat(ask(port, "org999999\r\n")).contains("Nothing matches org999999.");
            assertThat(ask(port, "\r\n")).contains("Ask for as64500");
            assertThat(ask(port, "as210101\r\n").lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 80);
        }
    }

    @Test
    void limitOfPagesHoldsForWhois() throws Exception {
        ServeSettings limited = ServeSettings.unlimited().withWhois(0).withLimits(RateLimitSettings.defaults());
        try (RunningServer server = RunningServer.start(limited)) {
            int port = server.whoisPort();
            int allowed = 0;
            while (allowed < 10_000 && ask(port, "help\r\n").contains("Ask for")) {
                allowed++;
            }

            assertThat(allowed).isBetween(1, 9999);
        }
    }

    @Test
    void longQueriesAreRefused() throws Exception {
        try (WhoisServer server = WhoisServer.start("127.0.0.1", 0, LONG, (line, address) -> line)) {
            assertThat(ask(server.port(), "a".repeat(256) + "\r\n")).isEqualTo("The query is too long.\r\n");
            assertThat(ask(server.port(), "a".repeat(200) + "\r\n")).hasSize(200);
        }
    }

    @Test
    void whoAsksNothingIsLeft() throws Exception {
        try (WhoisServer server = WhoisServer.start("127.0.0.1", 0, Duration.ofMillis(1), (line, address) -> line);
                Socket silent = connect(server.port())) {
            assertThat(silent.getInputStream().read()).isNegative();
        }
    }

    @Test
    void oneAddressHoldsFewConnections() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        WhoisServer.WhoisAnswers slow = (line, address) -> {
            try {
                answering.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return "done\n";
        };
        List<Socket> held = new ArrayList<>();
        try (WhoisServer server = WhoisServer.start("127.0.0.1", 0, LONG, slow)) {
            for (int i = 0; i < 10; i++) {
                Socket client = connect(server.port());
                client.getOutputStream().write("x\r\n".getBytes(StandardCharsets.US_ASCII));
                held.add(client);
            }
            try (Socket more = connect(server.port())) {
                assertThat(more.getInputStream().read()).as("closed at once").isNegative();
            }
            answering.countDown();
            for (Socket client : held) {
                assertThat(read(client)).isEqualTo("done\r\n");
            }
            // Places are free a moment after the last answer was read.
            String again = ask(server.port(), "x\r\n");
            for (int tries = 0; again.isEmpty() && tries < 100_000; tries++) {
                again = ask(server.port(), "x\r\n");
            }
            assertThat(again).isEqualTo("done\r\n");
        } finally {
            for (Socket client : held) {
                client.close();
            }
        }
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static String ask(int port, String query) throws IOException {
        try (Socket client = connect(port)) {
            client.getOutputStream().write(query.getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            return read(client);
        }
    }

    private static String read(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
