package org.peerage.web.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** Undo on the pages: at entries of histories, after deletions, and at the address of what is gone. */
class UndoPagesTest {
    private static final String ADMIN = "user:scratchadmin/rw";

    @Started
    private static RunningServer server;

    private static PageClient admin;
    private static PageClient other;
    private static PageClient nobody;
    private static int asns = 232_000;

    @BeforeAll
    static void signIn() throws Exception {
        admin = PageClient.signedIn(server, "scratchadmin");
        other = PageClient.signedIn(server, "otheradmin");
        nobody = PageClient.anonymous(server);
    }

    private static long network() throws Exception {
        return make("net", """
                {"org_id": 41, "name": "Page %1$d", "asn": %1$d, "website": "https://n.example.net"}""".formatted(asns++));
    }

    private static long make(String typeName, String body) throws Exception {
        TestResponse made = server.send(ADMIN, "POST", "/api/" + typeName, body, "X-Peerage-Comment", "for <b>fun</b>");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/data/0/id").longValue();
    }

    /** The first link of a page to an undo. */
    private static String undoLink(TestResponse page) {
        Matcher found = Pattern.compile("href=\"(/undo\\?[^\"]+)\"").matcher(page.text());
        assertThat(found.find()).as(page.text()).isTrue();
        return found.group(1).replace("&amp;", "&");
    }

    private static TestResponse send(PageClient who, String link, String... more) throws Exception {
        String[] parts = link.substring(link.indexOf('?') + 1).split("[&=]", -1);
        String[] fields = new String[parts.length + more.length];
        System.arraycopy(parts, 0, fields, 0, parts.length);
        System.arraycopy(more, 0, fields, parts.length, more.length);
        return who.post("/undo", fields);
    }

    @Test
    void entryOfAHistoryIsUndoneAfterItWasShown() throws Exception {
        long network = network();
        String page = "/net/" + network;
        String first = server.send("", "GET", "/api/net/" + network, "")
                .json()
                .at("/data/0/name")
                .stringValue();
        server.send(ADMIN, "PUT", "/api/net/" + network, """
                {"org_id": 41, "name": "Misnamed", "asn": %d, "website": "https://n.example.net"}""".formatted(asns - 1));
        TestResponse history = admin.get(page + "/history");
        assertThat(history.text()).contains("“for &lt;b&gt;fun&lt;/b&gt;”");
        assertThat(other.get(page + "/history").text()).doesNotContain("/undo?", "fun");

        TestResponse trial = admin.get(undoLink(history));
        assertThat(trial.status()).isEqualTo(200);
        assertThat(trial.text()).contains("<del>Misnamed</del>", "<ins>" + first + "</ins>");
        assertThat(admin.get(page).text()).contains("Misnamed");

        TestResponse done = send(admin, undoLink(history), "comment", "wrong name");

        assertThat(done.status()).isEqualTo(303);
        assertThat(done.header("Location")).isEqualTo(page + "?done=undone");
        assertThat(admin.get(done.header("Location")).text()).contains("Undone.", "<h1>" + first);
        assertThat(admin.get(page + "/history").text()).contains("wrong name");
    }

    @Test
    void deletedObjectSaysWhatItWasAndComesBack() throws Exception {
        long network = network();
        String page = "/net/" + network;
        server.send(ADMIN, "DELETE", "/api/net/" + network, "");

        TestResponse seen = nobody.get(page);
        assertThat(seen.status()).isEqualTo(410);
        assertThat(seen.text())
                .contains("This was deleted on", "https://n.example.net")
                .doesNotContain("/undo?");
        assertThat(other.get(page).text()).doesNotContain("/undo?");
        TestResponse own = admin.get(page);
        assertThat(own.text()).contains("by a user's key");

        TestResponse done = send(admin, undoLink(own));

        assertThat(done.header("Location")).isEqualTo(page + "?done=undone");
        assertThat(nobody.get(page).status()).isEqualTo(200);
    }

    @Test
    void deletionOfLongAgoIsForStaffToUndo() throws Exception {
        try (RunningServer late = RunningServer.start()) {
            TestResponse made = late.send(ADMIN, "POST", "/api/net", """
                    {"org_id": 41, "name": "Late", "asn": 239998, "website": "https://n.example.net"}""");
            String page = "/net/" + made.json().at("/data/0/id").longValue();
            late.send(ADMIN, "DELETE", "/api" + page, "");

            late.clock().forward(Duration.ofDays(91));

            assertThat(PageClient.signedIn(late, "scratchadmin").get(page).text())
                    .doesNotContain("/undo?");
            TestResponse refused = late.send(
                    "org:41/full",
                    "POST",
                    "/api/undo",
                    "{\"versions\": [%s]}".formatted(late.store().head().version()));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text()).contains("it was deleted too long ago");
            assertThat(undoLink(PageClient.signedIn(late, "superuser").get(page)))
                    .contains("deleted=net:");
        }
    }

    @Test
    void messageAfterADeletionCarriesUndo() throws Exception {
        long network = network();
        long contact = make("poc", """
                {"net_id": %d, "role": "Sales", "visible": "Public", "name": "S", "email": "s@n.example.net"}""".formatted(network));
        String deletion = "/poc/" + contact + "/delete";
        TestResponse form = admin.get(deletion);

        TestResponse done =
                admin.post(deletion, "made_from", form.hidden("made_from"), "change_comment", "left the company");

        assertThat(done.status()).as(done.text()).isEqualTo(303);
        TestResponse back = admin.get(done.header("Location").replaceAll("#.*", ""));
        assertThat(back.text()).contains("Deleted.");
        assertThat(admin.get("/net/" + network + "/history").text()).contains("left the company");
        send(admin, undoLink(back));
        assertThat(server.send(ADMIN, "GET", "/api/poc/" + contact, "")
                        .json()
                        .at("/data/0/status")
                        .stringValue())
                .isEqualTo("ok");
    }

    @Test
    void deletedContactShowsNobodysName() throws Exception {
        long network = network();
        long contact = make("poc", """
                {"net_id": %d, "role": "Sales", "visible": "Public", "name": "Erika Example", "email": "e@n.example.net"}""".formatted(network));
        server.send(ADMIN, "DELETE", "/api/poc/" + contact, "");

        TestResponse seen = nobody.get("/poc/" + contact);

        assertThat(seen.status()).isEqualTo(410);
        assertThat(seen.text()).doesNotContain("Erika", "e@n.example.net");
    }

    @Test
    void strangerIsToldNothingOfWhatWouldBeUndone() throws Exception {
        long network = network();
        server.send(ADMIN, "PUT", "/api/net/" + network, """
                {"org_id": 41, "name": "Private matter", "asn": %d, "website": "https://n.example.net"}""".formatted(asns - 1));
        String link = undoLink(admin.get("/net/" + network + "/history"));

        assertThat(nobody.get(link).status()).isEqualTo(302);
        assertThat(other.get(link).status()).isEqualTo(403);
        assertThat(other.get("/undo").status()).isEqualTo(404);
        assertThat(other.get("/undo?version=99999999").status()).isEqualTo(404);
        assertThat(other.post("/undo", "version", "x").status()).isEqualTo(404);
    }

    @Test
    void whoDidSomethingIsNotGuessed() throws Exception {
        long network = network();
        String actor = server.send(ADMIN, "GET", "/api/org/41/log?limit=1", "")
                .json()
                .at("/data/0/actor")
                .stringValue();
        String link = "/undo?about=net:" + network + "&by=";

        assertThat(admin.get(link + actor).status()).isEqualTo(200);
        assertThat(other.get(link + actor).status())
                .isEqualTo(other.get(link + "nobody").status())
                .isEqualTo(404);
    }

    @Test
    void conflictOffersToLeaveOutWhatChangedSince() throws Exception {
        long network = network();
        for (String name : new String[] {"First wrong", "Then right"}) {
            server.send(ADMIN, "PUT", "/api/net/" + network, """
                    {"org_id": 41, "name": "%s", "asn": %d, "website": "https://n.example.net"}""".formatted(name, asns - 1));
        }
        String history = admin.get("/net/" + network + "/history").text();
        Matcher links = Pattern.compile("href=\"(/undo\\?[^\"]+)\"").matcher(history);
        String second = links.results().skip(1).findFirst().orElseThrow().group(1);

        TestResponse trial = admin.get(second.replace("&amp;", "&"));

        assertThat(trial.text()).contains("Some of this has changed since", "name changed since", "Undo the rest");
    }
}
