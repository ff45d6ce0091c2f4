package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.peerage.access.limits.RateLimitSettings;
import org.peerage.cli.ServeSettings;
import org.peerage.testing.RunningServer;

/** Wrong credentials hurt only themselves (docs/spec/deviations.md 12). */
class WrongCredentialsTest {
    private static final ServeSettings LIMITED = ServeSettings.unlimited().withLimits(RateLimitSettings.defaults());

    private static int read(RunningServer server, String authorization) throws Exception {
        return server.send("", "GET", "/api/net/62", "", "Authorization", authorization)
                .status();
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void wrongKeysBlockNeitherRightOnesNorPasswordsNorStrangers() throws Exception {
        try (RunningServer server = RunningServer.start(LIMITED)) {
            for (int i = 0; i < 10; i++) {
                assertThat(read(server, "Api-Key wrong" + i)).isEqualTo(401);
            }

            assertThat(read(server, "Api-Key wrong")).isEqualTo(429);
            assertThat(server.send("org:41/full", "GET", "/api/net/62", "").status())
                    .isEqualTo(200);
            assertThat(server.send("", "GET", "/api/net/62", "").status()).isEqualTo(200);
            assertThat(read(server, basic("plain:plain-Passw0rd!"))).isEqualTo(200);
            assertThat(read(server, "Api-Key wrong")).isEqualTo(429);
        }
    }

    @Test
    void wrongPasswordsDoNotBlockKeysAndAreLimitedByName() throws Exception {
        try (RunningServer server = RunningServer.start(LIMITED)) {
            for (int i = 0; i < 10; i++) {
                assertThat(read(server, basic("plain:wrong" + i))).isEqualTo(401);
            }

            assertThat(read(server, basic("plain:plain-Passw0rd!"))).isEqualTo(429);
            assertThat(server.send("user:plain/rw", "GET", "/api/net/62", "").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusalsOfRightKeysAreNotCounted() throws Exception {
        try (RunningServer server = RunningServer.start(LIMITED)) {
            for (int i = 0; i < 15; i++) {
                assertThat(server.send("org:10843/inactive", "GET", "/api/net/62", "")
                                .status())
                        .isEqualTo(401);
            }

            assertThat(read(server, "Api-Key wrong")).isEqualTo(401);
        }
    }
}
