package org.peerage.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.copies.CachePurge;
import org.peerage.copies.CopyFolder;
import org.peerage.copies.CopyKeys;
import org.peerage.copies.CopyPublisher;
import org.peerage.copies.CopySignature;
import org.peerage.registry.Redaction;
import org.peerage.registry.Registry;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.PublicRows;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import tools.jackson.databind.JsonNode;

/** Files for copies: what is in them, what is not, and that who keeps a copy from them has what the source has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CopyFilesContract {
    private static final String ADMIN = "user:scratchadmin/rw";
    private static final String SUPERUSER = "user:superuser/rw";
    private static final String LIST = "/copies/public/notification.json";

    private RunningServer origin;
    private int number;

    @TempDir
    private Path folder;

    abstract Database newDatabase() throws Exception;

    @BeforeAll
    void start() throws Exception {
        origin = RunningServer.startWithCopies(newDatabase());
        origin.publishCopies();
    }

    @AfterAll
    void stop() throws Exception {
        origin.close();
    }

    @Test
    void copyFromFilesIsWhatTheSourceIs() throws Exception {
        origin.publishCopies();
        try (LocalReplica local = replica(origin.url(), true)) {
            SyncResult result = local.copy.synchronize();

            assertThat(result.way()).isEqualTo("files");
            assertThat(result.different()).isEmpty();
            assertThat(result.refused()).isEmpty();
            assertThat(local.copy.synchronize().way()).isEqualTo("feed");
            assertSame(local);
        }
    }

    @Test
    void deltasLeadACopyOnWithoutTheFeed() throws Exception {
        origin.publishCopies();
        try (LocalReplica local = replica(origin.url(), false)) {
            local.copy.synchronize();
            long kept = make();
            long deleted = make();
            contact(kept, "Public", "first@n.example.net");
            origin.publishCopies();
            assertThat(local.copy.synchronize().way()).isEqualTo("files");
            assertThat(local.row(Net.TYPE, deleted).isActive()).isTrue();

            assertThat(send("DELETE", "/api/net/" + deleted, "")).isEqualTo(204);
            JsonNode organization =
                    origin.send("", "GET", "/api/org/41?depth=0", "").json().at("/data/0");
            var renamed = organization.asObject().deepCopy();
            renamed.put("website", "https://w" + number++ + ".example.net");
            assertThat(origin.send(SUPERUSER, "PUT", "/api/org/41", renamed.toString())
                            .status())
                    .isEqualTo(200);
            origin.publishCopies();
            SyncResult result = local.copy.synchronize();

            assertThat(result.way()).isEqualTo("files");
            assertThat(result.different()).isEmpty();
            assertThat(local.row(Net.TYPE, deleted).isActive()).isFalse();
            assertSame(local);
        }
    }

    @Test
    void copyThatWasAwayGoesOnFromDeltas() throws Exception {
        origin.publishCopies();
        Path place = folder.resolve("away" + number++);
        try (Proxy proxy = new Proxy()) {
            SyncSettings settings = settings(proxy.url(), false);
            try (LocalReplica local = new LocalReplica(Database.openFolder(place), settings, origin.clock())) {
                local.copy.synchronize();
            }
            proxy.asked.clear();
            for (int i = 0; i < 3; i++) {
                make();
                origin.publishCopies();
            }
            try (LocalReplica local = new LocalReplica(Database.openFolder(place), settings, origin.clock())) {
                SyncResult result = local.copy.synchronize();

                assertThat(result.way()).isEqualTo("files");
                assertThat(proxy.asked).noneMatch(path -> path.contains("/snapshot."));
                assertThat(proxy.asked.stream().filter(path -> path.contains("/delta.")))
                        .hasSize(3);
                assertSame(local);
            }
        }
    }

    @Test
    void hiddenContactIsInNoFile() throws Exception {
        String email = "secret" + number++ + "@n.example.net";
        long id = contact(62, "Public", email);
        origin.publishCopies();
        assertThat(told(email)).isNotEmpty();
        String before = snapshotFile();
        try (LocalReplica local = replica(origin.url(), false)) {
            local.copy.synchronize();
            assertThat(local.row(Poc.TYPE, id).get(Poc.EMAIL)).isEqualTo(email);
            hide(id, email);

            origin.publishCopies();

            assertThat(told(email)).isEmpty();
            assertThat(origin.send("", "GET", "/copies/public/" + before, "").status())
                    .isEqualTo(404);
            assertThat(snapshotFile()).isNotEqualTo(before);
            local.copy.synchronize();
            assertThat(local.row(Poc.TYPE, id).toString()).doesNotContain(email);
            assertSame(local);
        }
    }

    @Test
    void replacedAddressOfAPersonIsInNoFile() throws Exception {
        String email = "old" + number++ + "@n.example.net";
        long id = contact(62, "Public", email);
        origin.publishCopies();
        origin.publishCopies();
        assertThat(send("PUT", "/api/poc/" + id, contactJson(62, "Public", "other@n.example.net")))
                .isEqualTo(200);

        origin.publishCopies();

        assertThat(told(email)).isEmpty();
    }

    @Test
    void hiddenContactIsInNoFileThatWasReplacedAMomentAgo() throws Exception {
        String email = "replaced" + number++ + "@n.example.net";
        long id = contact(62, "Public", email);
        origin.publishCopies();
        make();
        origin.clock().forward(Duration.ofHours(25));
        origin.publishCopies();
        assertThat(told(email)).hasSizeGreaterThan(4);
        hide(id, email);

        origin.publishCopies();

        assertThat(told(email)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void redactedValueIsInNoFile(boolean remembered) throws Exception {
        String notes = "redacted" + number++;
        long id = make();
        note(id, notes);
        origin.publishCopies();
        note(id, "other");
        origin.publishCopies();
        assertThat(told(notes)).isNotEmpty();
        redactNotes(id);
        if (!remembered) {
            remember("[]"); // as if a program had done it that only logs it
        }

        publisher().run();

        assertThat(told(notes)).isEmpty();
    }

    private void remember(String redactions) throws Exception {
        try (RegistryStore.Transaction transaction = origin.store().beginTransaction()) {
            transaction.putState("redactions", redactions);
            transaction.commit();
        }
    }

    @Test
    void hiddenFieldIsNotNamedInTheList() throws Exception {
        remember("""
                [{"version": 1, "type": "net", "id": 62, "fields": ["notes_private"], "versions": [0, 1]},
                 {"version": 1, "type": "net", "id": 62, "fields": ["notes"], "versions": [0, 1]}]""");
        make();

        origin.publishCopies();

        assertThat(list().path("redactions")).hasSize(1);
        assertThat(list().at("/redactions/0/fields").toString()).isEqualTo("[\"notes\"]");
    }

    private void redactNotes(long network) throws Exception {
        origin.redact(new Redaction.Target(
                Net.TYPE, network, Net.TYPE.field("notes").orElseThrow(), Redaction.RedactedRange.ALL));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void redactedValueLeavesTheLogOfACopy(boolean feed) throws Exception {
        String notes = "redacted" + number++;
        long id = make();
        origin.publishCopies();
        try (LocalReplica local = replica(origin.url(), feed)) {
            local.copy.synchronize();
            note(id, notes);
            origin.publishCopies();
            local.copy.synchronize();
            assertThat(local.store.changesOf(Net.TYPE, id, 9).toString()).contains(notes);
            note(id, "other");
            redactNotes(id);
            origin.publishCopies();

            assertThat(local.copy.synchronize().way()).isEqualTo(feed ? "feed" : "files");

            assertThat(local.store.changesOf(Net.TYPE, id, 9).toString())
                    .doesNotContain(notes)
                    .contains("other");
            assertThat(Redaction.all(local.store))
                    .as("what those are told who copy the copy")
                    .anyMatch(values -> values.id() == id && values.fields().equals(List.of("notes")));
            assertThat(local.registry.current().version())
                    .isEqualTo(local.store.head().version());
            assertSame(local);
        }
    }

    @Test
    void valuesAfterARedactionStayInTheLogOfACopyThatBeginsAnew() throws Exception {
        String notes = "redacted" + number++;
        long id = make();
        origin.publishCopies();
        try (LocalReplica local = replica(origin.url(), false)) {
            local.copy.synchronize();
            List<String> all = List.of(notes, "kept", "given later", "last");
            for (String each : all.subList(0, 2)) {
                note(id, each);
                origin.publishCopies();
                local.copy.synchronize();
            }
            redactNotes(id);
            origin.publishCopies();
            local.copy.synchronize();
            origin.clock().forward(Duration.ofHours(2));
            try (LocalReplica later = replica(origin.url(), false)) {
                later.copy.synchronize();
                for (String each : all.subList(2, 4)) {
                    note(id, each);
                    origin.publishCopies();
                    local.copy.synchronize();
                    later.copy.synchronize();
                }
                try (RegistryStore.Transaction transaction = origin.store().beginTransaction()) {
                    transaction.renewSession();
                    transaction.commit();
                }
                make();
                origin.publishCopies();
                for (LocalReplica copy : List.of(local, later)) {
                    assertThat(copy.copy.synchronize().way()).isEqualTo("files");

                    assertThat(copy.store.changesOf(Net.TYPE, id, 9).toString())
                            .contains("kept", "given later", "last")
                            .doesNotContain(notes);
                    assertSame(copy);
                }
            }
        }
    }

    @Test
    void withdrawnContactIsNotInTheLogOfACopy() throws Exception {
        String email = "logged" + number++ + "@n.example.net";
        origin.publishCopies();
        try (LocalReplica local = replica(origin.url(), false)) {
            local.copy.synchronize();
            long id = contact(62, "Public", email);
            origin.publishCopies();
            local.copy.synchronize();
            assertThat(local.store.changesOf(Poc.TYPE, id, 9).toString()).contains(email);
            hide(id, email);
            origin.publishCopies();

            local.copy.synchronize();

            assertThat(local.store.changesOf(Poc.TYPE, id, 9)).hasSize(2);
            assertThat(local.store.changesOf(Poc.TYPE, id, 9).toString()).doesNotContain(email);
        }
    }

    @Test
    void cachesAreToldUntilTheyHaveHeard() throws Exception {
        Path program = folder.resolve("purge" + number++);
        Path working = Path.of(program + ".works");
        Path told = Path.of(program + ".told");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" >> \"$0.told\"\ntest -e \"$0.works\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        CachePurge purge = new CachePurge(program.toString());
        String email = "purged" + number++ + "@n.example.net";
        origin.clock().forward(Duration.ofMinutes(11));
        long id = contact(62, "Public", email);
        origin.publishCopies();
        String file = "/copies/public/" + snapshotFile();
        hide(id, email);

        publisher(purge).run();
        assertThat(Files.readAllLines(told)).containsOnlyOnce(file, "/peerage.csv.zip");
        Files.createFile(working);
        publisher(purge).run();
        publisher(purge).run();

        assertThat(Files.readAllLines(told).stream().filter(file::equals)).hasSize(2);
    }

    @Test
    void downloadsAreGoneAtOnceAndMadeAgainEachTenMinutesAtMost() throws Exception {
        String email = "downloaded" + number++ + "@n.example.net";
        long first = contact(62, "Public", email);
        long second = contact(62, "Public", email);
        origin.clock().forward(Duration.ofMinutes(11));
        origin.publishCopies();
        origin.clock().forward(Duration.ofMinutes(11));
        hide(first, email);
        origin.publishCopies();
        assertThat(origin.send("", "GET", "/peerage.sqlite.gz", "").status()).isEqualTo(200);
        hide(second, email);

        origin.publishCopies();
        assertThat(origin.send("", "GET", "/peerage.sqlite.gz", "").status()).isEqualTo(404);
        origin.clock().forward(Duration.ofMinutes(11));
        origin.publishCopies();

        assertThat(origin.send("", "GET", "/peerage.sqlite.gz", "").status()).isEqualTo(200);
    }

    private void hide(long contact, String email) throws Exception {
        assertThat(send("PUT", "/api/poc/" + contact, contactJson(62, "Users", email)))
                .isEqualTo(200);
    }

    private void note(long network, String notes) throws Exception {
        origin.save(ADMIN, "net/" + network, "notes", notes);
    }

    @Test
    void whatWaitsForApprovalIsInNoFile() throws Exception {
        String name = "Waiting " + number++;
        TestResponse made = origin.send(
                ADMIN,
                "POST",
                "/api/fac",
                "{\"org_id\": 41, \"name\": \"" + name
                        + "\", \"website\": \"https://f.example.net\", \"address1\": \"A 1\","
                        + " \"city\": \"Bern\", \"country\": \"CH\", \"zipcode\": \"3000\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().at("/data/0/status").stringValue()).isEqualTo("pending");

        origin.publishCopies();

        assertThat(told(name)).isEmpty();
    }

    @Test
    void anotherHistoryIsCopiedAnew() throws Exception {
        origin.publishCopies();
        try (LocalReplica local = replica(origin.url(), true)) {
            local.copy.synchronize();
            String before = list().at("/session").stringValue();
            long version = local.registry.current().version();
            try (RegistryStore.Transaction transaction = origin.store().beginTransaction()) {
                transaction.renewSession();
                transaction.commit();
            }
            long made = make();
            origin.publishCopies();

            SyncResult result = local.copy.synchronize();

            assertThat(list().at("/session").stringValue()).isNotEqualTo(before);
            assertThat(result.way()).isEqualTo("files");
            assertThat(result.vanished()).isZero();
            assertThat(local.row(Net.TYPE, made)).isNotNull();
            assertThat(local.registry.current().version()).isGreaterThan(version);
            assertThat(origin.copyFolder().resolve("public").resolve(before)).doesNotExist();
            assertSame(local);
        }
    }

    @Test
    void rowsThatTheSourceNeverHadLeaveTheCopy() throws Exception {
        origin.publishCopies();
        try (LocalReplica local = replica(origin.url(), true)) {
            local.copy.synchronize();
            tamper(local, "UPDATE org SET name = 'Tampered' WHERE id = 41");
            try (LocalReplica again = local.reopened()) {
                SyncResult repaired = again.copy.synchronize();

                assertThat(repaired.way()).isEqualTo("digests");
                assertThat(repaired.different()).isEmpty();
                assertThat(again.row(Org.TYPE, 41).get(Org.NAME)).isNotEqualTo("Tampered");
                assertSame(again);
            }
        }
    }

    @Test
    void doctorTellsWhichRowsAreNotTheSources() throws Exception {
        origin.publishCopies();
        try (LocalReplica local = replica(origin.url(), true)) {
            local.copy.synchronize();
            assertThat(SourceComparison.compare(local.store, origin.clock(), local.waits::add)
                            .orElseThrow()
                            .problems())
                    .isEmpty();
            tamper(local, "UPDATE net SET aka = 'Tampered' WHERE id = 62");

            assertThat(SourceComparison.compare(local.store, origin.clock(), local.waits::add)
                            .orElseThrow()
                            .problems())
                    .singleElement()
                    .asString()
                    .contains("rows of net");
            make();
            origin.publishCopies();
            assertThat(SourceComparison.compare(local.store, origin.clock(), local.waits::add)
                            .orElseThrow()
                            .problems())
                    .singleElement()
                    .asString()
                    .contains("and the copy at");
        }
        assertThat(SourceComparison.compare(origin.store(), origin.clock(), wait -> {}))
                .isEmpty();
    }

    @Test
    void nextKeyIsAnnouncedBeforeItSigns() throws Exception {
        origin.publishCopies();
        Path early = folder.resolve("early" + number++);
        SyncSettings settings = rarelyComparing(false, Optional.empty());
        try (LocalReplica told = new LocalReplica(Database.openFolder(early), settings, origin.clock());
                LocalReplica untold = new LocalReplica(newDatabase(), settings, origin.clock())) {
            untold.copy.synchronize();
            CopyKeys keys = new CopyKeys(origin.store(), origin.clock());
            keys.planNext();
            make();
            origin.publishCopies();
            told.copy.synchronize();
            origin.clock().forward(Duration.ofDays(8));
            make();
            origin.publishCopies();

            assertThat(told.copy.synchronize().way()).isEqualTo("files");
            assertSame(told);
            assertThatThrownBy(untold.copy::synchronize)
                    .isInstanceOf(RemoteRegistryException.class)
                    .hasMessageContaining("--copy-key");
        }
    }

    @Test
    void nextKeyIsKnownToThoseWhoFollowTheFeed() throws Exception {
        origin.publishCopies();
        try (LocalReplica local =
                new LocalReplica(newDatabase(), rarelyComparing(true, Optional.empty()), origin.clock())) {
            local.copy.synchronize();
            new CopyKeys(origin.store(), origin.clock()).planNext();
            make();
            origin.publishCopies();
            assertThat(local.copy.synchronize().way()).isEqualTo("feed");
            origin.clock().forward(Duration.ofMinutes(2));
            local.copy.synchronize();
            origin.clock().forward(Duration.ofDays(8));
            make();
            origin.publishCopies();
            local.copy.synchronize();
            tamper(local, "UPDATE org SET name = 'Tampered' WHERE id = 41");

            try (LocalReplica again = local.reopened()) {
                assertThat(again.copy.synchronize().way()).isEqualTo("digests");
                assertSame(again);
            }
        }
    }

    @Test
    void nextKeyIsKnownWhereThereIsAlwaysNews() throws Exception {
        origin.publishCopies();
        try (LocalReplica local =
                new LocalReplica(newDatabase(), rarelyComparing(true, Optional.empty()), origin.clock())) {
            local.copy.synchronize();
            new CopyKeys(origin.store(), origin.clock()).planNext();
            for (int day = 0; day <= 8; day += 4) {
                make();
                origin.publishCopies();
                make();
                SyncResult round = local.copy.synchronize();
                assertThat(round.way()).isEqualTo("feed");
                assertThat(round.changed()).isPositive();
                origin.clock().forward(Duration.ofDays(4));
            }
            origin.publishCopies();
            tamper(local, "UPDATE org SET name = 'Tampered' WHERE id = 41");

            try (LocalReplica again = local.reopened()) {
                assertThat(again.copy.synchronize().way()).isEqualTo("digests");
                assertSame(again);
            }
        }
    }

    @Test
    void givenKeyLeadsToThoseThatFollowIt() throws Exception {
        origin.publishCopies();
        Optional<String> given =
                CopySignature.readKey(Files.readString(origin.copyFolder().resolve("key.pem")));
        assertThat(given).isPresent();
        try (LocalReplica local = new LocalReplica(newDatabase(), rarelyComparing(false, given), origin.clock())) {
            local.copy.synchronize();
            new CopyKeys(origin.store(), origin.clock()).planNext();
            make();
            origin.publishCopies();
            local.copy.synchronize();
            origin.clock().forward(Duration.ofDays(8));
            for (int i = 0; i < 3; i++) {
                make();
                origin.publishCopies();

                assertThat(local.copy.synchronize().way()).isEqualTo("files");
            }
            assertSame(local);
        }
    }

    private SyncSettings rarelyComparing(boolean feed, Optional<String> key) {
        return new SyncSettings(
                URI.create(origin.url()),
                Optional.empty(),
                Optional.empty(),
                Duration.ofDays(90),
                feed,
                false,
                true,
                key);
    }

    /** What may be done to files on their way. */
    enum Hostility {
        FLIPPED_BITS,
        TRUNCATED,
        LONGER,
        ANOTHER_FILE,
        MISSING,
        UNSIGNED,
        OTHER_KEY
    }

    @ParameterizedTest
    @EnumSource(Hostility.class)
    void brokenFilesAreRefusedAndChangeNothing(Hostility hostility) throws Exception {
        origin.publishCopies();
        try (Proxy proxy = new Proxy();
                LocalReplica local = replica(proxy.url(), true)) {
            proxy.change = hostility;

            assertThatThrownBy(local.copy::synchronize).isInstanceOf(RemoteRegistryException.class);

            assertThat(local.registry.current().size(Org.TYPE)).isZero();
            proxy.change = null;
            assertThat(local.copy.synchronize().way()).isEqualTo("files");
            assertSame(local);
        }
    }

    @Test
    void listOfADayAgoIsRefused() throws Exception {
        origin.publishCopies();
        Clock tomorrow = Clock.offset(origin.clock(), Duration.ofHours(26));
        try (LocalReplica local = new LocalReplica(newDatabase(), settings(origin.url(), true), tomorrow)) {
            assertThatThrownBy(local.copy::synchronize)
                    .isInstanceOf(RemoteRegistryException.class)
                    .hasMessageContaining("24 hours");
        }
    }

    @Test
    void listThatIsYetToComeIsRefused() throws Exception {
        make();
        origin.publishCopies();
        Clock behind = Clock.offset(origin.clock(), Duration.ofMinutes(-10));
        try (LocalReplica local = new LocalReplica(newDatabase(), settings(origin.url(), true), behind)) {
            assertThatThrownBy(local.copy::synchronize)
                    .isInstanceOf(RemoteRegistryException.class)
                    .hasMessageContaining("yet to come");
        }
    }

    @Test
    void listThatIsOlderThanOneSeenBeforeIsRefused() throws Exception {
        origin.publishCopies();
        byte[] old = Files.readAllBytes(origin.copyFolder().resolve("public/notification.jose"));
        make();
        origin.publishCopies();
        try (Proxy proxy = new Proxy();
                LocalReplica local = replica(proxy.url(), false)) {
            local.copy.synchronize();
            proxy.list = old;

            assertThatThrownBy(local.copy::synchronize)
                    .isInstanceOf(RemoteRegistryException.class)
                    .hasMessageContaining("before the one that was seen last");
        }
    }

    @Test
    void registryWithoutFilesIsCopiedAsBefore() throws Exception {
        try (Proxy proxy = new Proxy();
                LocalReplica local = replica(proxy.url(), true)) {
            proxy.hasFiles = false;

            assertThat(local.copy.synchronize().way()).isEqualTo("full");
            assertThat(local.copy.synchronize().way()).isEqualTo("feed");
        }
    }

    @Test
    void keyGoesWithNoFile() throws Exception {
        origin.publishCopies();
        try (Proxy proxy = new Proxy();
                LocalReplica local = new LocalReplica(
                        newDatabase(),
                        new SyncSettings(
                                URI.create(proxy.url()),
                                Optional.of(origin.key(ADMIN)),
                                Optional.empty(),
                                Duration.ofDays(1),
                                true,
                                false),
                        origin.clock())) {
            SyncResult result = local.copy.synchronize();

            assertThat(result.way()).isEqualTo("files");
            assertThat(proxy.withKey).isNotEmpty().noneMatch(path -> path.startsWith("/copies/"));
            assertThat(local.registry.current().size(Poc.TYPE)).isGreaterThan(publicContacts());
        }
    }

    @Test
    void filesAreForCachesToKeep() throws Exception {
        origin.clock().forward(Duration.ofMinutes(11));
        origin.publishCopies();
        String file = "/copies/public/" + snapshotFile();
        TestResponse whole = origin.send("", "HEAD", file, "");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(whole.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(whole.header("Content-Length"))
                .isEqualTo(list().at("/snapshot/bytes").toString());
        String tag = whole.header("ETag");
        assertThat(origin.send("", "GET", file, "", "If-None-Match", tag).status())
                .isEqualTo(304);
        TestResponse part = origin.send("", "GET", file, "", "Range", "bytes=0-99", "If-Range", tag);
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Length")).isEqualTo("100");
        assertThat(origin.send("", "GET", file, "", "Range", "bytes=0-99", "If-Range", "\"other\"")
                        .status())
                .isEqualTo(200);
        assertThat(origin.send("", "GET", file, "", "Range", "bytes=999999999-").status())
                .isEqualTo(416);
        assertThat(origin.send("", "GET", "/copies/public/notification.jose", "")
                        .header("Cache-Control"))
                .isEqualTo("public, max-age=10, stale-while-revalidate=30, stale-if-error=86400");
        assertThat(origin.send("", "GET", "/peerage.sqlite.gz", "", "Range", "bytes=0-1")
                        .status())
                .isEqualTo(206);
        assertThat(origin.send("", "POST", file, "{}").status()).isEqualTo(405);
        for (String none : List.of("/copies/", "/copies/public/x", "/copies/public/notification.jose.part")) {
            assertThat(origin.send("", "GET", none, "").status()).as(none).isIn(400, 404);
        }
    }

    @Test
    void filesGoOnAfterAStart() throws Exception {
        origin.publishCopies();
        String snapshot = snapshotFile();
        make();

        publisher().run();

        assertThat(snapshotFile()).isEqualTo(snapshot);
        JsonNode deltas = list().path("deltas");
        assertThat(deltas.path(deltas.size() - 1).path("to")).isEqualTo(list().path("version"));
        try (LocalReplica local = replica(origin.url(), true)) {
            assertThat(local.copy.synchronize().different()).isEmpty();
            assertSame(local);
        }
    }

    @Test
    void damagedFilesAreMadeAnewAfterAStart() throws Exception {
        origin.publishCopies();
        String snapshot = snapshotFile();
        Files.write(origin.copyFolder().resolve("public").resolve(snapshot), new byte[100]);
        make();

        publisher().run();

        assertThat(snapshotFile()).isNotEqualTo(snapshot);
        assertThat(list().path("deltas")).isEmpty();
        try (LocalReplica local = replica(origin.url(), true)) {
            assertThat(local.copy.synchronize().different()).isEmpty();
            assertSame(local);
        }
    }

    @Test
    void newSnapshotComesDailyOrWhenDeltasAreMany() throws Exception {
        origin.publishCopies();
        String first = snapshotFile();
        make();
        origin.clock().forward(Duration.ofHours(25));
        origin.publishCopies();
        String second = snapshotFile();
        assertThat(second).isNotEqualTo(first);
        assertThat(origin.copyFolder().resolve("public").resolve(first)).exists();
        origin.clock().forward(Duration.ofHours(2));
        make();

        origin.publishCopies();

        assertThat(origin.copyFolder().resolve("public").resolve(first)).doesNotExist();
    }

    /** As another process on the same folder. */
    private CopyPublisher publisher() throws Exception {
        return publisher(CachePurge.NONE);
    }

    private CopyPublisher publisher(CachePurge purge) throws Exception {
        Registry registry = Registry.open(origin.store());
        registry.awaitLoaded();
        return new CopyPublisher(
                new CopyFolder(origin.copyFolder()), origin.store(), registry::current, origin.clock(), purge);
    }

    @Test
    void sqliteFileHasWhatAnybodyReads() throws Exception {
        origin.clock().forward(Duration.ofMinutes(11));
        origin.publishCopies();
        Path file = folder.resolve("download" + number++ + ".sqlite");
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(origin.copyFolder().resolve("peerage.sqlite.gz")))) {
            Files.copy(in, file);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet found = connection
                        .createStatement()
                        .executeQuery("SELECT count(*), max(asn) FROM net JOIN org ON org.id = net.org_id")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getInt(1))
                    .isEqualTo(origin.send("", "GET", "/net-0.json", "")
                            .json()
                            .path("data")
                            .size());
            assertThat(found.getLong(2)).isPositive();
        }
        try (ZipFile zip =
                new ZipFile(origin.copyFolder().resolve("peerage.csv.zip").toFile())) {
            assertThat(zip.size()).isEqualTo(ObjectTypes.ALL.size());
            String csv = new String(zip.getInputStream(zip.getEntry("net.csv")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(csv).startsWith("id,org_id,");
        }
    }

    private SyncSettings settings(String url, boolean feed) {
        return new SyncSettings(URI.create(url), Optional.empty(), Optional.empty(), Duration.ofDays(1), feed, false);
    }

    private LocalReplica replica(String url, boolean feed) throws Exception {
        return new LocalReplica(newDatabase(), settings(url, feed), origin.clock());
    }

    private String snapshotFile() throws Exception {
        return list().at("/snapshot/url").stringValue();
    }

    private void assertSame(LocalReplica local) throws Exception {
        JsonNode digest = list().path("digest");
        Snapshot here = local.registry.current();
        for (ObjectType type : ObjectTypes.ALL) {
            assertThat(PublicRows.digest(here, type).toString())
                    .as(type.typeName())
                    .isEqualTo(digest.path(type.typeName()).stringValue());
        }
        // What the list tells is what everybody is answered.
        String shown = origin.send("", "GET", "/api/net/62?depth=0", "")
                .json()
                .at("/data/0/name")
                .stringValue();
        assertThat(local.row(Net.TYPE, 62).get(Net.NAME)).isEqualTo(shown);
    }

    private int publicContacts() throws Exception {
        return origin.send("", "GET", "/api/poc?since=1", "")
                .json()
                .path("data")
                .size();
    }

    private JsonNode list() throws Exception {
        return origin.send("", "GET", LIST, "").json();
    }

    /** Files in which a text is. */
    private List<String> told(String text) throws IOException {
        List<String> telling = new ArrayList<>();
        try (Stream<Path> files = Files.walk(origin.copyFolder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                try (InputStream in = name.endsWith(".gz")
                        ? new GZIPInputStream(Files.newInputStream(file))
                        : name.endsWith(".zst")
                                ? new com.github.luben.zstd.ZstdInputStream(Files.newInputStream(file))
                                : Files.newInputStream(file)) {
                    if (new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(text)) {
                        telling.add(name);
                    }
                }
            }
        }
        return telling;
    }

    private static void tamper(LocalReplica local, String sql) throws Exception {
        try (Connection connection = local.database().source().getConnection()) {
            connection.createStatement().execute(sql);
        }
    }

    private long make() throws Exception {
        int asn = 250_000 + number++;
        TestResponse made = origin.send(ADMIN, "POST", "/api/net", """
                {"org_id": 41, "name": "Filed %d", "asn": %d}""".formatted(asn, asn));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/data/0/id").longValue();
    }

    private long contact(long network, String visible, String email) throws Exception {
        TestResponse made = origin.send(ADMIN, "POST", "/api/poc", contactJson(network, visible, email));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/data/0/id").longValue();
    }

    private static String contactJson(long network, String visible, String email) {
        return """
                {"net_id": %d, "role": "Sales", "name": "A", "visible": "%s", "email": "%s"}""".formatted(network, visible, email);
    }

    private int send(String method, String path, String body) throws Exception {
        return origin.send(ADMIN, method, path, body).status();
    }

    /** Stands between the source and a copy, and may change what it passes on. */
    private final class Proxy implements AutoCloseable {
        private final HttpServer server;
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private final List<String> withKey = Collections.synchronizedList(new ArrayList<>());
        private volatile Hostility change;
        private volatile byte[] list;
        private volatile boolean hasFiles = true;

        Proxy() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::pass);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void pass(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().toString();
            asked.add(path);
            HttpURLConnection there =
                    (HttpURLConnection) URI.create(origin.url() + path).toURL().openConnection();
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            if (key != null) {
                withKey.add(path);
                there.setRequestProperty("Authorization", key);
            }
            try (exchange) {
                boolean missing = path.startsWith("/copies/") && (!hasFiles || isChanged(path, Hostility.MISSING));
                int status = missing ? 404 : there.getResponseCode();
                for (String name : List.of("X-Peerage-Version", "X-Peerage-Session", "ETag")) {
                    if (there.getHeaderField(name) != null) {
                        exchange.getResponseHeaders().set(name, there.getHeaderField(name));
                    }
                }
                InputStream in = status == 200 ? there.getInputStream() : there.getErrorStream();
                byte[] body =
                        missing || in == null ? new byte[0] : changed(path).apply(in.readAllBytes());
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }

        private boolean isChanged(String path, Hostility how) {
            return change == how && path.contains(".jsonl.");
        }

        private UnaryOperator<byte[]> changed(String path) {
            if (path.endsWith("notification.jose")) {
                return body -> {
                    String text = new String(list == null ? body : list, StandardCharsets.US_ASCII);
                    String[] parts = text.split("\\.");
                    if (change == Hostility.UNSIGNED) {
                        String other = new String(
                                        java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                                .replace("\"rows\":", "\"rows\": 1");
                        text = parts[0] + "."
                                + java.util.Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(other.getBytes(StandardCharsets.UTF_8))
                                + "." + parts[2];
                    }
                    return text.getBytes(StandardCharsets.US_ASCII);
                };
            }
            if (path.endsWith("key.pem") && change == Hostility.OTHER_KEY) {
                return body -> otherKey();
            }
            if (change == null || !path.contains(".jsonl.")) {
                return body -> body;
            }
            return body -> {
                switch (change) {
                    case FLIPPED_BITS -> body[body.length / 2] ^= 4;
                    case TRUNCATED -> {
                        return java.util.Arrays.copyOf(body, body.length / 2);
                    }
                    case LONGER -> {
                        return java.util.Arrays.copyOf(body, body.length + 10);
                    }
                    case ANOTHER_FILE -> {
                        return packed("{\"peerage_copies\": 1, \"session\": \"x\"}\n");
                    }
                    default -> {}
                }
                return body;
            };
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static byte[] packed(String text) {
        var bytes = new java.io.ByteArrayOutputStream();
        try (var out = new java.util.zip.GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] otherKey() {
        try {
            var generator = java.security.KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            String key = java.util.Base64.getMimeEncoder()
                    .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
            return ("-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
