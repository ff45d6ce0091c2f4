package org.peerage.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;

/**
 * Makes history of dumps: each becomes a version of the dump's own time, which differs from the one before as the dumps do
 * (docs/spec/record.md §1.6). The first fills an empty registry.
 */
public final class HistoryLoader {
    private static final String ACTOR = "load";

    /** Of a file named as {@code peeringdb_2_dump_2018_03_01.json}. */
    private static final Pattern DAY = Pattern.compile("(\\d{4})[-_](\\d{2})[-_](\\d{2})");

    private final RegistryStore store;
    private final DependentData dependents;
    private @Nullable Registry registry;

    public HistoryLoader(RegistryStore store, DependentData dependents) {
        this.store = store;
        this.dependents = dependents;
    }

    /** What came of a file. */
    public sealed interface HistoryResult {
        /**
         * It is history now; where nothing differs it makes no version.
         *
         * @param changed objects that are new, others or gone
         */
        record Loaded(long version, int changed, List<LoadReport.RejectedRow> refused) implements HistoryResult {
            public Loaded {
                refused = List.copyOf(refused);
            }
        }

        /** The registry is further than that: nothing can be put into its past. */
        record TooOld(Instant head) implements HistoryResult {}
    }

    /** When a dump was made: as it says, or as its name does; empty where neither tells. */
    public static Optional<Instant> timeOf(Path dump) throws IOException {
        DumpReader reader = new DumpReader(row -> {}, rows -> {});
        Optional<Instant> generated = reader.generated(DumpFile.of(dump));
        return generated.isPresent() ? generated : ofName(dump);
    }

    private static Optional<Instant> ofName(Path dump) {
        Matcher day = DAY.matcher(String.valueOf(dump.getFileName()));
        try {
            return day.find()
                    ? Optional.of(LocalDate.of(
                                    Integer.parseInt(day.group(1)),
                                    Integer.parseInt(day.group(2)),
                                    Integer.parseInt(day.group(3)))
                            .atStartOfDay()
                            .toInstant(ZoneOffset.UTC))
                    : Optional.empty();
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    /**
     * Loads a dump as of a time.
     *
     * @throws IOException where the file cannot be read, or is no dump; then nothing was changed
     * @throws SQLException where the database fails; then nothing was changed
     * @throws WriteLane.WriteUnavailableException where the registry cannot be brought up to date
     */
    public HistoryResult load(Path dump, Instant time)
            throws IOException, SQLException, WriteLane.WriteUnavailableException {
        Clock clock = Clock.fixed(time, ZoneOffset.UTC);
        RegistryStore.Head head = store.head();
        if (head.version() > 0 && head.changedAt().getEpochSecond() > time.getEpochSecond()) {
            return new HistoryResult.TooOld(head.changedAt());
        }
        if (head.version() == 0) {
            LoadReport report = new DumpLoader(store, clock).load(dump, false, DumpLoader.Progress.UNWATCHED);
            return new HistoryResult.Loaded(
                    store.head().version(),
                    Math.toIntExact(report.loaded().values().stream()
                            .mapToLong(Integer::longValue)
                            .sum()),
                    report.rejected());
        }
        return differences(dump, clock);
    }

    private HistoryResult differences(Path dump, Clock clock)
            throws IOException, SQLException, WriteLane.WriteUnavailableException {
        Map<ObjectType, Map<Long, Row>> rows = new LinkedHashMap<>();
        if (!Files.isRegularFile(dump)) {
            throw new IOException("there is no such file");
        }
        DumpReader reader = new DumpReader(
                row -> rows.computeIfAbsent(row.type(), type -> new LinkedHashMap<>())
                        .putIfAbsent(row.id(), row),
                read -> {});
        reader.read(DumpFile.of(dump));
        if (!reader.isRecognized()) {
            throw new DumpLoader.NotADumpException(dump, reader.ignored());
        }
        Registry current = registry();
        Instant now = clock.instant();
        for (ObjectType type : reader.types()) {
            deleteWhatIsGone(current.current(), type, rows, now);
        }
        try (WriteLane lane = new WriteLane(store, current, clock, dependents)) {
            ReplicaWriter.ReplicaResult written = new ReplicaWriter(store, current, lane, clock)
                    .write(rows, ACTOR, new ReplicaWriter.SavedState("history", refused -> now.toString()));
            return new HistoryResult.Loaded(current.current().version(), written.changed(), written.refused());
        }
    }

    private Registry registry() throws SQLException {
        Registry known = registry;
        if (known == null) {
            known = Registry.open(store);
            known.awaitLoaded();
            registry = known;
        }
        return known;
    }

    /** What a dump has no more was deleted; of what is not for everybody it says nothing, unless it has some of it. */
    private static void deleteWhatIsGone(
            Snapshot before, ObjectType type, Map<ObjectType, Map<Long, Row>> rows, Instant now) {
        Map<Long, Row> there = rows.computeIfAbsent(type, none -> new LinkedHashMap<>());
        Optional<Field<String>> level = type.rowVisibility().map(ObjectType.RowVisibilityRule::level);
        Set<String> levels = new HashSet<>(Set.of("Public"));
        level.ifPresent(field -> there.values().forEach(row -> levels.add(row.get(field))));
        before.forEach(type, row -> {
            boolean isCovered = level.isEmpty() || levels.contains(row.get(level.get()));
            if (row.status() == Status.OK && isCovered && !there.containsKey(row.id())) {
                there.put(
                        row.id(),
                        row.toBuilder()
                                .set(type.status(), Status.DELETED)
                                .set(type.updated(), now)
                                .build());
            }
        });
    }
}
