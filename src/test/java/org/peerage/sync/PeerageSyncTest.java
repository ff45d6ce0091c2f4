package org.peerage.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.cli.BackgroundServices;
import org.peerage.cli.ServeSettings;
import org.peerage.cli.Server;
import org.peerage.registry.PointInTimeRestore;
import org.peerage.registry.Redaction;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Poc;
import org.peerage.schema.ObjectType;
import org.peerage.store.Change;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import org.peerage.testing.Waiting;

/** A copy of a Peerage shows what the original shows, by the change feed and without it. */
class PeerageSyncTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ADMIN = "user:scratchadmin/rw";

    @Started
    private static RunningServer origin;

    private static int number;

    @TempDir
    private static Path folder;

    private static Path fresh() {
        return folder.resolve("copy" + number++);
    }

    @Test
    void firstSyncCopiesAndVerifiesEverything() throws Exception {
        try (LocalReplica local = new LocalReplica(fresh(), origin.url(), true)) {
            SyncResult result = local.copy.synchronize();

            assertThat(result.way()).isEqualTo("full");
            assertThat(result.different()).isEmpty();
            assertThat(result.refused()).isEmpty();
            assertThat(result.rows().get("net").count()).isGreaterThan(50);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void creationsUpdatesAndDeletionsAreReplicated(boolean feed) throws Exception {
        try (LocalReplica local = new LocalReplica(fresh(), origin.url(), feed)) {
            local.copy.synchronize();
            long id = make();
            SyncResult made = local.copy.synchronize();
            assertThat(made.way()).isEqualTo(feed ? "feed" : "since");
            assertThat(row(local, id)).isEqualTo(shown("net", id));

            assertThat(origin.send(ADMIN, "DELETE", "/api/net/" + id, "").status())
                    .isEqualTo(204);
            local.copy.synchronize();

            assertThat(local.row(org.peerage.registry.types.Net.TYPE, id)
                            .status()
                            .text())
                    .isEqualTo("deleted");
            assertThat(local.copy.compare().different()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countersFollowThoughTheirRowsAreNotTouched(boolean feed) throws Exception {
        try (LocalReplica local = new LocalReplica(fresh(), origin.url(), feed)) {
            local.copy.synchronize();
            long network = make();
            int status = origin.send(ADMIN, "POST", "/api/netfac", "{\"net_id\": " + network + ", \"fac_id\": 31}")
                    .status();
            assertThat(status).isEqualTo(201);

            local.copy.synchronize();

            assertThat(local.copy.compare().changed()).isZero();
        }
    }

    private static void redactNotes(long network) throws Exception {
        origin.redact(new Redaction.Target(
                Net.TYPE, network, Net.TYPE.field("notes").orElseThrow(), Redaction.RedactedRange.ALL));
    }

    @Test
    void valuesAfterARedactionStayInTheLogOfACopyThatHearsOfItLate() throws Exception {
        Path place = fresh();
        SyncSettings settings = new SyncSettings(
                URI.create(origin.url()), Optional.empty(), Optional.empty(), Duration.ofDays(1), false, false);
        long id;
        try (LocalReplica local = new LocalReplica(Database.openFolder(place), settings, origin.clock())) {
            local.copy.synchronize();
            id = make();
            for (String notes : List.of("slander", "other")) {
                note(id, notes);
                local.copy.synchronize();
            }
            redactNotes(id);
            origin.clock().forward(Duration.ofHours(2));
            for (String notes : List.of("given later", "last")) {
                note(id, notes);
                local.copy.synchronize();
            }
            assertThat(local.store.changesOf(Net.TYPE, id, 9).toString()).contains("slander", "given later");
        }
        SyncSettings following = new SyncSettings(
                URI.create(origin.url()), Optional.empty(), Optional.empty(), Duration.ofDays(1), true, false);
        try (LocalReplica local = new LocalReplica(Database.openFolder(place), following, origin.clock())) {
            assertThat(local.copy.compare().way()).isEqualTo("full");

            assertThat(local.store.changesOf(Net.TYPE, id, 9).toString())
                    .doesNotContain("slander")
                    .contains("given later", "last");
            assertThat(local.copy.compare().different()).isEmpty();
        }
    }

    @Test
    void redactedValueLeavesTheLogOfACopyThatComparesEverything() throws Exception {
        try (LocalReplica local = new LocalReplica(fresh(), origin.url(), true)) {
            local.copy.synchronize();
            long id = make();
            for (String notes : List.of("first", "slander")) {
                note(id, notes);
                local.copy.synchronize();
            }
            note(id, "last");
            redactNotes(id);

            assertThat(local.copy.compare().way()).isEqualTo("full");

            assertThat(local.store.changesOf(Net.TYPE, id, 9).toString())
                    .doesNotContain("slander", "first")
                    .contains("last");
        }
    }

    @Test
    void erasedContactLeavesTheLogOfACopyThatAsksForWhatChanged() throws Exception {
        try (LocalReplica local = new LocalReplica(fresh(), origin.url(), false)) {
            local.copy.synchronize();
            long id = origin.send(ADMIN, "POST", "/api/poc", """
                    {"net_id": 62, "role": "Sales", "name": "E", "visible": "Public", "email": "erased@n.example.net"}""")
                    .json()
                    .at("/data/0/id")
                    .longValue();
            local.copy.synchronize();
            assertThat(origin.send(ADMIN, "DELETE", "/api/poc/" + id, "").status())
                    .isEqualTo(204);
            local.copy.synchronize();
            assertThat(local.store.changesOf(Poc.TYPE, id, 9).toString()).contains("erased@n.example.net");
            erase(id);

            assertThat(local.copy.compare().different()).isEmpty();

            assertThat(local.store.changesOf(Poc.TYPE, id, 9).toString()).doesNotContain("erased@n.example.net");
            assertThat(local.copy.compare().changed()).as("it is done once").isZero();
        }
    }

    private static void erase(long contact) throws Exception {
        try (RegistryStore.Transaction transaction = origin.store().beginTransaction()) {
            RegistryStore.Head head = transaction.lockHead();
            RegistryStore.Head next = new RegistryStore.Head(
                    head.version() + 1, head.notBefore(origin.clock().instant()));
            transaction.erase(Poc.TYPE, List.of(contact));
            String before = "{\"id\": " + contact + ", \"net_id\": 62}"; // the jobs ask where it hung
            transaction.log(List.of(new Change(
                    next.version(), 0, next.changedAt(), "test", null, "erase", "poc", contact, before, null)));
            transaction.setHead(next);
            transaction.commit();
        }
        origin.awaitHead();
    }

    private static void note(long network, String notes) throws Exception {
        origin.save(ADMIN, "net/" + network, "notes", notes);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void contactThatIsHiddenLeavesTheCopyAtOnce(boolean feed) throws Exception {
        try (LocalReplica local = new LocalReplica(fresh(), origin.url(), feed)) {
            String contact = """
                    {"net_id": 62, "role": "Sales", "name": "Gone", "visible": "%s", "email": "gone@n.example.net"}""";
            long id = origin.send(ADMIN, "POST", "/api/poc", contact.formatted("Public"))
                    .json()
                    .at("/data/0/id")
                    .longValue();
            local.copy.synchronize();
            assertThat(local.row(Poc.TYPE, id).get(Poc.EMAIL)).isEqualTo("gone@n.example.net");

            assertThat(origin.send(ADMIN, "PUT", "/api/poc/" + id, contact.formatted("Users"))
                            .status())
                    .isEqualTo(200);
            local.copy.synchronize();

            assertThat(local.row(Poc.TYPE, id).isActive()).isFalse();
            assertThat(local.row(Poc.TYPE, id).toString()).doesNotContain("gone@n.example.net", "Gone");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void addressThatIsHiddenLeavesTheCopyAtOnce(boolean feed) throws Exception {
        try (LocalReplica local = new LocalReplica(fresh(), origin.url(), feed)) {
            String url = """
                    {"ix_id": %d, "ixf_ixp_member_list_url": "https://ixf.example.net/m.json", "ixf_ixp_member_list_url_visible": "%s"}""";
            long id = origin.send("", "GET", "/api/ixlan?limit=1", "")
                    .json()
                    .at("/data/0/id")
                    .longValue();
            TestResponse shown =
                    origin.send("user:superuser/rw", "PUT", "/api/ixlan/" + id, url.formatted(id, "Public"));
            assertThat(shown.status()).as(shown.text()).isEqualTo(200);
            local.copy.synchronize();
            assertThat(local.row(IxLan.TYPE, id).find(IxLan.IXF_IXP_MEMBER_LIST_URL))
                    .contains("ixf.example.net");

            origin.send("user:superuser/rw", "PUT", "/api/ixlan/" + id, url.formatted(id, "Private"));
            local.copy.synchronize();

            assertThat(local.row(IxLan.TYPE, id).find(IxLan.IXF_IXP_MEMBER_LIST_URL))
                    .isNull();
        }
    }

    @Test
    void originThatWentBackIsCopiedAnew() throws Exception {
        try (LocalReplica local = new LocalReplica(fresh(), origin.url(), true)) {
            long then = origin.head();
            local.copy.synchronize();
            long lost = make();
            make();
            local.copy.synchronize();

            try (RegistryStore.Transaction transaction = origin.store().beginTransaction()) {
                assertThat(PointInTimeRestore.restoreTo(transaction, then))
                        .isInstanceOf(PointInTimeRestore.RestoreResult.Restored.class);
                transaction.commit();
            }
            for (int i = 0; i < 250 && origin.head() != then; i++) {
                LockSupport.parkNanos(20_000_000); // the origin hears of it by itself
            }
            make();
            make();
            long third = make();
            assertThat(origin.head()).isEqualTo(then + 3);
            SyncResult result = local.copy.synchronize();

            assertThat(result.way()).isEqualTo("full");
            assertThat(result.different()).isEmpty();
            assertThat(local.row(org.peerage.registry.types.Net.TYPE, lost).isActive())
                    .isFalse();
            assertThat(row(local, third)).isEqualTo(shown("net", third));
            assertThat(local.copy.synchronize().way()).isEqualTo("feed");
        }
    }

    @Test
    void unchangedOriginCostsNothingAndChangesNothing() throws Exception {
        try (LocalReplica local = new LocalReplica(fresh(), origin.url(), true)) {
            local.copy.synchronize();
            long version = local.registry.current().version();

            SyncResult result = local.copy.synchronize();

            assertThat(result.changed()).isZero();
            assertThat(local.registry.current().version()).isEqualTo(version);
        }
    }

    @Test
    void copyGoesOnWhereItWasAfterARestart() throws Exception {
        Path place = fresh();
        try (LocalReplica local = new LocalReplica(place, origin.url(), true)) {
            local.copy.synchronize();
        }
        long id = make();
        try (LocalReplica local = new LocalReplica(place, origin.url(), true)) {
            SyncResult result = local.copy.synchronize();

            assertThat(result.way()).isEqualTo("feed");
            assertThat(row(local, id)).isEqualTo(shown("net", id));
        }
    }

    @Test
    void rowsHaveTheirChangesInTheLog() throws Exception {
        try (LocalReplica local = new LocalReplica(fresh(), origin.url(), true)) {
            local.copy.synchronize();
            long version = local.registry.current().version();
            long id = make();

            local.copy.synchronize();

            assertThat(local.store.changesAfter(version, 10))
                    .extracting(Change::actor, Change::operation, Change::type, Change::objectId)
                    .contains(org.assertj.core.groups.Tuple.tuple("sync", "create", "net", id));
        }
    }

    @Test
    void mirrorServesTheSameBytesAndTakesNoWrites() throws Exception {
        SyncSettings settings = new SyncSettings(
                URI.create(origin.url()),
                Optional.empty(),
                Optional.of(Duration.ofMillis(200)),
                Duration.ofDays(1),
                true,
                false);
        try (Database database = Database.openFolder(fresh());
                Server mirror = Server.start(
                        ServeSettings.unlimited(),
                        database,
                        new BackgroundServices(Optional.empty(), Optional.of(settings), Optional.empty()))) {
            long id = make();
            Waiting.until(PATIENCE, () -> get(mirror.url() + "/api/net/" + id).statusCode() == 200);

            for (ObjectType type : ObjectTypes.ALL) {
                String path = "/api/" + type.typeName() + "?since=1";
                long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                while (!get(mirror.url() + path)
                                .body()
                                .equals(get(origin.url() + path).body())
                        && System.nanoTime() < end) {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
                assertThat(get(mirror.url() + path).body())
                        .as(path)
                        .isEqualTo(get(origin.url() + path).body());
            }
            HttpResponse<String> refused = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(mirror.url() + "/api/net/" + id))
                                    .DELETE()
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isIn(401, 403);
        }
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static long make() throws Exception {
        int asn = 240_000 + number++;
        RunningServer.TestResponse response = origin.send(ADMIN, "POST", "/api/net", """
                {"org_id": 41, "name": "Copied %d", "asn": %d, "website": "https://c.example.net"}""".formatted(asn, asn));
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return response.json().at("/data/0/id").longValue();
    }

    private static List<String> row(LocalReplica local, long id) {
        var row = local.row(org.peerage.registry.types.Net.TYPE, id);
        return List.of(
                row.get(org.peerage.registry.types.Net.NAME),
                row.get(org.peerage.registry.types.Net.CREATED).toString(),
                row.get(org.peerage.registry.types.Net.UPDATED).toString());
    }

    private static List<String> shown(String typeName, long id) throws Exception {
        var json = origin.send("", "GET", "/api/" + typeName + "/" + id + "?depth=0", "")
                .json()
                .at("/data/0");
        return List.of(
                json.path("name").stringValue(),
                json.path("created").stringValue(),
                json.path("updated").stringValue());
    }
}
