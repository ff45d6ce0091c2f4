package org.peerage.access.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.changes.ChangeFinder.ChangeRun;
import org.peerage.registry.DependentData;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.Registry;
import org.peerage.registry.ReplicaWriter;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestAccounts;

/** Nobody makes the registry read more of the log at once than a bound, however many rows versions have. */
class ChangeFinderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final int ROWS = 1500;

    @Test
    void versionsOfManyRowsAreToldWholeAndOneByOne(@TempDir Path folder) throws Exception {
        try (Database database = Database.openFolder(folder)) {
            RegistryStore store = new RegistryStore(database);
            new DumpLoader(store, CLOCK)
                    .load(ProjectFiles.conformance("world").resolve("dump.json"), true, TestAccounts.silently());
            Registry registry = Registry.open(store);
            registry.awaitLoaded();
            for (int i = 0; i < 3; i++) {
                writeVersion(store, registry);
            }
            ChangeAudience anybody = ChangeAudience.everybody(registry.current());
            ChangeFinder finder = new ChangeFinder(store, 1);
            long first = registry.current().version() - 2;

            ChangeRun oldest = finder.oldest(ChangeCriteria.NONE, anybody, first - 1, 500);
            assertThat(oldest.last()).isEqualTo(first);
            assertThat(oldest.changes()).hasSize(ROWS).allMatch(change -> change.version() == first);
            ChangeRun next = finder.oldest(ChangeCriteria.NONE, anybody, first, 500);
            assertThat(next.last()).isEqualTo(first + 1);
            assertThat(next.changes()).hasSize(ROWS);
            ChangeRun newest = finder.newestVersions(ChangeCriteria.NONE, anybody, Long.MAX_VALUE, 500);
            assertThat(newest.last()).isEqualTo(first + 2);
            assertThat(newest.changes()).hasSize(ROWS);
            ChangeRun before = finder.newestVersions(ChangeCriteria.NONE, anybody, newest.last(), 500);
            assertThat(before.last()).isEqualTo(first + 1);
            assertThat(before.changes()).hasSize(ROWS);
            assertThat(new ChangeFinder(store)
                            .newestVersions(ChangeCriteria.NONE, anybody, Long.MAX_VALUE, 3)
                            .changes())
                    .hasSize(3 * ROWS);
        }
    }

    private static void writeVersion(RegistryStore store, Registry registry) throws Exception {
        Row[] pattern = new Row[1];
        registry.current().forEach(Org.TYPE, row -> pattern[0] = row.isActive() ? row : pattern[0]);
        long last = registry.current().lastId(Org.TYPE);
        Map<Long, Row> rows = new TreeMap<>();
        for (long id = last + 1; id <= last + ROWS; id++) {
            rows.put(
                    id,
                    pattern[0].toBuilder()
                            .set(Org.ID, id)
                            .set(Org.NAME, "Organization " + id)
                            .build());
        }
        try (WriteLane lane = new WriteLane(store, registry, CLOCK, DependentData.NONE)) {
            new ReplicaWriter(store, registry, lane, CLOCK)
                    .write(Map.of(Org.TYPE, rows), "test", new ReplicaWriter.SavedState("test", refused -> ""));
        }
    }
}
