package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.ChangeNote;
import org.peerage.store.ChangeSearch;
import org.peerage.store.ChangeSubject;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestAccounts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Undo of changes (docs/spec/record.md §2.3), and what leads to them in the log, on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UndoContract {
    private static final Author STAFF = new TrustedAuthor("user:1", false);
    private static int names = 1;

    private Database database;
    private RegistryStore store;
    private Registry registry;
    private WriteLane lane;
    private Editor editor;
    private long network;
    private long exchange;

    abstract Database newDatabase() throws Exception;

    @BeforeAll
    void open() throws Exception {
        database = newDatabase();
        store = new RegistryStore(database);
        new DumpLoader(store, Clock.systemUTC())
                .load(ProjectFiles.conformance("world/dump.json"), true, TestAccounts.silently());
        registry = Registry.open(store);
        registry.awaitLoaded();
        lane = new WriteLane(store, registry, Clock.systemUTC());
        editor = new Editor(
                registry,
                lane,
                new OperationHandler(RegistrySettings.STANDARD),
                asn -> new ExternalFacts.AsnRecord.Unchecked(),
                Clock.systemUTC());
    }

    @BeforeEach
    void makeNetworkAndExchange() throws Exception {
        int number = names++;
        network = create(
                Net.TYPE,
                "{'org_id': 41, 'name': 'Undo %d', 'asn': %d, 'website': 'https://n.example.net'}"
                        .formatted(number, 240_000 + number));
        create(
                Poc.TYPE,
                "{'net_id': %d, 'role': 'Technical', 'name': 'T', 'email': 't@n.example.net', 'visible': 'Users'}"
                        .formatted(network));
        exchange = create(
                Ix.TYPE,
                ("{'org_id': 41, 'name': 'Undo-IX %d', 'city': 'Berlin', 'country': 'DE', 'region_continent': 'Europe',"
                                + " 'tech_email': 'a@x.example.net', 'website': 'https://x.example.net',"
                                + " 'prefix': '193.202.%d.0/24'}")
                        .formatted(number, number));
        submit(new Operation.Approve(Ix.TYPE, exchange));
    }

    @AfterAll
    void databaseHasWhatMemoryHas() throws Exception {
        RegistryStore.RegistryContents stored = store.readAll(ObjectTypes.ALL);
        for (ObjectType type : ObjectTypes.ALL) {
            List<Row> rows = new ArrayList<>();
            registry.current().forEach(type, rows::add);
            assertThat(rows)
                    .as(type.typeName())
                    .containsExactlyInAnyOrderElementsOf(stored.rows().get(type));
        }
        lane.close();
        database.close();
    }

    private static RequestFields input(String json) {
        Map<String, JsonNode> values = new HashMap<>();
        JsonMapper.shared()
                .readTree(json.replace('\'', '"'))
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return new RequestFields(values, false);
    }

    private long create(ObjectType type, String json) throws Exception {
        return submit(new Operation.Create(type, input(json)))
                .row()
                .orElseThrow()
                .id();
    }

    private Decision.Applied submit(Operation... operations) throws Exception {
        Decision decision = editor.submit(
                        new Editor.WriteCommand(List.of(operations), STAFF, "test", null, null, false))
                .decided()
                .last();
        assertThat(decision).isInstanceOf(Decision.Applied.class);
        return (Decision.Applied) decision;
    }

    private long version() {
        return registry.current().version();
    }

    private Row row(ObjectType type, long id) {
        return Objects.requireNonNull(registry.current().find(type, id));
    }

    private String address(int last) {
        Row prefix = registry.current().referring(IxPfx.IXLAN_ID, exchange).getFirst();
        return prefix.get(IxPfx.PREFIX).toString().replace(".0/24", "." + last);
    }

    private String connection(int last, int speed) {
        return "{'net_id': %d, 'ixlan_id': %d, 'speed': %d, 'ipaddr4': '%s', 'ipaddr6': ''}"
                .formatted(network, exchange, speed, address(last));
    }

    private long connect(int last) throws Exception {
        return create(NetIxLan.TYPE, connection(last, 1000));
    }

    private void update(long connection, int last, int speed) throws Exception {
        submit(new Operation.Update(NetIxLan.TYPE, connection, input(connection(last, speed))));
    }

    private UndoOutcome undo(boolean skip, Author author, boolean dry, long... versions) throws Exception {
        List<Change> changes = new UndoSelection.OfVersions(
                        java.util.Arrays.stream(versions).boxed().toList())
                .find(store, registry.current())
                .changes();
        return editor.undo(
                new UndoCommand(changes, skip, UndoCommand.Ownership.ALWAYS, author, "undo", "a mistake", dry));
    }

    private UndoOutcome undo(long... versions) throws Exception {
        UndoOutcome outcome = undo(false, STAFF, false, versions);
        assertThat(outcome.refusal()).as(outcome.skipped().toString()).isEmpty();
        return outcome;
    }

    @Test
    void changedFieldGoesBackAndOthersStay() throws Exception {
        long connection = connect(10);
        update(connection, 10, 5000);
        long wrong = version();
        update(connection, 11, 5000);

        UndoOutcome outcome = undo(wrong);

        assertThat(row(NetIxLan.TYPE, connection).get(NetIxLan.SPEED)).isEqualTo(1000);
        assertThat(row(NetIxLan.TYPE, connection).find(NetIxLan.IPADDR4)).hasToString(address(11));
        assertThat(outcome.undone()).singleElement().satisfies(undone -> assertThat(undone.fields())
                .containsOnly(Map.entry(NetIxLan.SPEED, new UndoOutcome.FieldValues(5000L, 1000L))));
        assertThat(store.notes(List.of(outcome.version()))).containsValue(new ChangeNote("undo:" + wrong, "a mistake"));
    }

    @Test
    void undoOfAnUndoDoesItAgain() throws Exception {
        long connection = connect(10);
        update(connection, 10, 5000);
        UndoOutcome first = undo(version());

        undo(first.version());

        assertThat(row(NetIxLan.TYPE, connection).get(NetIxLan.SPEED)).isEqualTo(5000);
    }

    @Test
    void severalVersionsOfAnObjectAreNetted() throws Exception {
        long before = version();
        long connection = connect(10);
        update(connection, 10, 5000);
        update(connection, 11, 6000);

        UndoOutcome outcome = undo(before + 1, before + 2, before + 3);

        assertThat(outcome.undone()).singleElement().satisfies(undone -> {
            assertThat(undone.operation()).isEqualTo("delete");
            assertThat(undone.version()).isEqualTo(before + 1);
        });
        assertThat(row(NetIxLan.TYPE, connection).status()).isEqualTo(Status.DELETED);
    }

    @Test
    void fieldChangedSinceIsAConflictWhichMayBeSkipped() throws Exception {
        long connection = connect(10);
        update(connection, 11, 5000);
        long wrong = version();
        update(connection, 11, 7000);

        UndoOutcome refused = undo(false, STAFF, false, wrong);
        assertThat(refused.refusal()).containsInstanceOf(Refusal.Message.class);
        assertThat(refused.skipped()).singleElement().satisfies(skipped -> assertThat(skipped.reason())
                .isEqualTo("speed changed since"));
        assertThat(version()).isEqualTo(wrong + 1);

        UndoOutcome outcome = undo(true, STAFF, false, wrong);

        assertThat(outcome.refusal()).isEmpty();
        assertThat(outcome.skipped()).hasSize(1);
        assertThat(row(NetIxLan.TYPE, connection).find(NetIxLan.IPADDR4)).hasToString(address(10));
        assertThat(row(NetIxLan.TYPE, connection).get(NetIxLan.SPEED)).isEqualTo(7000);
    }

    @Test
    void deletedNetworkComesBackWithAllThatWentWithIt() throws Exception {
        long connection = connect(10);
        Snapshot before = registry.current();
        submit(new Operation.Delete(Net.TYPE, network));
        long deleted = version();

        List<Change> changes = new UndoSelection.OfObjects(
                        List.of(new UndoSelection.ObjectVersion(deleted, new ChangedObject(Net.TYPE, network))))
                .find(store, registry.current())
                .changes();
        editor.undo(new UndoCommand(changes, false, UndoCommand.Ownership.ALWAYS, STAFF, "undo", "", false));

        assertThat(row(NetIxLan.TYPE, connection).isActive()).isTrue();
        assertThatRowsAreAsIn(before);
    }

    @Test
    void rowsThatExchangedAddressesExchangeThemBack() throws Exception {
        long one = connect(10);
        long other = connect(11);
        Snapshot before = registry.current();
        submit(
                new Operation.ReleaseAddress(
                        one, Objects.requireNonNull(row(NetIxLan.TYPE, one).find(NetIxLan.IPADDR4))),
                new Operation.Update(NetIxLan.TYPE, other, input(connection(10, 1000))),
                new Operation.Update(NetIxLan.TYPE, one, input(connection(11, 1000))));

        undo(version());

        assertThatRowsAreAsIn(before);
    }

    @Test
    void addressThatAnotherHasTakenIsAConflict() throws Exception {
        long connection = connect(10);
        submit(new Operation.Delete(NetIxLan.TYPE, connection));
        long deleted = version();
        long taker = connect(10); // takes up the deleted row
        assertThat(taker).isEqualTo(connection);

        UndoOutcome outcome = undo(true, STAFF, false, deleted);

        assertThat(outcome.undone()).isEmpty();
        assertThat(outcome.skipped()).singleElement().satisfies(skipped -> assertThat(skipped.reason())
                .isEqualTo("it was brought back since"));
    }

    @Test
    void madeObjectIsNotUndoneFromUnderWhatHangsOnItSince() throws Exception {
        long made =
                create(Net.TYPE, "{'org_id': 41, 'name': 'Made', 'asn': 239999, 'website': 'https://n.example.net'}");
        long version = version();
        create(
                Poc.TYPE,
                "{'net_id': %d, 'role': 'Technical', 'name': 'T', 'email': 't@n.example.net', 'visible': 'Users'}"
                        .formatted(made));

        UndoOutcome outcome = undo(false, STAFF, false, version);

        assertThat(outcome.refusal()).isPresent();
        assertThat(outcome.skipped().getFirst().reason()).contains("hangs on it since");
        assertThat(row(Net.TYPE, made).isActive()).isTrue();
    }

    @Test
    void rightOfTheOppositeWriteIsAskedFor() throws Exception {
        long connection = connect(10);
        long made = version();
        Author updates = new Author() {
            @Override
            public String actor() {
                return "user:2";
            }

            @Override
            public boolean may(AccessRight right, String namespace) {
                return right == AccessRight.UPDATE;
            }

            @Override
            public List<String> emails() {
                return List.of();
            }

            @Override
            public boolean bypassesRules() {
                return false;
            }
        };

        UndoOutcome outcome = undo(true, updates, false, made);

        assertThat(outcome.refusal())
                .contains(Refusal.Forbidden.of(AccessRight.DELETE, row(NetIxLan.TYPE, connection)));
        assertThat(version()).isEqualTo(made);
    }

    @Test
    void trialChangesNothing() throws Exception {
        connect(10);
        long made = version();

        UndoOutcome outcome = undo(false, STAFF, true, made);

        assertThat(outcome.undone()).hasSize(1);
        assertThat(version()).isEqualTo(made);
        assertThat(store.notes(List.of(made + 1))).isEmpty();
    }

    @Test
    void approvalIsNotUndone() throws Exception {
        long number = names++;
        long pending = create(
                Ix.TYPE,
                ("{'org_id': 41, 'name': 'Pending-IX %d', 'city': 'Berlin', 'country': 'DE', 'region_continent':"
                                + " 'Europe', 'tech_email': 'a@x.example.net', 'website': 'https://x.example.net',"
                                + " 'prefix': '193.202.%d.0/24'}")
                        .formatted(number, number));
        submit(new Operation.Approve(Ix.TYPE, pending));

        UndoOutcome outcome = undo(true, STAFF, false, version());

        assertThat(outcome.undone()).isEmpty();
        assertThat(outcome.skipped())
                .extracting(UndoOutcome.SkippedChange::reason)
                .contains("it was approved");
        assertThat(row(Ix.TYPE, pending).isActive()).isTrue();
    }

    @Test
    void selectionThatIsCutSaysSo() throws Exception {
        long version = version() + 1_000_000;
        List<Change> many = new ArrayList<>();
        for (int seq = 0; seq <= UndoCommand.MAX_CHANGES; seq++) {
            many.add(new Change(
                    version,
                    seq,
                    Instant.EPOCH,
                    "test",
                    null,
                    "update",
                    "net",
                    network,
                    "{}",
                    "{\"aka\": \"" + seq + "\"}"));
        }
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.log(many);
            transaction.note(version, new ChangeNote("bulk", ""));
            transaction.commit();
        }

        UndoSelection.FoundChanges found = new UndoSelection.OfCause("bulk").find(store, registry.current());

        assertThat(found.cut()).isTrue();
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.deleteChangesAfter(version - 1);
            transaction.commit();
        }
        assertThat(new UndoSelection.OfCause("bulk")
                        .find(store, registry.current())
                        .cut())
                .isFalse();
    }

    @Test
    void whatWasInOtherHandsStays() throws Exception {
        long connection = connect(10);
        update(connection, 10, 5000);
        long others = version();
        update(connection, 10, 6000);
        List<Change> changes = new UndoSelection.OfVersions(List.of(others, others + 1))
                .find(store, registry.current())
                .changes();

        UndoOutcome outcome =
                editor.undo(new UndoCommand(changes, true, object -> others + 1, STAFF, "undo", "", false));

        assertThat(outcome.skipped())
                .extracting(UndoOutcome.SkippedChange::reason)
                .contains("it was in other hands before");
        assertThat(row(NetIxLan.TYPE, connection).get(NetIxLan.SPEED)).isEqualTo(6000);
    }

    @Test
    void randomWritesUndoneTogetherLeaveEverythingAsItWas() throws Exception {
        Random random = new Random(7);
        List<Long> own = new ArrayList<>();
        for (int i = 10; i < 30; i++) {
            own.add(connect(i));
        }
        Snapshot before = registry.current();
        List<Operation> operations = new ArrayList<>();
        int next = 30;
        for (long connection : own) {
            switch (random.nextInt(4)) {
                case 0 -> operations.add(new Operation.Delete(NetIxLan.TYPE, connection));
                case 1 ->
                    operations.add(new Operation.Update(
                            NetIxLan.TYPE, connection, input(connection(next++, 100 + random.nextInt(900)))));
                case 2 -> operations.add(new Operation.Create(NetIxLan.TYPE, input(connection(next++, 400))));
                default -> {}
            }
        }
        submit(operations.toArray(Operation[]::new));
        long first = version();
        submit(new Operation.Create(NetIxLan.TYPE, input(connection(next, 400))));

        undo(first, first + 1);

        assertThatRowsAreAsIn(before);
    }

    private void assertThatRowsAreAsIn(Snapshot before) {
        for (ObjectType type : ObjectTypes.ALL) {
            before.forEach(type, row -> assertThat(lasting(row(type, row.id()))).isEqualTo(lasting(row)));
            registry.current().forEach(type, row -> {
                if (before.find(type, row.id()) == null) {
                    assertThat(row.status()).as(row.toString()).isEqualTo(Status.DELETED);
                }
            });
        }
    }

    /** The values of a row, but for when it was saved last. */
    private static Map<String, Object> lasting(Row row) {
        Map<String, Object> values = new HashMap<>();
        for (Field<?> field : row.type().fields()) {
            Object value = row.find(field);
            if (value != null
                    && !field.name().endsWith("updated")
                    && !field.name().equals("version")) {
                values.put(field.name(), value);
            }
        }
        return values;
    }

    @Test
    void changeIsFoundByAllThatItIsAbout() throws Exception {
        long before = version();
        long connection = connect(10);

        for (ChangeSubject subject : List.of(
                ChangeSubject.of(Net.TYPE, network),
                ChangeSubject.of(Ix.TYPE, exchange),
                ChangeSubject.of(Org.TYPE, 41),
                ChangeSubject.country("DE").orElseThrow(),
                ChangeSubject.of(NetIxLan.TYPE, connection))) {
            assertThat(store.changes(ChangeSearch.newest(10).about(subject).between(before, Long.MAX_VALUE)))
                    .as(subject.toString())
                    .extracting(Change::type, Change::objectId)
                    .containsExactly(org.assertj.core.api.Assertions.tuple("netixlan", connection));
        }
        assertThat(store.changes(ChangeSearch.newest(10)
                        .about(ChangeSubject.of(Net.TYPE, network))
                        .ofType(NetFac.TYPE)))
                .isEmpty();
    }

    @Test
    void changesAreFoundByFieldActorAndTime() throws Exception {
        long connection = connect(10);
        update(connection, 10, 2000);
        ChangeSearch ofNetwork = ChangeSearch.newest(10).about(ChangeSubject.of(Net.TYPE, network));

        assertThat(store.changes(ofNetwork.of(NetIxLan.SPEED).between(version() - 1, Long.MAX_VALUE)))
                .extracting(Change::operation)
                .containsExactly("update");
        assertThat(store.changes(ofNetwork.by("user:999"))).isEmpty();
        assertThat(store.changes(ofNetwork.by("user:1").oldestFirst()))
                .extracting(Change::version)
                .isSorted()
                .hasSizeGreaterThan(2);
        assertThat(store.versionBefore(store.head().changedAt().plusSeconds(1))).isEqualTo(version());
        assertThat(store.versionBefore(java.time.Instant.EPOCH)).isZero();
    }

    @Test
    void oldLogIsIndexedAsIfItHadBeenAtOnce() throws Exception {
        long connection = connect(10);
        update(connection, 10, 2000);
        submit(new Operation.Delete(Net.TYPE, network));
        List<String> asWritten = about();
        try (var sql = database.source().getConnection();
                var statement = sql.createStatement()) {
            statement.execute("DELETE FROM change_about");
        }

        new ChangeIndexer(store, registry::current).run();

        assertThat(about()).isEqualTo(asWritten);
    }

    @Test
    void indexThatWasCutOffGoesOnAroundWhatItHad() throws Exception {
        update(connect(11), 11, 2000);
        update(connect(12), 12, 3000);
        List<String> asWritten = about();
        long head = version();
        try (var sql = database.source().getConnection();
                var statement = sql.createStatement()) {
            statement.execute("DELETE FROM peerage_state WHERE name = 'change-index'");
            statement.execute(
                    "DELETE FROM change_about WHERE version > " + (head - 1) + " OR version <= " + (head - 3));
            statement.execute("INSERT INTO peerage_state (name, content) VALUES ('change-index-part', '" + (head - 3)
                    + " " + (head - 1) + "') ON CONFLICT (name) DO UPDATE SET content = excluded.content");
            statement.execute("DELETE FROM change_about WHERE version = " + (head - 2));
        }

        new ChangeIndexer(store, registry::current).run();

        assertThat(about())
                .as("all but what it was told to have")
                .isEqualTo(asWritten.stream()
                        .filter(line -> Long.parseLong(line.split(" ")[2]) != head - 2)
                        .toList());
        assertThat(new ChangeIndexer(store, registry::current).isDue()).isFalse();
    }

    private List<String> about() throws Exception {
        List<String> lines = new ArrayList<>();
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT subject, subject_id, version, seq FROM change_about"
                        + " ORDER BY version, seq, subject, subject_id")) {
            while (found.next()) {
                lines.add(Stream.of(found.getString(1), found.getLong(2), found.getLong(3), found.getLong(4))
                        .map(String::valueOf)
                        .collect(java.util.stream.Collectors.joining(" ")));
            }
        }
        return lines;
    }
}
