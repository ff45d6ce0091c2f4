package org.peerage.registry;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/**
 * Takes rows of another registry over as they are, with ids, statuses and times, in one transaction: all that the registry
 * can hold, or nothing. Rows whose parents are missing, or that claim what another row has, are left out and told.
 */
public final class ReplicaWriter {
    /** The name of what is remembered of a copy. */
    public static final String STATE = "copy";

    private static final int TRIES = 10;

    private final RegistryStore store;
    private final Registry registry;
    private final WriteLane lane;
    private final Clock clock;

    public ReplicaWriter(RegistryStore store, Registry registry, WriteLane lane, Clock clock) {
        this.store = store;
        this.registry = registry;
        this.lane = lane;
        this.clock = clock;
    }

    /**
     * What was taken over.
     *
     * @param changed the number of rows that are new or different
     * @param refused rows left out, with the reason
     */
    public record ReplicaResult(int changed, List<LoadReport.RejectedRow> refused) {
        public ReplicaResult {
            refused = List.copyOf(refused);
        }
    }

    /** What is remembered with the rows, in the same transaction. */
    public record SavedState(String name, Function<List<LoadReport.RejectedRow>, String> content) {}

    /**
     * Takes rows over.
     *
     * @param rows by type and id
     * @param actor whose doing it is, in the log of changes
     * @throws SQLException where the database fails; then nothing was changed
     * @throws WriteLane.WriteUnavailableException where the registry cannot be brought up to date
     */
    public ReplicaResult write(Map<ObjectType, Map<Long, Row>> rows, String actor, SavedState memory)
            throws SQLException, WriteLane.WriteUnavailableException {
        return write(rows, new TakenOut(Map.of(), List.of()), actor, memory);
    }

    /**
     * What the other tells nobody of any more.
     *
     * @param withdrawn ids of rows by type
     * @param redacted old values, which the log here may have as well
     */
    public record TakenOut(Map<ObjectType, Set<Long>> withdrawn, List<RedactedValues> redacted) {
        public TakenOut {
            redacted = List.copyOf(redacted);
        }
    }

    /** The same, and takes out what the other tells nobody of any more. */
    public ReplicaResult write(Map<ObjectType, Map<Long, Row>> rows, TakenOut takenOut, String actor, SavedState memory)
            throws SQLException, WriteLane.WriteUnavailableException {
        Map<ObjectType, Set<Long>> withdrawn = takenOut.withdrawn;
        ReplicaRedactions redactions = ReplicaRedactions.of(takenOut.redacted, store);
        for (int i = 0; i < TRIES; i++) {
            int changed;
            lane.catchUp();
            Snapshot base = registry.current();
            RowAcceptance judgement = new RowAcceptance(base, rows);
            if (isEmpty(base) && !judgement.accepted.isEmpty()) {
                if (fill(base, judgement, actor, memory)) {
                    return new ReplicaResult(judgement.accepted.size(), judgement.refused);
                }
                continue;
            }
            try (RegistryStore.Transaction transaction = store.beginTransaction()) {
                RegistryStore.Head head = transaction.lockHead();
                if (head.version() != base.version()) {
                    continue; // somebody wrote in between
                }
                WorkingCopy workingCopy = new WorkingCopy(base, notBefore(head));
                judgement.accepted.forEach(workingCopy::copy);
                withdraw(withdrawn, workingCopy);
                changed = workingCopy.changes().size();
                boolean followed = write(transaction, head, base, workingCopy, actor);
                forget(withdrawn, base, transaction);
                redactions.apply(transaction, judgement.refused, actor, now());
                transaction.putState(memory.name(), memory.content().apply(judgement.refused));
                transaction.commit();
                if (followed) {
                    lane.tellDependents();
                }
            }
            lane.catchUp();
            return new ReplicaResult(changed, judgement.refused);
        }
        throw new SQLException("others write all the time");
    }

    private static boolean isEmpty(Snapshot base) {
        return ObjectTypes.ALL.stream().allMatch(type -> base.size(type) == 0);
    }

    /** The first rows of an empty registry are a load: a row in the log for each would only repeat it. False: somebody wrote before. */
    private boolean fill(Snapshot base, RowAcceptance judgement, String actor, SavedState memory) throws SQLException {
        Registry.State from = registry.state();
        RegistryStore.Head next;
        try (RegistryStore.Transaction transaction = store.beginLongTransaction()) {
            RegistryStore.Head head = transaction.lockHead();
            if (head.version() != base.version()) {
                return false;
            }
            next = new RegistryStore.Head(head.version() + 1, notBefore(head));
            for (Map.Entry<ObjectType, List<Row>> rows :
                    judgement.acceptedByType().entrySet()) {
                transaction.put(rows.getKey(), rows.getValue());
            }
            transaction.log(List.of(new Change(
                    next.version(), 0, next.changedAt(), actor, null, "load", Change.EVERYTHING, null, null, null)));
            transaction.renewSession();
            transaction.setHead(next);
            transaction.putState(memory.name(), memory.content().apply(judgement.refused));
            transaction.commit();
        }
        // What was written need not be read to be shown.
        Snapshot filled = Snapshot.of(next.version(), next.changedAt(), judgement.acceptedByType())
                .withRetiredIds(RetiredIds.byType(store.retiredIds()));
        registry.publish(from, new Registry.State(filled, ""));
        return true;
    }

    private Instant notBefore(RegistryStore.Head head) {
        return head.notBefore(now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static void withdraw(Map<ObjectType, Set<Long>> withdrawn, WorkingCopy workingCopy) {
        for (ObjectType type : ObjectTypes.ALL.reversed()) {
            for (long id : withdrawn.getOrDefault(type, Set.of())) {
                Row row = workingCopy.find(type, id);
                if (row != null) {
                    withdraw(row, workingCopy);
                }
            }
        }
    }

    /** What the log says of somebody goes with what the other withdrew: it may have been erased there. */
    private void forget(Map<ObjectType, Set<Long>> withdrawn, Snapshot base, RegistryStore.Transaction transaction)
            throws SQLException {
        for (Map.Entry<ObjectType, Set<Long>> some : withdrawn.entrySet()) {
            ObjectType type = some.getKey();
            List<Long> ids = some.getValue().stream()
                    .filter(id -> base.find(type, id) != null)
                    .toList();
            if (!ids.isEmpty() && type.fields().stream().anyMatch(Field::isPersonal)) {
                store.blankHistory(transaction.connection(), type, ids);
            }
        }
    }

    /**
     * What only some may see is hidden here as well, so that who follows this copy is told that it left; what never was is
     * taken out, unless something refers to it.
     */
    private static void withdraw(Row row, WorkingCopy workingCopy) {
        boolean mayHide = row.type().rowVisibility().isPresent();
        if (!mayHide && !isReferred(row, workingCopy)) {
            workingCopy.erase(row);
        } else if (mayHide || row.status() != Status.DELETED) {
            workingCopy.copy(withoutTexts(row, workingCopy.now()));
        }
    }

    /** A row that the other tells nobody of, as it is kept here: deleted, hidden where that is possible, and without what deleted rows hide. */
    public static Row withoutTexts(Row row, Instant at) {
        Row.Builder gone = row.toBuilder()
                .set(row.type().status(), Status.DELETED)
                .set(row.type().updated(), at.truncatedTo(ChronoUnit.SECONDS));
        for (Field<?> field : row.type().fields()) {
            if (row.type().isClearedWhenDeleted(field) && field.type() == ValueType.TEXT) {
                gone.setStored(field, "");
            }
        }
        row.type().rowVisibility().ifPresent(rule -> gone.set(rule.level(), "Private"));
        return gone.build();
    }

    private static boolean isReferred(Row row, WorkingCopy workingCopy) {
        return ObjectTypes.referencesTo(row.type())
                .anyMatch(field -> !workingCopy.referring(field, row.id()).isEmpty());
    }

    /** Whether what hangs on the registry changed with it. */
    private boolean write(
            RegistryStore.Transaction transaction,
            RegistryStore.Head head,
            Snapshot base,
            WorkingCopy workingCopy,
            String actor)
            throws SQLException {
        List<WorkingCopy.RowChange> changes = workingCopy.changes();
        if (changes.isEmpty()) {
            return false;
        }
        Instant now = notBefore(head);
        for (ObjectType type : ObjectTypes.ALL) {
            transaction.release(type, lettingGo(type, changes));
        }
        UniqueSafeOrder.put(transaction, changes);
        long version = head.version() + 1;
        List<Change> logged = ChangeLog.of(changes, version, now, actor, null);
        transaction.log(logged);
        transaction.index(logged, ChangeSubjects.of(changes, base, workingCopy));
        transaction.setHead(new RegistryStore.Head(version, now));
        return lane.dependents()
                .follow(new DependentData.DependentWrite(transaction.connection(), changes, actor, now, ""));
    }

    /** Rows that give up what is unique of them, which another row of the same round may take. */
    private static List<Long> lettingGo(ObjectType type, List<WorkingCopy.RowChange> changes) {
        UniqueKeys unique = new UniqueKeys(type);
        List<Long> ids = new ArrayList<>();
        for (WorkingCopy.RowChange change : changes) {
            Row before = change.before();
            if (change.after().type() == type
                    && before != null
                    && before.status() != Status.DELETED
                    && !unique.of(before).equals(unique.of(change.after()))) {
                ids.add(before.id());
            }
        }
        return ids;
    }

    /** Which rows the registry can hold. */
    private static final class RowAcceptance {
        private final Snapshot base;
        private final List<Row> accepted = new ArrayList<>();
        private final List<LoadReport.RejectedRow> refused = new ArrayList<>();
        private final Map<ObjectType, Set<Long>> added = new java.util.HashMap<>();

        /** Parents first. */
        Map<ObjectType, List<Row>> acceptedByType() {
            Map<ObjectType, List<Row>> rows = new LinkedHashMap<>();
            ObjectTypes.ALL.forEach(type -> rows.put(type, new ArrayList<>()));
            accepted.forEach(row -> rows.computeIfPresent(row.type(), (type, some) -> {
                some.add(row);
                return some;
            }));
            return rows;
        }

        RowAcceptance(Snapshot base, Map<ObjectType, Map<Long, Row>> rows) {
            this.base = base;
            for (ObjectType type : ObjectTypes.ALL) {
                List<Row> different = rows.getOrDefault(type, Map.of()).values().stream()
                        .filter(row -> !row.equals(base.find(type, row.id())))
                        .toList();
                judge(type, different);
            }
        }

        private void judge(ObjectType type, List<Row> different) {
            List<Row> possible = new ArrayList<>();
            for (Row row : different) {
                String missing = missingParent(row);
                if (missing == null) {
                    possible.add(row);
                } else {
                    refused.add(new LoadReport.RejectedRow(type.typeName(), row.id(), missing));
                }
            }
            Set<Long> ids = new HashSet<>();
            for (Row row : distinct(type, possible)) {
                accepted.add(row);
                ids.add(row.id());
            }
            added.put(type, ids);
        }

        private @Nullable String missingParent(Row row) {
            for (Field<?> field : row.type().fields()) {
                if (field.isReference()
                        && row.find(field) instanceof Long parent
                        && base.find(field.target(), parent) == null
                        && !added.getOrDefault(field.target(), Set.of()).contains(parent)) {
                    return field.name() + ": there is no " + field.target().typeName() + " " + parent;
                }
            }
            return null;
        }

        /** Without rows that claim what another one has; whoever stays as it was comes first. */
        private List<Row> distinct(ObjectType type, List<Row> possible) {
            UniqueKeys unique = new UniqueKeys(type);
            if (unique.count() == 0 || possible.isEmpty()) {
                return possible;
            }
            List<Row> left = possible;
            while (true) {
                Set<Long> changing = new HashSet<>();
                left.forEach(row -> changing.add(row.id()));
                DumpValidator.UniqueValueHolders holders =
                        new DumpValidator.UniqueValueHolders(type.typeName(), unique);
                base.forEach(type, row -> {
                    if (!changing.contains(row.id())) {
                        holders.hold(DumpRowKeys.of(row, List.of(), unique));
                    }
                });
                List<Row> fitting = new ArrayList<>();
                for (Row row : left) {
                    DumpRowKeys candidate = DumpRowKeys.of(row, List.of(), unique);
                    String conflict = holders.conflict(candidate);
                    if (conflict == null) {
                        holders.hold(candidate);
                        fitting.add(row);
                    } else {
                        refused.add(new LoadReport.RejectedRow(type.typeName(), row.id(), conflict));
                    }
                }
                if (fitting.size() == left.size()) {
                    return fitting;
                }
                left = fitting; // the stored rows of those left out stay, and may be in the way of others
            }
        }
    }
}
