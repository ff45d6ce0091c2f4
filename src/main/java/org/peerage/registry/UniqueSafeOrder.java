package org.peerage.registry;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.RegistryStore;

/** Puts changed rows into the database in an order that its unique indexes, which look row by row, can follow. */
final class UniqueSafeOrder {
    private UniqueSafeOrder() {}

    static void put(RegistryStore.Transaction transaction, List<WorkingCopy.RowChange> changes) throws SQLException {
        erase(transaction, changes);
        List<WorkingCopy.RowChange> kept =
                changes.stream().filter(change -> !change.isErasure()).toList();
        release(transaction, kept);
        List<Row> run = new ArrayList<>();
        for (WorkingCopy.RowChange change : kept) {
            if (!run.isEmpty() && run.getFirst().type() != change.after().type()) {
                transaction.put(run.getFirst().type(), run);
                run.clear();
            }
            run.add(change.after());
        }
        if (!run.isEmpty()) {
            transaction.put(run.getFirst().type(), run);
        }
    }

    private static void erase(RegistryStore.Transaction transaction, List<WorkingCopy.RowChange> changes)
            throws SQLException {
        for (WorkingCopy.RowChange change : changes) {
            if (change.isErasure()) {
                transaction.erase(change.after().type(), change.after().id());
            }
        }
    }

    /** Where several rows of a type change together, one may take what another lets go of. */
    private static void release(RegistryStore.Transaction transaction, List<WorkingCopy.RowChange> changes)
            throws SQLException {
        List<ObjectType> types =
                changes.stream().map(change -> change.after().type()).distinct().toList();
        for (ObjectType type : types) {
            UniqueKeys unique = new UniqueKeys(type);
            List<Long> moving = changes.stream()
                    .filter(change -> change.after().type() == type
                            && change.before() != null
                            && change.before().status() != Status.DELETED
                            && change.after().status() != Status.DELETED
                            && !unique.of(change.before()).equals(unique.of(change.after())))
                    .map(change -> change.after().id())
                    .toList();
            if (moving.size() > 1) {
                transaction.release(type, moving);
            }
        }
    }
}
