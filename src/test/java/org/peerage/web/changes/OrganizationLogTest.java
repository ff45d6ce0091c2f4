package org.peerage.web.changes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** An organization's own log: who did what to what it has (docs/spec/record.md §2.1). */
class OrganizationLogTest {
    private static final String ADMIN = "user:scratchadmin/rw";

    @Started
    private static RunningServer server;

    private static long network;

    @BeforeAll
    static void changeSomething() throws Exception {
        TestResponse made = server.send(ADMIN, "POST", "/api/net", """
                {"org_id": 41, "name": "=Logged", "asn": 234001, "website": "https://n.example.net"}""", "X-Peerage-Comment", "new office");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        network = made.json().at("/data/0/id").longValue();
        for (String who : new String[] {"org:41/full", "user:superuser/rw"}) {
            server.send(who, "PUT", "/api/net/" + network, """
                    {"org_id": 41, "name": "=Logged", "asn": 234001, "website": "https://n.example.net", "notes": "%s"}""".formatted(who));
        }
    }

    @Test
    void logTellsWhoAndWhy() throws Exception {
        JsonNode log = server.send(ADMIN, "GET", "/api/org/41/log?type=net&limit=3", "")
                .json();

        assertThat(log.at("/data/0/who").stringValue()).isEqualTo("staff");
        assertThat(log.at("/data/1/who").stringValue()).isEqualTo("full");
        assertThat(log.at("/data/2/who").stringValue()).startsWith("scratchadmin: ");
        assertThat(log.at("/data/2/comment").stringValue()).isEqualTo("new office");
        assertThat(log.at("/data/2/request_id").stringValue()).isNotEmpty();
        assertThat(log.at("/data/1/fields/notes").toString()).contains("org:41/full");
    }

    @Test
    void logIsFilteredAndGoesOn() throws Exception {
        TestResponse first = server.send(ADMIN, "GET", "/api/org/41/log?limit=1&field=notes", "");
        String next = first.json().at("/meta/next").stringValue();
        TestResponse second = server.send(ADMIN, "GET", "/api/org/41/log?limit=1&field=notes&before=" + next, "");

        assertThat(second.json().at("/data/0/version").longValue())
                .isLessThan(first.json().at("/data/0/version").longValue());
        String key = second.json().at("/data/0/actor").stringValue();
        assertThat(server.send(ADMIN, "GET", "/api/org/41/log?actor=" + key, "")
                        .json()
                        .at("/data")
                        .size())
                .isEqualTo(1);
        assertThat(server.send(ADMIN, "GET", "/api/org/41/log?op=what", "").status())
                .isEqualTo(400);
        assertThat(server.send(ADMIN, "GET", "/api/org/41/log?before=x", "").status())
                .isEqualTo(400);
    }

    @Test
    void logIsForAdmins() throws Exception {
        for (String who :
                new String[] {"", "user:otheradmin/rw", "user:plain/rw", "org:41/full", "user:scratchnets/rw"}) {
            assertThat(server.send(who, "GET", "/api/org/41/log", "").status())
                    .as(who)
                    .isEqualTo(403);
        }
        assertThat(server.send("user:superuser/rw", "GET", "/api/org/41/log", "")
                        .status())
                .isEqualTo(200);
        assertThat(PageClient.signedIn(server, "otheradmin")
                        .get("/org_admin/41/changes")
                        .status())
                .isEqualTo(403);
        assertThat(server.send(ADMIN, "GET", "/api/org/99999/log", "").status()).isEqualTo(404);
    }

    @Test
    void panelShowsTheLogAndUndoesWhatOneAuthorDid() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        String actor = server.send(ADMIN, "GET", "/api/org/41/log?field=notes&limit=2", "")
                .json()
                .at("/data/1/actor")
                .stringValue();

        TestResponse page = admin.get("/org_admin/41/changes?actor=" + actor);

        assertThat(page.text()).contains("key full", "Notes: ", "Undo all shown");
        TestResponse trial = admin.get("/undo?about=org:41&by=" + actor);
        assertThat(trial.text()).contains("notes changed since", "Undo the rest");
    }

    @Test
    void logIsTakenAwayAsATableThatIsSafeToOpen() throws Exception {
        TestResponse csv = PageClient.signedIn(server, "scratchadmin").get("/org_admin/41/changes?format=csv&type=net");

        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.text().lines().findFirst().orElseThrow())
                .isEqualTo("time,version,who,actor,operation,type,id,differences,comment,cause,request_id");
        assertThat(csv.text()).contains("new office", "net," + network);
    }
}
