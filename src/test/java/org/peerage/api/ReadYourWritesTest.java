package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** Requests that name a version of the registry wait for it. */
class ReadYourWritesTest {
    @Started
    private static RunningServer server;

    @ParameterizedTest
    @ValueSource(strings = {"/api/net?limit=1", "/org-0.json", "/"})
    void missingVersionIsRefusedAfterTheTimeout(String path) throws Exception {
        long begun = System.nanoTime();

        TestResponse response = server.send("", "GET", path, "", "X-Peerage-Version", "1000000");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-5", "soon", "99999999999999999999999999x", ""})
    void knownOrAbsentVersionIsNotWaitedFor(String version) throws Exception {
        assertThat(server.send("", "GET", "/api/net?limit=1", "", "X-Peerage-Version", version)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nextVersionIsWaitedForUntilItIsWritten() throws Exception {
        long next = server.store().head().version() + 1;
        CompletableFuture<TestResponse> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return server.send(
                        "", "GET", "/api/org?limit=1", "", "Cookie", "a=b; peerage_version=" + next + ".0; c=d");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        TestResponse written = server.send("user:superuser/rw", "POST", "/api/org", """
                {"name": "Waited For", "website": "https://w.example.net"}""");

        assertThat(written.header("X-Peerage-Version")).isEqualTo(Long.toString(next));
        assertThat(waiting.get().status()).isEqualTo(200);
        assertThat(Long.parseLong(waiting.get().header("X-Peerage-Version"))).isGreaterThanOrEqualTo(next);
    }

    @Test
    void accountVersionIsWaitedForToo() throws Exception {
        assertThat(server.send("", "GET", "/", "", "Cookie", "peerage_version=0.1000000")
                        .status())
                .isEqualTo(503);
        assertThat(server.send("", "GET", "/", "", "Cookie", "peerage_version=0.1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void formResponseSetsTheVersionCookie() throws Exception {
        TestResponse page = server.send("", "GET", "/account/login/", "");
        String word = page.hidden("csrfmiddlewaretoken");
        String cookie = page.header("Set-Cookie").replaceAll(";.*", "");

        TestResponse sent = server.send(
                "",
                "POST",
                "/account/login/",
                "csrfmiddlewaretoken=" + word + "&username=nobody&password=wrong",
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Cookie",
                cookie);

        assertThat(sent.header("Set-Cookie"))
                .contains("peerage_version=")
                .contains("Max-Age=60")
                .contains("HttpOnly")
                .contains("SameSite=Lax");
    }
}
