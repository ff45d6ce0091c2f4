package org.peerage.web.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.cli.ServeSettings;
import org.peerage.cli.Server;
import org.peerage.store.Database;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer.TestResponse;

class FirstAdministratorTest {
    private static final String PASSWORD = "nine silver lanterns";

    @TempDir
    private Path folder;

    @Test
    void firstAdministratorLinkWorksOnce() throws Exception {
        ServeSettings settings = ServeSettings.unlimited().withMailFolder(folder.resolve("outbox"));
        try (Database database = Database.openFolder(folder);
                Server server = Server.start(settings, database)) {
            String link = server.invitation().orElseThrow();
            String path = link.substring(server.url().length());
            PageClient tab = PageClient.anonymous(server.url());
            String token = tab.get(path).hidden("token");

            assertThat(become(tab, token, "short").status()).isEqualTo(400);
            assertThat(become(tab, token, PASSWORD).status()).isEqualTo(303);

            assertThat(tab.get("/profile").text()).contains("root");
            assertThat(PageClient.anonymous(server.url()).get(path).status()).isEqualTo(404);
            assertThat(become(tab, token, PASSWORD).status()).isIn(403, 404);
        }
        try (Database database = Database.openFolder(folder);
                Server again = Server.start(settings, database)) {
            assertThat(again.invitation()).isEmpty();
        }
    }

    private static TestResponse become(PageClient tab, String token, String password) throws Exception {
        return tab.post(
                "/first-admin",
                "token",
                token,
                "username",
                "root",
                "email",
                "root@people.example.net",
                "password",
                password,
                "password_again",
                password);
    }
}
