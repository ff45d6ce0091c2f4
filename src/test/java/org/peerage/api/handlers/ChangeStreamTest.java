package org.peerage.api.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.peerage.access.AccountDirectory;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who follows the changes: for how long, how many, and from where. */
class ChangeStreamTest {
    private static final Duration SOON = Duration.ofSeconds(2);

    @Started
    private RunningServer server;

    private final List<EventStream> streams = new ArrayList<>();

    @AfterEach
    void leave() throws Exception {
        for (EventStream stream : streams) {
            stream.close();
        }
    }

    private HttpURLConnection open(String secret, String query) throws IOException {
        return EventStream.open(server, secret, query);
    }

    private EventStream follow(String secret) throws Exception {
        EventStream stream = EventStream.of(open(secret, "after=" + server.head()));
        streams.add(stream);
        return stream;
    }

    private long contact(String email) throws Exception {
        TestResponse made = server.send("org:41/full", "POST", "/api/poc", """
                {"net_id": 62, "role": "Sales", "visible": "Users", "email": "%s"}""".formatted(email));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/data/0/id").longValue();
    }

    private AccountDirectory accounts() {
        return server.accounts().load();
    }

    private static String prefix(String secret) {
        return ApiKey.parse(secret).orElseThrow().prefix();
    }

    private void endsSoon(EventStream stream, String reason) throws Exception {
        long before = System.nanoTime();
        assertThat(stream.next("bye")).isEqualTo(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
        contact("after-the-end@n.example.net");
        assertThat(stream.rest()).doesNotContain("after-the-end");
    }

    @Test
    void streamOfARevokedKeyEnds() throws Exception {
        String secret = server.key("user:plain/rw");
        EventStream stream = follow(secret);
        assertThat(stream.next("hello")).contains("\"session\"", "\"head\": " + server.head());
        contact("before@n.example.net");
        assertThat(stream.next("id")).contains("before@n.example.net");

        assertThat(server.accounts().revokeKey(prefix(secret))).isTrue();

        endsSoon(stream, "revoked");
    }

    @Test
    void streamOfAnExpiredKeyEnds() throws Exception {
        long user = accounts().user("plain").orElseThrow().id();
        String secret = server.accounts()
                .addKey(new NewKey(
                        new StoredKey.Owner.UserOwner(user),
                        "short",
                        null,
                        false,
                        StoredKey.KeyStatus.ACTIVE,
                        server.clock().instant().plusSeconds(3600).getEpochSecond(),
                        List.of(),
                        Map.of()))
                .reveal();
        for (int i = 0; i < 250 && open(secret, "after=0&session=x").getResponseCode() == 401; i++) {
            LockSupport.parkNanos(20_000_000); // the server hears of the key by itself
        }
        EventStream stream = follow(secret);
        stream.next("hello");

        server.clock().forward(Duration.ofHours(2));

        endsSoon(stream, "revoked");
    }

    @Test
    void streamOfADeactivatedPersonEnds() throws Exception {
        EventStream stream = follow(server.key("user:plain/rw"));
        stream.next("hello");

        server.accounts().setActive(accounts().user("plain").orElseThrow().id(), false);

        endsSoon(stream, "revoked");
    }

    @Test
    void streamEndsWhenPermissionsAreLost() throws Exception {
        EventStream member = follow(server.key("user:scratchnets/rw"));
        EventStream organization = follow(server.key("org:41/nets"));
        member.next("hello");
        organization.next("hello");

        server.accounts()
                .removeGrant(
                        accounts().user("scratchnets").orElseThrow().id(),
                        new Namespace("peeringdb.organization.41.network"));
        server.accounts().setKeyGrants(prefix(server.key("org:41/nets")), Map.of(), true);

        endsSoon(member, "rights");
        assertThat(organization.next("bye")).isEqualTo("rights");
    }

    @Test
    void streamOfAnotherPersonGoesOn() throws Exception {
        EventStream stream = follow(server.key("user:plain/rw"));
        stream.next("hello");

        server.accounts().setNames(accounts().user("otheradmin").orElseThrow().id(), "A", "B");
        server.accounts().revokeKey(prefix(server.key("org:42/full")));
        contact("goes-on@n.example.net");

        assertThat(stream.next("id")).contains("goes-on@n.example.net");
    }

    @Test
    void addressHasFourStreamsAndDoesNotShutOthersOut() throws Exception {
        for (int i = 0; i < 4; i++) {
            follow("").next("hello");
        }

        HttpURLConnection fifth = open("", "after=0");
        assertThat(fifth.getResponseCode()).isEqualTo(429);
        assertThat(fifth.getHeaderField("Retry-After")).isNotNull();
        follow(server.key("user:plain/rw")).next("hello");
    }

    @Test
    void organizationHasTwentyStreams() throws Exception {
        for (int i = 0; i < 20; i++) {
            follow(server.key(i % 2 == 0 ? "org:41/full" : "org:41/nets")).next("hello");
        }

        assertThat(open(server.key("org:41/onefac"), "after=0").getResponseCode())
                .isEqualTo(429);
        follow(server.key("org:42/full")).next("hello");
    }

    @Test
    void linesNameTheirSessionAndTheVersionBefore() throws Exception {
        long start = server.head();
        contact("one@n.example.net");
        contact("two@n.example.net");

        TestResponse response = server.send("", "GET", "/api/changes?after=" + start, "");

        String session = response.header("X-Peerage-Session");
        assertThat(session).hasSize(36);
        List<JsonNode> lines =
                response.text().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(lines.get(i).get("version").longValue()).isEqualTo(start + 1 + i);
            assertThat(lines.get(i).get("prev").longValue()).isEqualTo(start + i);
            assertThat(lines.get(i).get("session").stringValue()).isEqualTo(session);
        }
        assertThat(server.send("", "GET", "/api/changes?after=" + start + "&session=" + session, "")
                        .text())
                .isEqualTo(response.text());
    }

    @Test
    void followerOfAnotherSessionIsToldToBeginAnew() throws Exception {
        TestResponse known = server.send("", "GET", "/api/changes?after=" + server.head(), "");
        String session = known.header("X-Peerage-Session");

        TestResponse gone = server.send("", "GET", "/api/changes?after=0&session=of-another-history", "");
        TestResponse ahead =
                server.send("", "GET", "/api/changes?after=" + (server.head() + 1) + "&session=" + session, "");
        TestResponse unnamed = server.send("", "GET", "/api/changes?after=" + (server.head() + 1), "");

        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json().at("/meta/session").stringValue()).isEqualTo(session);
        assertThat(ahead.status()).isEqualTo(409);
        assertThat(unnamed.status()).isEqualTo(200);
        assertThat(unnamed.text()).isEmpty();
        assertThat(open("", "after=0&session=x").getResponseCode()).isEqualTo(410);
    }
}
