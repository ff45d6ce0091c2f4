package org.peerage.api.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** Undo by those who may edit, over HTTP (docs/spec/record.md §2.3). */
class UndoHandlerTest {
    private static final String ADMIN = "user:scratchadmin/rw";

    @Started
    private static RunningServer server;

    private static int asns = 231_000;

    private static TestResponse undo(String who, String query, String body) throws Exception {
        return server.send(who, "POST", "/api/undo" + query, body.replace('\'', '"'));
    }

    private static long network() throws Exception {
        TestResponse made = server.send(ADMIN, "POST", "/api/net", """
                {"org_id": 41, "name": "Undone %1$d", "asn": %1$d, "website": "https://n.example.net"}""".formatted(asns++));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/data/0/id").longValue();
    }

    private static long rename(long network, String name, String... headers) throws Exception {
        long asn = server.send("", "GET", "/api/net/" + network, "")
                .json()
                .at("/data/0/asn")
                .longValue();
        TestResponse changed = server.send(ADMIN, "PUT", "/api/net/" + network, """
                {"org_id": 41, "name": "%s", "asn": %d, "website": "https://n.example.net"}""".formatted(name, asn), headers);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        return Long.parseLong(changed.header("X-Peerage-Version"));
    }

    private static String name(long network) throws Exception {
        return server.send("", "GET", "/api/net/" + network, "")
                .json()
                .at("/data/0/name")
                .stringValue();
    }

    @Test
    void changeGoesBackAndTheTrialToldSo() throws Exception {
        long network = network();
        String first = name(network);
        long version = rename(network, "Wrong " + network);
        String change = "{'changes': [{'version': %d, 'type': 'net', 'id': %d}]}".formatted(version, network);

        TestResponse trial = undo(ADMIN, "?dry-run", change);
        assertThat(trial.header("X-Peerage-Dry-Run")).isEqualTo("true");
        assertThat(name(network)).isEqualTo("Wrong " + network);

        TestResponse done = undo(ADMIN, "", change);

        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().at("/data")).isEqualTo(trial.json().at("/data"));
        assertThat(done.json().at("/data/0/operation").stringValue()).isEqualTo("update");
        assertThat(done.json().at("/data/0/undoes").longValue()).isEqualTo(version);
        assertThat(done.json().at("/data/0/fields/name").toString())
                .isEqualTo("[\"Wrong " + network + "\",\"" + first + "\"]");
        assertThat(done.json().at("/meta/version").longValue()).isEqualTo(version + 1);
        assertThat(name(network)).isEqualTo(first);
    }

    @Test
    void conflictIsToldAndChangesNothing() throws Exception {
        long network = network();
        long version = rename(network, "Once " + network);
        rename(network, "Twice " + network);

        TestResponse refused = undo(ADMIN, "", "{'versions': [%d]}".formatted(version));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/skipped/0/why").stringValue()).isEqualTo("name changed since");
        assertThat(undo(ADMIN, "", "{'versions': [%d], 'conflicts': 'skip'}".formatted(version))
                        .status())
                .isEqualTo(200);
        assertThat(name(network)).isEqualTo("Twice " + network);
    }

    @Test
    void allThatOneKeyDidToANetworkGoesBack() throws Exception {
        long network = network();
        long other = network();
        String first = name(network);
        long before = rename(network, first) - 1;
        rename(network, "One " + network);
        rename(other, "Other " + other);
        rename(network, "Two " + network);
        String actor = server.send(ADMIN, "GET", "/api/net/" + network + "/history", "")
                .json()
                .at("/data/0/actor")
                .stringValue();

        TestResponse done = undo(
                ADMIN,
                "",
                "{'by': '%s', 'about': 'net:%d', 'from': '2020-01-01T00:00:00Z', 'conflicts': 'skip'}"
                        .formatted(actor, network));

        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().at("/data").size()).isEqualTo(1);
        assertThat(done.json().at("/data/0/operation").stringValue()).isEqualTo("delete");
        assertThat(before).isPositive();
        assertThat(name(other)).isEqualTo("Other " + other);
    }

    @Test
    void onlyThoseWhoMayEditUndo() throws Exception {
        long network = network();
        long version = rename(network, "Mine " + network);
        String body = "{'versions': [%d]}".formatted(version);

        assertThat(undo("", "", body).status()).isEqualTo(401);
        assertThat(undo("user:otheradmin/rw", "", body).text()).contains("Missing right: update on net " + network);
        assertThat(name(network)).isEqualTo("Mine " + network);
    }

    @Test
    void changeOfAHiddenContactIsLikeNone() throws Exception {
        long network = network();
        TestResponse contact = server.send(ADMIN, "POST", "/api/poc", """
                {"net_id": %d, "role": "NOC", "visible": "Users", "name": "N", "email": "n@x.example.net"}""".formatted(network));
        String version = contact.header("X-Peerage-Version");
        String body = "{'versions': [%s]}".formatted(version);

        TestResponse hidden = undo("user:unverified/rw", "", body);

        assertThat(hidden.status()).isEqualTo(404);
        assertThat(undo("user:unverified/rw", "", "{'versions': [99999999]}").text())
                .isEqualTo(hidden.text());
    }

    @Test
    void unreadableRequestsAreToldWhatIsWrong() throws Exception {
        assertThat(undo(ADMIN, "", "{}").text()).contains("An undo names");
        assertThat(undo(ADMIN, "", "{'versions': [9], 'by': 'user:1'}").status())
                .isEqualTo(400);
        assertThat(undo(ADMIN, "", "{'versions': 9}").text()).contains("'versions' needs to be a list");
        assertThat(undo(ADMIN, "", "{'versions': ['9']}").text()).contains("whole numbers");
        assertThat(undo(ADMIN, "", "{'by': 'user:1', 'from': 'yesterday'}").text())
                .contains("'from' needs");
        assertThat(undo(ADMIN, "", "{'by': 'user:1', 'about': 'planet:3'}").text())
                .contains("'about' needs");
        assertThat(undo(ADMIN, "", "{'versions': [9], 'conflicts': 'win'}").text())
                .contains("'conflicts' needs");
        assertThat(server.send(ADMIN, "GET", "/api/undo", "").status()).isEqualTo(405);
    }

    @Test
    void commentOfARequestStandsInTheLog() throws Exception {
        long network = network();

        long version = rename(network, "Said " + network, "X-Peerage-Comment", "moved to a new name");

        assertThat(server.store().notes(java.util.List.of(version)).get(version).comment())
                .isEqualTo("moved to a new name");
        assertThat(server.send(ADMIN, "DELETE", "/api/net/" + network, "", "X-Peerage-Comment", "x".repeat(256))
                        .status())
                .isEqualTo(400);
    }
}
