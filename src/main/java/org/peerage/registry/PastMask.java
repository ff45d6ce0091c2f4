package org.peerage.registry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Visibility;

/**
 * What a row of the past tells, given the same object as it is now (docs/spec/record.md §0, rule P): nothing that the
 * present does not show those who see the row. Whose rights count is decided when somebody asks
 * ({@link org.peerage.snapshot.Snapshot#judgedBy}).
 *
 * <ul>
 *   <li>What is gone now has no past.
 *   <li>Personal values, and those that were redacted, are told where they are those of the present; it is as hidden as it is now, or
 *       more.
 *   <li>What was pending then, or was deleted without ever having been approved, is told as the present has it, or not at all.
 * </ul>
 */
final class PastMask {
    private PastMask() {}

    /**
     * The row as it is told; null: it is not.
     *
     * @param redacted fields of which no old value is to be told
     */
    static @Nullable Row told(Row then, @Nullable Row now, boolean wasUnapproved, Set<Field<?>> redacted) {
        if (now == null || then.equals(now)) {
            return now;
        }
        if (then.status() == Status.PENDING || wasUnapproved) {
            return null;
        }
        Row.Builder told = null;
        List<Field<?>> personal = then.type().personalFields();
        for (Field<?> field : redacted.isEmpty() ? personal : union(personal, redacted)) {
            if (!Objects.equals(then.find(field), shown(now, field))) {
                told = told == null ? then.toBuilder() : told;
                told.setStored(field, field.isNullable() ? null : "");
            }
        }
        for (Field<String> level : then.type().visibilityLevels()) {
            if (Visibility.isStricter(now.get(level), then.get(level))) {
                told = told == null ? then.toBuilder() : told;
                told.set(level, now.get(level));
            }
        }
        return told == null ? then : told.build();
    }

    /** Those that are told only as the present has them. */
    private static Set<Field<?>> union(List<Field<?>> personal, Set<Field<?>> redacted) {
        Set<Field<?>> union = new LinkedHashSet<>(personal);
        union.addAll(redacted);
        return union;
    }

    private static @Nullable Object shown(Row now, Field<?> field) {
        return now.status() == Status.DELETED && now.type().isClearedWhenDeleted(field) ? "" : now.find(field);
    }

    /** Whether a change of an object may change what its past tells, or whom. */
    static boolean isTouchedBy(@Nullable Row before, @Nullable Row after) {
        if (before == null || after == null) {
            return before != null; // what is new has no past
        }
        if (before.status() != Status.OK || after.status() != Status.OK) {
            return true;
        }
        List<Field<?>> deciding = new ArrayList<>(before.type().visibilityLevels());
        deciding.addAll(Hierarchy.parents(before.type()));
        deciding.addAll(before.type().personalFields());
        return deciding.stream().anyMatch(field -> !Objects.equals(before.find(field), after.find(field)));
    }
}
