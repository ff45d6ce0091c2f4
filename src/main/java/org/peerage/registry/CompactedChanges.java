package org.peerage.registry;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.ChangedValues;
import org.peerage.store.RegistryStore;

/**
 * What a stretch of the log comes to for each object, forwards or backwards, so that a state far away is made in one step
 * (docs/spec/record.md §1.3). Holds no more than a row for each object.
 */
final class CompactedChanges {
    /** So many changes are parsed together, which takes much less than one by one while the code is cold. */
    private static final int PARSED_AT_ONCE = 1000;

    private static final int MAX_TEXT = 1 << 20;

    private static final Object NOT_CHANGED = new Object();

    private final boolean leadsBack;
    private final Map<ObjectType, Map<Long, CompactedChange>> objects = new HashMap<>();
    private final List<CompactedChange> waiting = new ArrayList<>(PARSED_AT_ONCE);
    private final StringBuilder json = new StringBuilder();
    private boolean isCut;

    private CompactedChanges(boolean leadsBack) {
        this.leadsBack = leadsBack;
    }

    /** What becomes of one object: it goes, or has these values, as the store holds them. */
    private static final class CompactedChange {
        private final ObjectType type;
        private boolean isGone;
        private final @Nullable Object[] values;

        CompactedChange(ObjectType type) {
            this.type = type;
            values = new Object[type.fields().size()];
            Arrays.fill(values, NOT_CHANGED);
        }
    }

    /**
     * The rows after a version of a log, made of those after another one.
     *
     * @param number of the version that {@code from} is, in this log
     * @param wanted the number of the version that is wanted
     * @param version what that one is called here
     * @throws PastUnavailableException where a load of everything lies between the two: nothing leads over it
     */
    static Snapshot walk(RegistryStore log, Snapshot from, long number, long wanted, long version)
            throws SQLException, PastUnavailableException {
        if (number == wanted) {
            return from;
        }
        CompactedChanges changes = new CompactedChanges(wanted < number);
        log.eachSide(
                Math.min(number, wanted),
                Math.max(number, wanted),
                changes.leadsBack ? ChangedValues.Side.BEFORE : ChangedValues.Side.AFTER,
                changes::add);
        changes.parse();
        if (changes.isCut) {
            throw PastUnavailableException.never("everything was loaded anew meanwhile");
        }
        Instant time =
                log.lastVersionUpTo(wanted).map(RegistryStore.Head::changedAt).orElse(Instant.EPOCH);
        return changes.applyTo(from, version, time);
    }

    /** Takes the next one, oldest first. */
    private void add(ChangedValues change) {
        if (change.type().equals(Change.EVERYTHING)) {
            isCut = true;
            return;
        }
        ObjectType type = ObjectTypes.byName(change.type()).orElse(null);
        if (type == null || !ChangeLog.isOfValues(change.operation())) {
            return; // a newer program may have types that we have not
        }
        Map<Long, CompactedChange> ofType = objects.computeIfAbsent(type, none -> new HashMap<>());
        Long id = Objects.requireNonNull(change.objectId());
        CompactedChange known = ofType.get(id);
        CompactedChange sum = known == null ? new CompactedChange(type) : known;
        if (known == null) {
            ofType.put(id, sum);
        }
        if (leadsBack) {
            // The oldest change decides: what had nothing before was not there.
            sum.isGone |= known == null && change.values() == null;
        } else {
            sum.isGone = change.operation().equals(ChangeLog.ERASE);
        }
        if (!sum.isGone && change.values() != null) {
            json.append(waiting.isEmpty() ? '[' : ',').append(change.values());
            waiting.add(sum);
            if (waiting.size() == PARSED_AT_ONCE || json.length() >= MAX_TEXT) {
                parse();
            }
        }
    }

    /** Takes the values of the changes that wait for it. */
    @SuppressWarnings("ReferenceEquality")
    private void parse() {
        if (waiting.isEmpty()) {
            return;
        }
        List<ObjectType> types = waiting.stream().map(change -> change.type).toList();
        ChangeLog.eachStored(json.append(']').toString(), types, (change, field, value) -> {
            @Nullable Object[] values = waiting.get(change).values;
            if (!leadsBack || values[field.position()] == NOT_CHANGED) {
                values[field.position()] = value;
            }
        });
        waiting.clear();
        json.setLength(0);
    }

    /** The state at the other end of the stretch; the one at this end shares with it what is equal. */
    private Snapshot applyTo(Snapshot state, long version, Instant time) {
        List<Row> others = new ArrayList<>();
        List<Row> gone = new ArrayList<>();
        objects.forEach((type, ofType) -> ofType.forEach((id, sum) -> {
            Row row = state.find(type, id);
            if (!sum.isGone) {
                Row made = applied(row, sum);
                if (!made.equals(row)) {
                    others.add(made);
                }
            } else if (row != null) {
                gone.add(row);
            }
        }));
        return state.laidOver(version, time, others, gone);
    }

    @SuppressWarnings("ReferenceEquality")
    private static Row applied(@Nullable Row row, CompactedChange sum) {
        Row.Builder made = row == null ? sum.type.row() : row.toBuilder();
        for (Field<?> field : sum.type.fields()) {
            Object value = sum.values[field.position()];
            if (value != NOT_CHANGED) {
                made.setStored(field, value);
            }
        }
        return made.build();
    }
}
