package org.peerage.web.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.peerage.access.limits.RateLimitSettings;
import org.peerage.cli.ServeSettings;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;

class LockoutTest {
    @Test
    void rightPasswordIsRefusedAfterTenWrongTries() throws Exception {
        ServeSettings limited = ServeSettings.unlimited().withLimits(RateLimitSettings.defaults());
        try (RunningServer server = RunningServer.start(limited)) {
            PageClient tab = PageClient.anonymous(server);
            tab.get("/account/login/");
            for (int i = 0; i < 10; i++) {
                assertThat(tab.post("/account/login/", "username", "plain", "password", "wrong" + i)
                                .status())
                        .isEqualTo(403);
            }

            TestResponse right = tab.post("/account/login/", "username", "plain", "password", "plain-Passw0rd!");
            TestResponse unknown = tab.post("/account/login/", "username", "nobody", "password", "wrong");

            assertThat(right.status()).isEqualTo(429);
            assertThat(right.text()).contains("Too many failed attempts");
            assertThat(unknown.status()).isEqualTo(429);
            assertThat(tab.cookie("peerage_session")).isEmpty();
        }
    }

    @Test
    void limitsNeverStopWhoSetsThem() throws Exception {
        ServeSettings limited = ServeSettings.unlimited().withLimits(RateLimitSettings.defaults());
        try (RunningServer server = RunningServer.start(limited)) {
            PageClient superuser = PageClient.signedIn(server, "superuser");

            for (int i = 0; i < 20; i++) {
                assertThat(superuser
                                .post("/staff/settings", "limit_writes", "10/minute")
                                .status())
                        .isEqualTo(303);
            }
        }
    }

    /** Each tab signs in at the same moment; what the answers were. */
    private static List<Integer> atOnce(int tabs, Trial trial) throws Exception {
        CountDownLatch together = new CountDownLatch(tabs);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < tabs; i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return trial.answer(number);
                }));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        return statuses;
    }

    /** Ten, and one more for each six seconds that a slow machine takes. */
    private static int most(long begun) {
        return 10 + (int) ((System.nanoTime() - begun) / 6_000_000_000L);
    }

    private interface Trial {
        int answer(int number) throws Exception;
    }

    @Test
    void concurrentWrongPasswordsAreLimitedToTen() throws Exception {
        ServeSettings limited = ServeSettings.unlimited().withLimits(RateLimitSettings.defaults());
        try (RunningServer server = RunningServer.start(limited)) {
            PageClient tab = PageClient.anonymous(server);
            tab.get("/account/login/");
            long begun = System.nanoTime();

            List<Integer> statuses =
                    atOnce(40, number -> tab.post("/account/login/", "username", "plain", "password", "wrong" + number)
                            .status());

            assertThat(statuses).containsOnly(403, 429);
            assertThat(statuses).filteredOn(status -> status == 403).hasSizeBetween(10, most(begun));
        }
    }

    @Test
    void concurrentWrongApiPasswordsAreLimitedToTen() throws Exception {
        ServeSettings limited = ServeSettings.unlimited().withLimits(RateLimitSettings.defaults());
        try (RunningServer server = RunningServer.start(limited)) {
            long begun = System.nanoTime();
            List<Integer> right = atOnce(30, number -> basic(server, "plain:plain-Passw0rd!"));
            List<Integer> wrong = atOnce(30, number -> basic(server, "plain:wrong" + number));

            assertThat(right).containsOnly(200);
            assertThat(wrong).containsOnly(401, 429);
            assertThat(wrong).filteredOn(status -> status == 401).hasSizeBetween(10, most(begun));
        }
    }

    private static int basic(RunningServer server, String credentials) throws Exception {
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return server.send("", "GET", "/api/net/62", "", "Authorization", "Basic " + encoded)
                .status();
    }
}
