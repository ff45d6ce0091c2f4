package org.peerage.registry;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.peerage.registry.rules.Work;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.RegistryStore;

/** Puts changed rows into the database in an order that its unique indexes, which look row by row, can follow. */
final class Rearrangement {
    private Rearrangement() {}

    static void put(RegistryStore.Transaction transaction, List<Work.Touch> touches) throws SQLException {
        erase(transaction, touches);
        List<Work.Touch> kept =
                touches.stream().filter(touch -> !touch.isErasure()).toList();
        release(transaction, kept);
        List<Row> run = new ArrayList<>();
        for (Work.Touch touch : kept) {
            if (!run.isEmpty() && run.getFirst().type() != touch.after().type()) {
                transaction.put(run.getFirst().type(), run);
                run.clear();
            }
            run.add(touch.after());
        }
        if (!run.isEmpty()) {
            transaction.put(run.getFirst().type(), run);
        }
    }

    private static void erase(RegistryStore.Transaction transaction, List<Work.Touch> touches) throws SQLException {
        for (Work.Touch touch : touches) {
            if (touch.isErasure()) {
                transaction.erase(touch.after().type(), touch.after().id());
            }
        }
    }

    /** Where several rows of a type change together, one may take what another lets go of. */
    private static void release(RegistryStore.Transaction transaction, List<Work.Touch> touches) throws SQLException {
        List<ObjectType> types =
                touches.stream().map(touch -> touch.after().type()).distinct().toList();
        for (ObjectType type : types) {
            UniqueKeys unique = new UniqueKeys(type);
            List<Long> moving = touches.stream()
                    .filter(touch -> touch.after().type() == type
                            && touch.before() != null
                            && touch.before().status() != Status.DELETED
                            && touch.after().status() != Status.DELETED
                            && !unique.of(touch.before()).equals(unique.of(touch.after())))
                    .map(touch -> touch.after().id())
                    .toList();
            if (moving.size() > 1) {
                transaction.release(type, moving);
            }
        }
    }
}
