package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Lines as Apache and nginx write them, without what is secret. */
class AccessLogTest {
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Logger access = (Logger) LoggerFactory.getLogger("access");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };
    private TestServer server;

    @BeforeEach
    void start() {
        appender.start();
        access.setLevel(Level.INFO);
        access.setAdditive(false);
        access.addAppender(appender);
        server = TestServer.start(request -> TestServer.text("12345"));
    }

    @AfterEach
    void stop() {
        server.close();
        access.detachAppender(appender);
        access.setLevel(null);
    }

    private String lineOf(String request) throws Exception {
        try (RawConnection connection = new RawConnection(server.url())) {
            connection.send(request).read();
        }
        String line = lines.poll(20, TimeUnit.SECONDS);
        assertThat(line).isNotNull();
        return line;
    }

    @Test
    void lineHasWhoAskedWhatAndWhatCameOfIt() throws Exception {
        assertThat(lineOf("GET /net/1 HTTP/1.1\r\nHost: h\r\nUser-Agent: curl/8\r\nReferer: http://h/ix/1\r\n\r\n"))
                .matches(
                        "127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\\] \"GET /net/1\" 200 5"
                                + " \"http://h/ix/1\" \"curl/8\" \\d+\\.\\d{6}");
    }

    @Test
    void oneTimeTokensOfPagesAreNotLogged() throws Exception {
        assertThat(
                        lineOf(
                                "GET /verify?token=secret HTTP/1.1\r\nHost: h\r\nReferer: http://h/verify?token=secret\r\n\r\n"))
                .contains("\"GET /verify\"", "\"http://h/verify\"")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "/apix?token=secret, GET /apix",
        "/apix/net?token=secret, GET /apix/net",
        "/api_search?q=secret, GET /api_search",
        "/oauth2/authorize/?state=secret&code_challenge=secret, GET /oauth2/authorize/",
        "/oauth2/token/?client_secret=secret, GET /oauth2/token/",
        "/oauth2/logout/?id_token_hint=secret, GET /oauth2/logout/",
        "/profile/v1?access_token=secret, GET /profile/v1"
    })
    void queriesOfOtherPathsThanTheApisAreNotLogged(String path, String logged) throws Exception {
        assertThat(lineOf("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n")).contains("\"" + logged + "\" 200");
    }

    @Test
    void lineCannotBeForged() throws Exception {
        assertThat(lineOf("GET /a HTTP/1.1\r\nHost: h\r\nUser-Agent: x\" 200 \\ \u00fc\r\n\r\n"))
                .contains("\"x\\x22 200 \\x5c \\xfc\"");
    }
}
