package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.Registry;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Visibility;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import tools.jackson.databind.JsonNode;

/** A contact that was public and is hidden: whoever copied it is told that it is gone, and nothing else. */
class WithdrawnContactsTest {
    private static final String KEEPER = "org:41/full";

    private static RunningServer on(String database) throws Exception {
        return database.equals("sqlite")
                ? RunningServer.start()
                : RunningServer.start(Database.openUrl(PostgresServer.newDatabaseUrl()));
    }

    private static String contact(String email, String visible, String role) {
        return """
                {"net_id": 62, "role": "%s", "name": "N", "visible": "%s", "email": "%s"}""".formatted(role, visible, email);
    }

    private static long make(RunningServer server, String visible) throws Exception {
        TestResponse made = server.send(KEEPER, "POST", "/api/poc", contact("a@n.example.net", visible, "Sales"));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/data/0/id").longValue();
    }

    private static void save(RunningServer server, long id, String email, String visible, String role)
            throws Exception {
        TestResponse saved = server.send(KEEPER, "PUT", "/api/poc/" + id, contact(email, visible, role));
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
    }

    private static TestResponse since(RunningServer server, String who, long id) throws Exception {
        return server.send(who, "GET", "/api/poc?since=1&id=" + id, "");
    }

    private static Row reread(RunningServer server, long id) throws Exception {
        Registry registry = Registry.open(server.store());
        registry.awaitLoaded();
        return Objects.requireNonNull(
                registry.current().withWithdrawn(Poc.TYPE, Visibility.PUBLIC).find(Poc.TYPE, id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void hiddenContactIsDeletedForCallersWhoSawIt(String database) throws Exception {
        try (RunningServer server = on(database)) {
            long id = make(server, "Public");
            long never = make(server, "Users");
            server.clock().forward(Duration.ofMinutes(5));
            save(server, id, "a@n.example.net", "Users", "Sales");
            String hidden = since(server, "user:plain/rw", id)
                    .json()
                    .at("/data/0/updated")
                    .stringValue();
            String told = since(server, "", id).text();
            server.clock().forward(Duration.ofMinutes(5));
            save(server, id, "secret@n.example.net", "Users", "Policy");

            JsonNode row = since(server, "", id).json().at("/data/0");
            assertThat(row.get("status").stringValue()).isEqualTo("deleted");
            assertThat(row.get("updated").stringValue()).isEqualTo(hidden);
            assertThat(row.get("role").stringValue()).isEqualTo("Sales");
            assertThat(row.get("visible").stringValue()).isEqualTo("Public");
            for (String field : new String[] {"name", "email", "phone", "url"}) {
                assertThat(row.get(field).stringValue()).isEmpty();
            }
            assertThat(since(server, "", id).text()).isEqualTo(told);
            assertThat(since(server, "user:plain/rw", id).text()).contains("secret@n.example.net");
            assertThat(server.send("", "GET", "/api/poc/" + id, "").status()).isEqualTo(403);
            assertThat(server.send("", "GET", "/api/poc?id=" + id, "").json().at("/data"))
                    .isEmpty();
            assertThat(since(server, "", never).json().at("/data")).isEmpty();

            Row again = reread(server, id);
            assertThat(again.status()).isEqualTo(Status.DELETED);
            assertThat(again.updated()).isEqualTo(Instant.parse(hidden).getEpochSecond());
            assertThat(again.get(Poc.ROLE)).isEqualTo("Sales");
            assertThat(reread(server, never).isActive()).isTrue();

            save(server, id, "back@n.example.net", "Public", "Sales");
            assertThat(since(server, "", id).text()).contains("back@n.example.net");
            assertThat(reread(server, id).isActive()).isTrue();
        }
    }

    /** Network 62 goes from organization 41 to 42: who asks what changed since learns of its private contacts. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void privateContactsAreDeletedForTheOldOwnerAndNewForTheNext(String database) throws Exception {
        try (RunningServer server = on(database)) {
            long id = 58; // private, as the world has it: new ones cannot be
            long ofUsers = make(server, "Users");
            server.clock().forward(Duration.ofMinutes(5));
            long before = server.clock().instant().getEpochSecond();
            hand(server, 42);
            long after = server.clock().instant().getEpochSecond();
            server.clock().forward(Duration.ofMinutes(5));

            String since = "/api/poc?since=" + before + "&net_id=62";
            JsonNode gone = server.send(KEEPER, "GET", since, "").json().at("/data");
            JsonNode come = server.send("org:42/full", "GET", since, "").json().at("/data");
            assertThat(ids(come)).contains(id).doesNotContain(ofUsers);
            assertThat(come.toString()).contains("desk58@");
            assertThat(ids(gone)).isEqualTo(ids(come));
            gone.forEach(row -> {
                assertThat(row.get("status").stringValue()).isEqualTo("deleted");
                assertThat(Instant.parse(row.get("updated").stringValue()).getEpochSecond())
                        .isBetween(before, after);
                assertThat(row.get("email").stringValue()).isEmpty();
            });
            for (String who : new String[] {"", "user:plain/rw", "org:10843/full"}) {
                assertThat(server.send(who, "GET", since, "").json().at("/data"))
                        .as(who)
                        .isEmpty();
            }
            assertThat(server.send("org:42/full", "GET", "/api/poc?id=" + id, "").json().at("/data"))
                    .hasSize(1);

            Registry registry = Registry.open(server.store());
            registry.awaitLoaded();
            Row again = Objects.requireNonNull(registry.current()
                    .withWithdrawn(Poc.TYPE, readersOf(41))
                    .find(Poc.TYPE, id));
            assertThat(again.status()).isEqualTo(Status.DELETED);
            assertThat(again.updated()).isBetween(before, after);
            assertThat(Objects.requireNonNull(registry.current()
                                    .withWithdrawn(Poc.TYPE, readersOf(42))
                                    .find(Poc.TYPE, id))
                            .isActive())
                    .isTrue();

            hand(server, 41);
            assertThat(server.send(KEEPER, "GET", since + "&id=" + id, "").text())
                    .contains("desk58@");
            assertThat(server.send("org:42/full", "GET", since + "&id=" + id, "")
                            .json()
                            .at("/data/0/status")
                            .stringValue())
                    .isEqualTo("deleted");
        }
    }

    private static Visibility readersOf(long organization) {
        return new Visibility(
                Visibility.Level.USERS,
                Optional.of(namespace ->
                        namespace.startsWith("peeringdb.organization." + organization + ".network.")));
    }

    private static void hand(RunningServer server, long organization) throws Exception {
        String network = server.send("user:superuser/rw", "GET", "/api/net/62?depth=0", "")
                .json()
                .at("/data/0")
                .toString();
        TestResponse handed = server.send(
                "user:superuser/rw",
                "PUT",
                "/api/net/62",
                network.replaceFirst("\"org_id\":\\d+", "\"org_id\":" + organization));
        assertThat(handed.status()).as(handed.text()).isEqualTo(200);
    }

    private static List<Long> ids(JsonNode rows) {
        return rows.valueStream().map(row -> row.get("id").longValue()).toList();
    }

    @Test
    void hiddenContactComesInOrderOfItsHiding() throws Exception {
        try (RunningServer server = RunningServer.start()) {
            long id = make(server, "Public");
            server.clock().forward(Duration.ofHours(1));
            save(server, id, "a@n.example.net", "Users", "Sales");
            long then = server.clock().instant().getEpochSecond();
            server.clock().forward(Duration.ofHours(1));
            save(server, id, "b@n.example.net", "Users", "Sales");

            assertThat(server.send("", "GET", "/api/poc?since=" + (then - 5), "")
                            .json()
                            .at("/data"))
                    .hasSize(1);
            assertThat(server.send("", "GET", "/api/poc?since=" + (then + 5), "")
                            .json()
                            .at("/data"))
                    .isEmpty();
            assertThat(server.send("", "GET", "/api/poc?since=1&email=a@n.example.net", "")
                            .json()
                            .at("/data"))
                    .isEmpty();
        }
    }
}
