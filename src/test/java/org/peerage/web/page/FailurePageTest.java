package org.peerage.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;
import org.peerage.store.Sql;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;

/** What people and programs get where the server itself fails. */
class FailurePageTest {
    private static final String TICKETS = "/staff/tickets";

    @Test
    void failuresArePagesForBrowsersAndLinesForPrograms(@TempDir Path place) throws Exception {
        Database database = Database.openFolder(place);
        try (RunningServer broken = RunningServer.start(database)) {
            PageClient superuser = PageClient.signedIn(broken, "superuser");
            assertThat(superuser.get(TICKETS).status()).isEqualTo(200);
            Sql.withConnection(database.source(), sql -> sql.update("alter table ticket rename to ticket_away"));

            RunningServer.TestResponse page =
                    superuser.get(TICKETS, "Accept", "text/html,*/*", "Accept-Language", "de");
            RunningServer.TestResponse line = superuser.get(TICKETS, "Accept", "*/*");

            assertThat(page.status()).isGreaterThanOrEqualTo(500);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
            assertThat(page.text()).contains("<html lang=\"de\">", "<h1>", "Zur Startseite");
            assertThat(line.status()).isEqualTo(page.status());
            assertThat(line.header("Content-Type")).startsWith("text/plain");
            assertThat(line.text()).doesNotContain("<");
        }
    }
}
