package org.peerage.registry;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.peerage.registry.rules.Derivations;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/** Whether a registry is whole: its log without a gap and leading to what is stored, its rules kept, its counters right. */
public final class RegistryAudit {
    private final RegistryStore store;
    private RegistryStore.RegistryContents before;

    private RegistryAudit(RegistryStore store, RegistryStore.RegistryContents before) {
        this.store = store;
        this.before = before;
    }

    /** Remembers how things are now. */
    public static RegistryAudit from(RegistryStore store) throws SQLException {
        return new RegistryAudit(store, store.readAll(ObjectTypes.ALL));
    }

    /** A loaded dump brings its counters along, right or not: makes them right. */
    public void correctCounters() throws SQLException {
        WorkingCopy workingCopy = new WorkingCopy(
                Snapshot.of(before.head().version(), before.head().changedAt(), before.rows()),
                before.head().changedAt());
        for (ObjectType type : List.of(NetFac.TYPE, IxFac.TYPE, CarrierFac.TYPE, NetIxLan.TYPE)) {
            before.rows()
                    .get(type)
                    .forEach(row -> workingCopy.derive(row.toBuilder()
                            .set(type.updated(), row.get(type.updated()).plusSeconds(1))
                            .build()));
        }
        Derivations.complete(workingCopy);
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            for (WorkingCopy.RowChange change : workingCopy.changes()) {
                transaction.put(change.after().type(), List.of(change.after()));
            }
            transaction.commit();
        }
        before = store.readAll(ObjectTypes.ALL);
    }

    /** The same, of a database that was opened again. */
    public RegistryAudit of(RegistryStore opened) {
        return new RegistryAudit(opened, before);
    }

    /** What is wrong now; empty: nothing. */
    public List<String> problems() throws SQLException {
        RegistryStore.RegistryContents now = store.readAll(ObjectTypes.ALL);
        List<Change> log = store.changesAfter(before.head().version(), Integer.MAX_VALUE / 2);
        List<String> problems = new ArrayList<>();
        gaps(log, now.head().version(), problems);
        replay(log, now, problems);
        IntegrityCheck.of(now.rows()).forEach(problem -> problems.add(problem.toString()));
        counters(now, problems);
        return problems;
    }

    private void gaps(List<Change> log, long head, List<String> problems) {
        long expected = before.head().version();
        int seq = 0;
        for (Change change : log) {
            seq = change.version() == expected ? seq + 1 : 0;
            if (change.version() != expected && change.version() != expected + 1) {
                problems.add("version " + change.version() + " follows " + expected);
            }
            if (change.seq() != seq && change.version() != before.head().version()) {
                problems.add(
                        "version " + change.version() + " has place " + change.seq() + " where " + seq + " was due");
            }
            expected = change.version();
        }
        if (expected != head) {
            problems.add("the log ends with version " + expected + ", the head is " + head);
        }
    }

    private void replay(List<Change> log, RegistryStore.RegistryContents now, List<String> problems) {
        Snapshot replayed = ChangeLog.replay(
                        Snapshot.of(before.head().version(), before.head().changedAt(), before.rows()), log)
                .orElseThrow();
        for (ObjectType type : ObjectTypes.ALL) {
            Set<Row> rows = new HashSet<>();
            replayed.forEach(type, rows::add);
            Set<Row> stored = new HashSet<>(now.rows().get(type));
            if (!rows.equals(stored)) {
                stored.removeAll(rows);
                problems.add("replaying the log gives other rows of " + type + " than " + stored);
            }
        }
    }

    private static void counters(RegistryStore.RegistryContents now, List<String> problems) {
        Map<Long, Long> exchangeOfLan = new HashMap<>();
        now.rows().get(IxLan.TYPE).forEach(lan -> exchangeOfLan.put(lan.id(), lan.get(IxLan.IX_ID)));
        check(now, Net.TYPE, Net.FAC_COUNT, NetFac.NET_ID, NetFac.FAC_ID, problems);
        check(now, Fac.TYPE, Fac.NET_COUNT, NetFac.FAC_ID, NetFac.NET_ID, problems);
        check(now, Fac.TYPE, Fac.IX_COUNT, IxFac.FAC_ID, IxFac.IX_ID, problems);
        check(now, Fac.TYPE, Fac.CARRIER_COUNT, CarrierFac.FAC_ID, CarrierFac.CARRIER_ID, problems);
        check(now, Ix.TYPE, Ix.FAC_COUNT, IxFac.IX_ID, IxFac.FAC_ID, problems);
        Map<Long, Set<Long>> exchanges = new HashMap<>();
        for (Row peering : now.rows().get(NetIxLan.TYPE)) {
            if (peering.isActive()) {
                exchanges
                        .computeIfAbsent(peering.get(NetIxLan.NET_ID), net -> new HashSet<>())
                        .add(Objects.requireNonNull(exchangeOfLan.get(peering.get(NetIxLan.IXLAN_ID))));
            }
        }
        for (Row network : now.rows().get(Net.TYPE)) {
            long counted = exchanges.getOrDefault(network.id(), Set.of()).size();
            if (network.isActive() && network.get(Net.IX_COUNT) != counted) {
                problems.add(
                        "net " + network.id() + " says ix_count " + network.get(Net.IX_COUNT) + ", it has " + counted);
            }
        }
    }

    private static void check(
            RegistryStore.RegistryContents now,
            ObjectType type,
            Field<Long> counter,
            Field<Long> here,
            Field<Long> there,
            List<String> problems) {
        Map<Long, Set<Long>> linked = new HashMap<>();
        for (Row link : now.rows().get(here.owner())) {
            if (link.isActive()) {
                linked.computeIfAbsent(link.get(here), id -> new HashSet<>()).add(link.get(there));
            }
        }
        for (Row row : now.rows().get(type)) {
            long counted = linked.getOrDefault(row.id(), Set.of()).size();
            if (row.isActive() && row.get(counter) != counted) {
                problems.add(
                        type + " " + row.id() + " says " + counter + " " + row.get(counter) + ", it has " + counted);
            }
        }
    }
}
