package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests as lines of JSON, which name who asked and hold no secret. */
class RequestLogTest {
    @Started
    private static RunningServer server;

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Logger requests = (Logger) LoggerFactory.getLogger("requests");
    private final Encoder<ILoggingEvent> json = LogSetup.json(requests.getLoggerContext());
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new String(json.encode(event), StandardCharsets.UTF_8));
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        requests.setLevel(Level.INFO);
        requests.setAdditive(false);
        requests.addAppender(appender);
    }

    @AfterEach
    void stop() {
        requests.detachAppender(appender);
        requests.setLevel(null);
        requests.setAdditive(true);
    }

    @Test
    void lineTellsWhoAskedForWhatAndWhatCameOfIt() throws Exception {
        RunningServer.TestResponse response = server.send(
                "org:41/full", "GET", "/api/net?limit=1", "", "User-Agent", "peers/1", "X-Request-Id", "r-7");
        JsonNode line = line();

        assertThat(response.header("X-Request-Id")).isEqualTo("r-7");
        assertThat(line.path("request_id").stringValue()).isEqualTo("r-7");
        assertThat(line.path("caller").stringValue()).startsWith("org-key:");
        assertThat(line.path("client").stringValue()).isEqualTo("127.0.0.1");
        assertThat(line.path("method").stringValue()).isEqualTo("GET");
        assertThat(line.path("path").stringValue()).isEqualTo("/api/net");
        assertThat(line.path("query").stringValue()).isEqualTo("limit=1");
        assertThat(line.path("route").stringValue()).isEqualTo("/api/net");
        assertThat(line.path("status").intValue()).isEqualTo(200);
        assertThat(line.path("bytes").longValue()).isEqualTo(response.text().length());
        assertThat(line.path("seconds").doubleValue()).isNotNegative();
        assertThat(line.path("user_agent").stringValue()).isEqualTo("peers/1");
        assertThat(line.path("level").stringValue()).isEqualTo("INFO");
        assertThat(line.path("@timestamp").stringValue()).endsWith("Z");
    }

    @Test
    void secretsAreNotLogged() throws Exception {
        String secret = server.key("org:41/full");

        server.send("org:41/full", "GET", "/api/org/41", "");
        assertThat(line().toString()).doesNotContain(secret.substring(secret.length() - 12));
        server.send("", "GET", "/verify?token=hush", "", "Referer", "http://h/reset?token=hush");
        assertThat(line().toString()).contains("\"/verify\"", "http://h/reset").doesNotContain("hush");
    }

    @Test
    void pagesHaveTheIdThatIsLogged() throws Exception {
        String id = server.send("", "GET", "/aup", "").header("X-Request-Id");

        JsonNode line = line();
        assertThat(id).isNotEmpty();
        assertThat(line.path("request_id").stringValue()).isEqualTo(id);
        assertThat(line.path("route").stringValue()).isEqualTo("/aup");
        assertThat(line.path("caller").stringValue()).isEqualTo("anonymous");
    }

    private JsonNode line() throws InterruptedException {
        String line = lines.poll(20, TimeUnit.SECONDS);
        assertThat(line).isNotNull().endsWith("\n");
        return JsonMapper.shared().readTree(line);
    }
}
