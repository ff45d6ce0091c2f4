package org.peerage.web.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;
import org.peerage.store.Sql;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;

/** What people see who look after something when the database fails after it knew who they are. */
class PagesInTroubleTest {
    @TempDir
    private Path folder;

    @Test
    void ownPagesAreShownWithoutWhatTheDatabaseDoesNotTell() throws Exception {
        try (Database database = Database.openFolder(folder);
                RunningServer server = RunningServer.start(database)) {
            PageClient superuser = PageClient.signedIn(server, "superuser");
            superuser.get("/staff/settings");
            assertThat(superuser
                            .post("/staff/settings", "sign_up", "on", "as_sets", "on", "rir_status", "on")
                            .status())
                    .isEqualTo(303);
            PageClient admin = PageClient.signedIn(server, "scratchadmin");
            for (String table : List.of("affiliation", "ixf_proposal", "rir_notice", "as_set_check")) {
                Sql.withConnection(
                        database.source(), sql -> sql.update("alter table " + table + " rename to " + table + "_away"));
            }

            TestResponse front = admin.get("/");
            TestResponse network = admin.get("/net/62");

            assertThat(front.status()).as(front.text()).isEqualTo(200);
            assertThat(network.status()).as(network.text()).isEqualTo(200);
            assertThat(network.text()).contains("/net/62/edit", "/net/62/ixf");
        }
    }
}
