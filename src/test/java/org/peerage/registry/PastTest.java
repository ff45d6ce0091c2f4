package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.AdjustableClock;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestAccounts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** States of the past are those that were, whichever way leads to them (docs/spec/record.md §1.3, §1.6). */
class PastTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private Database database = placeholder();
    private RegistryStore store = placeholder();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T placeholder() {
        return null; // until it is opened
    }

    @BeforeEach
    void open() throws Exception {
        database = Database.openFolder(folder);
        store = new RegistryStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Path dump() {
        return ProjectFiles.conformance("world").resolve("dump.json");
    }

    private static Map<ObjectType, Map<Long, Row>> rows(Snapshot snapshot) {
        Map<ObjectType, Map<Long, Row>> rows = new HashMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            Map<Long, Row> ofType = new TreeMap<>();
            snapshot.forEach(type, row -> ofType.put(row.id(), row));
            rows.put(type, ofType);
        }
        return rows;
    }

    private Registry registry() throws SQLException {
        Registry registry = Registry.open(store);
        registry.awaitLoaded();
        return registry;
    }

    /** Makes versions that change, make and delete rows, a minute apart; the states by version. */
    private Map<Long, Map<ObjectType, Map<Long, Row>>> history(Registry registry, int versions) throws Exception {
        Random random = new Random(5);
        Map<Long, Map<ObjectType, Map<Long, Row>>> states = new TreeMap<>();
        states.put(registry.current().version(), rows(registry.current()));
        for (int i = 1; i <= versions; i++) {
            Clock clock = Clock.fixed(START.plus(Duration.ofMinutes(i)), ZoneOffset.UTC);
            Map<ObjectType, Map<Long, Row>> changed = new HashMap<>();
            for (ObjectType type : List.of(Org.TYPE, Net.TYPE, Poc.TYPE)) {
                List<Row> all = new ArrayList<>();
                registry.current().forEach(type, all::add);
                Row row = all.get(random.nextInt(all.size()));
                Row.Builder other = row.toBuilder().set(type.updated(), clock.instant());
                if (type == Org.TYPE && random.nextBoolean()) {
                    other.set(Org.ID, registry.current().lastId(type) + 1).set(Org.NAME, "Org of minute " + i);
                } else if (type == Poc.TYPE) {
                    other.set(Poc.EMAIL, "c" + i + "@n.example.net");
                } else {
                    other.setStored(type.field("notes").orElseThrow(), "of minute " + i);
                }
                Row made = other.build();
                changed.put(type, Map.of(made.id(), made));
            }
            try (WriteLane lane = new WriteLane(store, registry, clock, DependentData.NONE)) {
                new ReplicaWriter(store, registry, lane, clock)
                        .write(changed, "test", new ReplicaWriter.SavedState("test", refused -> ""));
            }
            states.put(registry.current().version(), rows(registry.current()));
        }
        return states;
    }

    private void load() throws Exception {
        new DumpLoader(store, Clock.fixed(START, ZoneOffset.UTC)).load(dump(), true, TestAccounts.silently());
    }

    @Test
    void statesAreTheSameByEveryWay() throws Exception {
        load();
        Registry registry = registry();
        var states = history(registry, 60);
        PastAnchors files = new PastAnchors(store, folder.resolve("past"), 40);
        Past near = new Past(store, registry, Clock.systemUTC(), Optional.empty(), 2, 1L << 30);
        files.keep(near);
        assertThat(files.versions()).hasSizeGreaterThanOrEqualTo(3);
        Snapshot present = registry.current();
        RegistryStore.PastMarks marks = store.pastMarks();

        for (long version : files.versions()) {
            Snapshot read =
                    files.nearest(version, Long.MAX_VALUE, marks, present).orElseThrow();
            assertThat(read.version()).isEqualTo(version);
            assertThat(rows(read)).isEqualTo(states.get(version));
        }
        Snapshot first = near.raw(1);
        assertThat(rows(first)).isEqualTo(states.get(1L));
        for (long version : List.of(1L, 7L, 23L, 59L, 60L, 61L, 2L)) {
            assertThat(rows(near.raw(version))).as("near " + version).isEqualTo(states.get(version));
            assertThat(rows(near.walk(first, version)))
                    .as("forwards " + version)
                    .isEqualTo(states.get(version));
            assertThat(rows(near.walk(present, version))).as("back " + version).isEqualTo(states.get(version));
        }
    }

    @Test
    void filesAreOfNoUseWhenSomethingIsTakenOutOfTheLog() throws Exception {
        load();
        Registry registry = registry();
        history(registry, 30);
        PastAnchors files = new PastAnchors(store, folder.resolve("past"), 20);
        Past past = new Past(store, registry, Clock.systemUTC(), Optional.of(files));
        files.keep(past);
        long kept = files.versions().getFirst();
        byte[] before = Files.readAllBytes(folder.resolve("past/" + kept + ".checkpoint"));
        List<Long> contacts = new ArrayList<>();
        registry.current().forEach(Poc.TYPE, row -> contacts.add(row.id()));

        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            store.blankHistory(transaction.connection(), Poc.TYPE, contacts);
            transaction.commit();
        }

        assertThat(files.nearest(kept, Long.MAX_VALUE, store.pastMarks(), registry.current()))
                .isEmpty();
        files.keep(past);
        assertThat(files.versions()).contains(kept);
        assertThat(Files.readAllBytes(folder.resolve("past/" + kept + ".checkpoint")))
                .isNotEqualTo(before);
    }

    @Test
    void filesAreNotMadeFromAPresentThatHasWhatWasTakenOut() throws Exception {
        load();
        Registry behind = registry();
        history(registry(), 30);
        PastAnchors files = new PastAnchors(store, folder.resolve("past"), 20);

        assertThatThrownBy(() -> files.keep(new Past(store, behind, Clock.systemUTC(), Optional.empty())))
                .isInstanceOfSatisfying(
                        PastUnavailableException.class,
                        behindOthers -> assertThat(behindOthers.isPassing()).isTrue());

        assertThat(files.versions()).isEmpty();
        assertThat(folder.resolve("past")).doesNotExist();
    }

    @Test
    void filesThatCannotBeReadAreDeleted() throws Exception {
        load();
        Registry registry = registry();
        history(registry, 30);
        Past past = new Past(store, registry, Clock.systemUTC(), Optional.empty());
        new PastAnchors(store, folder.resolve("past"), 20).keep(past);
        Path damaged = folder.resolve("past/5.checkpoint");
        Files.write(damaged, new byte[100]);
        Path part = folder.resolve("past/7.checkpoint.part");
        Files.write(part, new byte[100]);

        PastAnchors again = new PastAnchors(store, folder.resolve("past"), 20);
        again.keep(past);

        assertThat(damaged).doesNotExist();
        assertThat(part).doesNotExist();
        assertThat(again.versions()).isNotEmpty();
        PastAnchors.deleteAll(folder.resolve("past"));
        assertThat(folder.resolve("past")).isEmptyDirectory();
    }

    @Test
    void versionsOfManyRowsAreReadWhole() throws Exception {
        load();
        history(registry(), 5);

        assertThat(store.extractAfter(1, 500, 1).changes())
                .isEqualTo(store.changesAfter(1, 1))
                .hasSizeGreaterThan(1);
        assertThat(store.extractAfter(1, 500, 1000).changes()).isEqualTo(store.changesAfter(1, 500));
    }

    @Test
    void momentsAreVersions() throws Exception {
        load();
        Registry registry = registry();
        history(registry, 3);
        Past past = new Past(
                store, registry, Clock.fixed(Instant.parse("2026-01-05T12:00:00Z"), ZoneOffset.UTC), Optional.empty());

        assertThat(past.resolve(new Moment.Time(START.plusSeconds(119)))).isEqualTo(new Past.Resolution.Found(2, true));
        assertThat(past.resolve(new Moment.Time(START.plusSeconds(120)))).isEqualTo(new Past.Resolution.Found(3, true));
        assertThat(past.resolve(new Moment.Day(LocalDate.of(2026, 1, 1))))
                .isEqualTo(new Past.Resolution.Found(4, true));
        assertThat(past.resolve(new Moment.Day(LocalDate.of(2026, 1, 5))))
                .isEqualTo(new Past.Resolution.Found(4, false));
        assertThat(past.resolve(new Moment.Day(LocalDate.of(2026, 1, 6)))).isEqualTo(new Past.Resolution.InFuture());
        assertThat(past.resolve(new Moment.Version(5))).isEqualTo(new Past.Resolution.AboveHead(4));
        assertThat(past.resolve(new Moment.Day(LocalDate.of(2025, 12, 31))))
                .isEqualTo(new Past.Resolution.BeforeBeginning(1, START));
    }

    @Test
    void momentsAreReadAsTheyAreWritten() {
        assertThat(Moment.parse("4711")).contains(new Moment.Version(4711));
        assertThat(Moment.parse("2026-11-24")).contains(new Moment.Day(LocalDate.of(2026, 11, 24)));
        assertThat(Moment.parse("2026-11-24T18:00:00+02:00"))
                .contains(new Moment.Time(Instant.parse("2026-11-24T16:00:00Z")));
        assertThat(Moment.parse("2026-11-24T18:00:00 02:00"))
                .contains(new Moment.Time(Instant.parse("2026-11-24T16:00:00Z")));
        assertThat(Moment.parse("2026-11-24t18:00:00.5z"))
                .contains(new Moment.Time(Instant.parse("2026-11-24T18:00:00.5Z")));
        for (String wrong : List.of("", "-1", "1.5", "now", "2026-13-01", "2026-11-24T18:00:00", "9".repeat(16))) {
            assertThat(Moment.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void daysOfDumpsAreReadAsTheirFiles() throws Exception {
        List<Path> days = new ArrayList<>();
        for (int day = 1; day <= 4; day++) {
            ObjectNode dump = (ObjectNode) JsonMapper.shared().readTree(Files.readString(dump()));
            ArrayNode networks = networks(dump);
            for (int i = 0; i < networks.size(); i++) {
                if (i % 4 == day % 4) {
                    ((ObjectNode) networks.get(i)).put("notes", "as of day " + day);
                }
            }
            ArrayNode contacts = (ArrayNode) list(dump, "poc");
            contacts.remove(contacts.size() - day);
            Path file = folder.resolve("peeringdb_2_dump_2026_02_0" + day + ".json");
            Files.writeString(file, dump.toString());
            days.add(file);
        }
        HistoryLoader loader = new HistoryLoader(store, DependentData.NONE);
        for (Path day : days) {
            assertThat(loader.load(day, HistoryLoader.timeOf(day).orElseThrow()))
                    .isInstanceOf(HistoryLoader.HistoryResult.Loaded.class);
        }

        assertThat(loader.load(
                        days.getFirst(), HistoryLoader.timeOf(days.getFirst()).orElseThrow()))
                .isInstanceOf(HistoryLoader.HistoryResult.TooOld.class);
        Past past = new Past(store, registry(), Clock.systemUTC(), Optional.empty());
        for (int day = 1; day <= 4; day++) {
            Past.Resolution.Found found =
                    (Past.Resolution.Found) past.resolve(new Moment.Day(LocalDate.of(2026, 2, day)));
            assertThat(found.version()).isEqualTo(day);
            Path alone = Files.createDirectory(folder.resolve("alone" + day));
            try (Database other = Database.openFolder(alone)) {
                RegistryStore otherStore = new RegistryStore(other);
                new DumpLoader(otherStore, Clock.systemUTC()).load(days.get(day - 1), false, TestAccounts.silently());
                Registry loaded = Registry.open(otherStore);
                loaded.awaitLoaded();
                Map<ObjectType, Map<Long, Row>> there = active(past.raw(day));
                Map<ObjectType, Map<Long, Row>> expected = active(loaded.current());
                for (ObjectType type : ObjectTypes.ALL) {
                    assertThat(there.get(type)).as(type + " of day " + day).isEqualTo(expected.get(type));
                }
            }
        }
    }

    private static ArrayNode networks(ObjectNode dump) {
        return (ArrayNode) list(dump, "net");
    }

    private static JsonNode list(ObjectNode dump, String tag) {
        return dump.get(tag).isArray() ? dump.get(tag) : dump.get(tag).get("data");
    }

    private static Map<ObjectType, Map<Long, Row>> active(Snapshot snapshot) {
        Map<ObjectType, Map<Long, Row>> active = rows(snapshot);
        active.values().forEach(rows -> rows.values().removeIf(row -> !row.isActive()));
        return active;
    }

    @Test
    void stateOfThePastIsWrittenAsADump() throws Exception {
        load();
        Registry registry = registry();
        history(registry, 6);
        Past past = new Past(store, registry, Clock.systemUTC(), Optional.empty());
        Snapshot then = past.at(3).snapshot();
        Path dump = folder.resolve("then.json.gz");

        DumpWriter.write(then, dump);

        assertThat(HistoryLoader.timeOf(dump)).contains(then.time());
        try (Database other = Database.openFolder(Files.createDirectory(folder.resolve("then")))) {
            RegistryStore otherStore = new RegistryStore(other);
            LoadReport report = new DumpLoader(otherStore, Clock.systemUTC()).load(dump, true, TestAccounts.silently());
            assertThat(report.ignored()).as("keys that nobody knows").isEmpty();
            Registry loaded = Registry.open(otherStore);
            loaded.awaitLoaded();
            assertThat(rows(loaded.current())).isEqualTo(rows(then));
        }
        Path plain = folder.resolve("then.json");
        DumpWriter.write(then, plain);
        JsonNode connection = JsonMapper.shared().readTree(plain).at("/netixlan/data/0");
        assertThat(connection.path("ix_id").isNumber())
                .as("what readers of public dumps look for")
                .isTrue();
    }

    @Test
    void archiveAnswersForTheTimeBeforeTheLogAsFarAsThePresentTellsIt() throws Exception {
        Path older = Files.createDirectory(folder.resolve("older"));
        long hidden = 0;
        try (Database archived = Database.openFolder(older)) {
            HistoryLoader loader = new HistoryLoader(new RegistryStore(archived), DependentData.NONE);
            for (int year = 2018; year <= 2019; year++) {
                ObjectNode dump = (ObjectNode) JsonMapper.shared().readTree(Files.readString(dump()));
                for (JsonNode network : networks(dump)) {
                    ((ObjectNode) network).put("notes", "of " + year).put("aka", "slander");
                }
                for (JsonNode contact : list(dump, "poc")) {
                    ((ObjectNode) contact).put("email", "then@n.example.net");
                    hidden = contact.path("id").longValue();
                }
                Path file = folder.resolve("peeringdb_2_dump_" + year + "_03_01.json");
                Files.writeString(file, dump.toString());
                assertThat(loader.load(file, HistoryLoader.timeOf(file).orElseThrow()))
                        .isInstanceOf(HistoryLoader.HistoryResult.Loaded.class);
            }
        }
        load();
        Registry registry = registry();
        history(registry, 3);
        try (PastArchive archive = new PastArchive(store, Clock.systemUTC())) {
            Past past = new Past(store, registry, Clock.systemUTC(), Optional.empty(), Optional.of(archive));
            Moment early = Moment.parse("2018-06-01").orElseThrow();
            assertThat(past.resolve(early)).isInstanceOf(Past.Resolution.BeforeBeginning.class);

            attach(older.toString());

            assertThat(notes(state(past, "2018-06-01").snapshot(), 20)).isEqualTo("of 2018");
            assertThat(notes(state(past, "2018-03-01T00:00:00Z").snapshot(), 20))
                    .isEqualTo("of 2018");
            Snapshot last = state(past, "2025-12-31").snapshot();
            assertThat(notes(last, 20)).isEqualTo("of 2019");
            assertThat(ArchivedVersion.text(last.version())).isEqualTo("archive/2");
            assertThat(rows(state(past, "archive/1").snapshot()))
                    .isEqualTo(rows(state(past, "2018-12-31").snapshot()));
            assertThat(last.find(Poc.TYPE, hidden).get(Poc.EMAIL))
                    .as("a person's old address")
                    .isEmpty();
            assertThat(past.resolve(Moment.parse("2017-12-31").orElseThrow()))
                    .isInstanceOf(Past.Resolution.BeforeBeginning.class);
            assertThat(past.resolve(Moment.parse("archive/3").orElseThrow()))
                    .isInstanceOf(Past.Resolution.AboveHead.class);
            assertThat(past.resolve(Moment.parse("2026-01-01").orElseThrow()))
                    .as("the registry's own log")
                    .isEqualTo(new Past.Resolution.Found(4, true));

            redactAka(registry, 20);

            assertThat(last.find(Net.TYPE, 20).get(Net.AKA)).isEqualTo("slander");
            assertThat(state(past, "2019-12-31").snapshot().find(Net.TYPE, 20).get(Net.AKA))
                    .isEmpty();
            assertThat(state(past, "2019-12-31").snapshot().find(Net.TYPE, 3).get(Net.AKA))
                    .isEqualTo("slander");
            attach("");
            assertThat(past.resolve(early)).isInstanceOf(Past.Resolution.BeforeBeginning.class);
        }
    }

    @Test
    void archiveThatIsNotThereIsLookedForAgainAfterAMinute() throws Exception {
        load();
        AdjustableClock clock = AdjustableClock.standingAt(START);
        Path older = folder.resolve("mounted/older");
        attach(older.toString());
        try (PastArchive archive = new PastArchive(store, clock)) {
            Past past = new Past(store, registry(), Clock.systemUTC(), Optional.empty(), Optional.of(archive));
            Moment early = Moment.parse("2018-06-01").orElseThrow();
            assertThat(past.resolve(early)).isInstanceOf(Past.Resolution.BeforeBeginning.class);
            assertThat(older).doesNotExist();
            try (Database archived = Database.openFolder(older)) {
                assertThat(new HistoryLoader(new RegistryStore(archived), DependentData.NONE)
                                .load(dump(), Instant.parse("2018-03-01T00:00:00Z")))
                        .isInstanceOf(HistoryLoader.HistoryResult.Loaded.class);
            }
            assertThat(past.resolve(early)).isInstanceOf(Past.Resolution.BeforeBeginning.class);

            clock.forward(Duration.ofMinutes(1));

            assertThat(past.resolve(early)).isInstanceOf(Past.Resolution.Found.class);
        }
    }

    private static PastState state(Past past, String moment) throws Exception {
        Past.Resolution found = past.resolve(Moment.parse(moment).orElseThrow());
        assertThat(found).as(moment).isInstanceOf(Past.Resolution.Found.class);
        return past.at(((Past.Resolution.Found) found).version());
    }

    private void attach(String archive) throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.putState(PastArchive.STATE, archive);
            transaction.commit();
        }
    }

    /** What is redacted from the beginning on is not told by the archive either. */
    private void redactAka(Registry registry, long id) throws Exception {
        Clock clock = Clock.fixed(START.plus(Duration.ofDays(1)), ZoneOffset.UTC);
        try (WriteLane lane = new WriteLane(store, registry, clock, DependentData.NONE)) {
            for (String aka : List.of("slander", "other")) {
                Row row = registry.current().find(Net.TYPE, id);
                assertThat(row).isNotNull();
                new ReplicaWriter(store, registry, lane, clock)
                        .write(
                                Map.of(
                                        Net.TYPE,
                                        Map.of(
                                                id,
                                                row.toBuilder()
                                                        .set(Net.AKA, aka)
                                                        .build())),
                                "test",
                                new ReplicaWriter.SavedState("test", refused -> ""));
            }
            Redaction.Target target = new Redaction.Target(Net.TYPE, id, Net.AKA, Redaction.RedactedRange.ALL);
            assertThatThrownBy(() -> lane.redact(target, "", "operator", (connection, done) -> {
                        throw new SQLException("the audit is full");
                    }))
                    .isInstanceOf(WriteLane.WriteUnavailableException.class);
            assertThat(store.changesOf(Net.TYPE, id, 9).toString())
                    .as("what is not in the audit is not done")
                    .contains("slander");
            assertThat(lane.redact(target, "", "operator", (connection, done) -> {}))
                    .isInstanceOf(Redaction.RedactionResult.Redacted.class);
        }
    }

    @Test
    void redactedValuesAreInNoState() throws Exception {
        load();
        Registry registry = registry();
        long id = 20;
        Clock clock = Clock.fixed(START.plusSeconds(60), ZoneOffset.UTC);
        try (WriteLane lane = new WriteLane(store, registry, clock, DependentData.NONE)) {
            for (String notes : List.of("first", "slander", "last")) {
                Row row = registry.current().find(Net.TYPE, id);
                assertThat(row).isNotNull();
                Row other = row.toBuilder()
                        .setStored(Net.TYPE.field("notes").orElseThrow(), notes)
                        .build();
                new ReplicaWriter(store, registry, lane, clock)
                        .write(
                                Map.of(Net.TYPE, Map.of(id, other)),
                                "test",
                                new ReplicaWriter.SavedState("test", refused -> ""));
            }
            Past past = new Past(store, registry, clock, Optional.empty());
            assertThat(notes(past.at(3).snapshot(), id)).isEqualTo("slander");

            assertThat(redact(id, new Redaction.RedactedRange(4, 4)))
                    .isInstanceOf(Redaction.RedactionResult.Refused.class);
            assertThat(redact(id, new Redaction.RedactedRange(3, 3)))
                    .isEqualTo(new Redaction.RedactionResult.Redacted(5, 1));

            lane.catchUp();
            assertThat(notes(past.at(2).snapshot(), id)).isEqualTo("first");
            assertThat(notes(past.at(3).snapshot(), id)).isEmpty();
            assertThat(notes(past.at(4).snapshot(), id)).isEqualTo("last");
            assertThat(notes(registry.current(), id)).isEqualTo("last");
            ChangeLogCheck check = new ChangeLogCheck();
            store.eachChangeAfter(0, check::add);
            assertThat(check.problems(5, store.readAll(ObjectTypes.ALL).rows())).isEmpty();
        }
    }

    private Redaction.RedactionResult redact(long id, Redaction.RedactedRange range) throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            Redaction.RedactionResult result = Redaction.redact(
                    transaction,
                    new Redaction.Target(Net.TYPE, id, Net.TYPE.field("notes").orElseThrow(), range),
                    "",
                    "operator",
                    START.plusSeconds(120));
            transaction.commit();
            return result;
        }
    }

    private static String notes(Snapshot snapshot, long id) {
        Row row = snapshot.find(Net.TYPE, id);
        return row == null ? "none" : row.text("notes");
    }
}
