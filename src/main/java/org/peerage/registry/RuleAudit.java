package org.peerage.registry;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.peerage.registry.rules.RuleBook;
import org.peerage.registry.rules.StoredRowCheck;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;

/** All rows of a registry that break a rule of writing: what dumps of other registries, and older ones, bring along. */
public final class RuleAudit {
    private RuleAudit() {}

    /** Row by row, in order of type and id; deleted rows cannot be written and so break nothing. */
    public static List<LoadReport.LoadNote> of(RegistryStore store, RegistrySettings settings) throws SQLException {
        RegistryStore.RegistryContents contents = store.readAll(ObjectTypes.ALL);
        Snapshot snapshot =
                Snapshot.of(contents.head().version(), contents.head().changedAt(), contents.rows());
        StoredRowCheck check = new StoredRowCheck(
                new RuleBook(settings.contact(), settings.suggestions(), settings.documentationNumbers()),
                new WorkingCopy(snapshot, contents.head().changedAt()));
        List<LoadReport.LoadNote> found = new ArrayList<>();
        ObjectTypes.ALL.forEach(type -> contents.rows().getOrDefault(type, List.of()).stream()
                .filter(row -> row.status() != Status.DELETED)
                .forEach(row -> notes(row, check.check(row), found)));
        return found;
    }

    /** The same of the active and pending rows of one type, as they are in memory. */
    static List<LoadReport.LoadNote> of(Snapshot snapshot, ObjectType type, RuleBook book, Instant now) {
        StoredRowCheck check = new StoredRowCheck(book, new WorkingCopy(snapshot, now));
        List<LoadReport.LoadNote> found = new ArrayList<>();
        snapshot.forEach(type, row -> {
            if (row.status() != Status.DELETED) {
                notes(row, check.check(row), found);
            }
        });
        return found;
    }

    private static void notes(Row row, List<String> problems, List<LoadReport.LoadNote> to) {
        problems.forEach(problem -> to.add(new LoadReport.LoadNote(row.type().typeName(), row.id(), problem)));
    }
}
