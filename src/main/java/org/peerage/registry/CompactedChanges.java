package org.peerage.registry;

import java.time.Instant;
import java.util.ArrayList;
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

/**
 * What a stretch of the log comes to for each object, forwards or backwards, so that a state far away is made in one step
 * (docs/spec/record.md §1.3). Takes changes oldest first, and holds no more than a row for each object.
 */
final class CompactedChanges {
    /** Where the stretch leads: to its end, or to what was before it. */
    enum Direction {
        FORWARD,
        BACK
    }

    /** The side of changes that counts. */
    ChangedValues.Side side() {
        return direction == Direction.FORWARD ? ChangedValues.Side.AFTER : ChangedValues.Side.BEFORE;
    }

    private final Direction direction;
    private final Map<ObjectType, Map<Long, CompactedChange>> objects = new HashMap<>();
    private boolean isCut;

    CompactedChanges(Direction direction) {
        this.direction = direction;
    }

    /** What becomes of one object: it goes, or has these values, as the store holds them. */
    private static final class CompactedChange {
        private boolean isGone;
        private final Map<Field<?>, @Nullable Object> values = new HashMap<>(4);
    }

    void add(ChangedValues change) {
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
        CompactedChange sum = known == null ? new CompactedChange() : known;
        if (known == null) {
            ofType.put(id, sum);
        }
        if (direction == Direction.FORWARD) {
            sum.isGone = change.operation().equals(ChangeLog.ERASE);
            take(type, sum, sum.isGone ? null : change.values(), true);
        } else {
            // The oldest change decides: what had nothing before was not there.
            sum.isGone |= known == null && change.values() == null;
            take(type, sum, sum.isGone ? null : change.values(), false);
        }
    }

    private static void take(ObjectType type, CompactedChange sum, @Nullable String json, boolean replaces) {
        if (json == null) {
            return;
        }
        ChangeLog.eachStored(type, json, (field, value) -> {
            if (replaces || !sum.values.containsKey(field)) {
                sum.values.put(field, value);
            }
        });
    }

    /** Whether a load of everything lies in the stretch: then nothing leads over it. */
    boolean isCut() {
        return isCut;
    }

    /** The state at the other end of the stretch; the one at this end shares with it what is equal. */
    Snapshot applyTo(Snapshot state, long version, Instant time) {
        List<Row> others = new ArrayList<>();
        List<Row> gone = new ArrayList<>();
        objects.forEach((type, ofType) -> ofType.forEach((id, sum) -> {
            Row row = state.find(type, id);
            if (!sum.isGone) {
                Row made = applied(type, row, sum);
                if (!made.equals(row)) {
                    others.add(made);
                }
            } else if (row != null) {
                gone.add(row);
            }
        }));
        return state.laidOver(version, time, others, gone);
    }

    private static Row applied(ObjectType type, @Nullable Row row, CompactedChange sum) {
        Row.Builder made = row == null ? type.row() : row.toBuilder();
        sum.values.forEach(made::setStored);
        return made.build();
    }
}
