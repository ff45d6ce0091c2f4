package org.peerage.registry;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;

/**
 * Looks over a whole registry.
 *
 * @param rows how many there are
 * @param version of the registry
 * @param broken what must never be: references that lead nowhere, values that are there twice
 * @param log where the log of changes does not lead to what is stored
 * @param counters counters that are not right; {@link #repair} makes them so
 * @param odd what the rules would not let anybody write, but a dump may bring along
 */
public record DoctorReport(
        int rows,
        long version,
        List<LoadReport.RejectedRow> broken,
        List<String> log,
        List<LoadReport.RejectedRow> counters,
        List<LoadReport.RejectedRow> odd) {
    public DoctorReport {
        broken = List.copyOf(broken);
        log = List.copyOf(log);
        counters = List.copyOf(counters);
        odd = List.copyOf(odd);
    }

    public static DoctorReport of(RegistryStore store) throws SQLException {
        ChangeLogCheck log = new ChangeLogCheck();
        // Whoever writes meanwhile is not to look like a mistake: the log is read up to the version of the rows.
        RegistryStore.RegistryContents contents = store.readAll(ObjectTypes.ALL);
        long head = contents.head().version();
        store.eachChangeAfter(0, change -> {
            if (change.version() <= head) {
                log.add(change);
            }
        });
        int rows = contents.rows().values().stream().mapToInt(List::size).sum();
        return new DoctorReport(
                rows,
                head,
                IntegrityCheck.of(contents.rows()),
                log.problems(head, contents.rows()),
                Counters.check(contents.rows()).wrong(),
                Invariants.check(contents.rows()));
    }

    /** Makes counters right; the number of rows that were not. */
    public static int repair(RegistryStore store, Clock clock) throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            RegistryStore.Head head = transaction.lockHead();
            Map<ObjectType, List<Row>> rows = new HashMap<>();
            for (ObjectType type : ObjectTypes.ALL) {
                List<Row> all = new ArrayList<>();
                transaction.read(type, all::add);
                rows.put(type, all);
            }
            Instant now = head.notBefore(clock.instant().truncatedTo(ChronoUnit.SECONDS));
            WorkingCopy workingCopy = new WorkingCopy(Snapshot.of(head.version(), head.changedAt(), rows), now);
            Counters.check(rows).rows().forEach(workingCopy::derive);
            List<WorkingCopy.RowChange> changes = workingCopy.changes();
            if (changes.isEmpty()) {
                return 0;
            }
            UniqueSafeOrder.put(transaction, changes);
            transaction.log(ChangeLog.of(changes, head.version() + 1, now, "doctor", null));
            transaction.setHead(new RegistryStore.Head(head.version() + 1, now));
            transaction.commit();
            return changes.size();
        }
    }
}
