package org.peerage.registry;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/**
 * What waits for staff to look at it (docs/spec/objects.md §1.4): objects that are pending. Networks come into it only as
 * suggestions, and campuses never: their state follows from their facilities.
 */
public final class VerificationQueue {
    public static final List<ObjectType> TYPES = List.of(Org.TYPE, Ix.TYPE, Fac.TYPE, Carrier.TYPE, Net.TYPE);

    private static final int MAX_CHANGES = 50;

    private VerificationQueue() {}

    /** All that waits, the oldest first within each type. */
    public static List<Row> of(Snapshot snapshot) {
        List<Row> waiting = new ArrayList<>();
        TYPES.forEach(type -> waiting.addAll(of(type, snapshot)));
        return waiting;
    }

    public static List<Row> of(ObjectType type, Snapshot snapshot) {
        List<Row> waiting = new ArrayList<>();
        snapshot.forEach(type, row -> {
            if (row.status() == Status.PENDING) {
                waiting.add(row);
            }
        });
        return waiting;
    }

    /** Who made an object, as the log of changes names them; empty: it was loaded, or is older than the log. */
    public static String maker(Row row, RegistryStore store) throws SQLException {
        return asking(row, store).map(Change::actor).orElse("");
    }

    /** Since when it waits, in epoch seconds: one that took the place of a deleted one has that one's time of creation. */
    public static long waitingSince(Row row, RegistryStore store) throws SQLException {
        return asking(row, store).map(change -> change.at().getEpochSecond()).orElse(row.created());
    }

    /** The last time that somebody asked for it. */
    private static Optional<Change> asking(Row row, RegistryStore store) throws SQLException {
        return store.changesOf(row.type(), row.id(), MAX_CHANGES).stream()
                .filter(change -> change.operation().equals("create")
                        || change.operation().equals("revive"))
                .findFirst();
    }
}
