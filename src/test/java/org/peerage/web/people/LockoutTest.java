package org.peerage.web.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.peerage.access.ThrottleSettings;
import org.peerage.cli.ServeSettings;
import org.peerage.testing.Person;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.Reply;

class LockoutTest {
    @Test
    void afterTenWrongTriesInAMinuteNotEvenTheRightPasswordIsLookedAt() throws Exception {
        ServeSettings limited = ServeSettings.unlimited().limiting(ThrottleSettings.defaults());
        try (RunningServer server = RunningServer.start(limited)) {
            Person tab = Person.anonymous(server);
            tab.get("/account/login/");
            for (int i = 0; i < 10; i++) {
                assertThat(tab.post("/account/login/", "username", "plain", "password", "wrong" + i)
                                .status())
                        .isEqualTo(403);
            }

            Reply right = tab.post("/account/login/", "username", "plain", "password", "plain-Passw0rd!");
            Reply unknown = tab.post("/account/login/", "username", "nobody", "password", "wrong");

            assertThat(right.status()).isEqualTo(429);
            assertThat(right.text()).contains("Too many wrong tries");
            assertThat(unknown.status()).isEqualTo(429);
            assertThat(tab.cookie("peerage_session")).isEmpty();
        }
    }
}
