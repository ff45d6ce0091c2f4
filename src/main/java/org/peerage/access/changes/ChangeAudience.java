package org.peerage.access.changes;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.access.rights.Permission;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/**
 * Who is told, and how things are now.
 *
 * @param logOf the organization whose log is read; empty: none's
 */
public record ChangeAudience(Caller caller, Snapshot snapshot, OptionalLong logOf) {
    public ChangeAudience(Caller caller, Snapshot snapshot) {
        this(caller, snapshot, OptionalLong.empty());
    }

    /** Those who may read an organization's log: they are told who changed what is the organization's. */
    public static ChangeAudience ofLog(Caller caller, Snapshot snapshot, long organization) {
        return new ChangeAudience(caller, snapshot, OptionalLong.of(organization));
    }

    /** Everybody. */
    public static ChangeAudience everybody(Snapshot snapshot) {
        return new ChangeAudience(Caller.anonymous(), snapshot);
    }

    Visibility visibility() {
        return caller.visibility();
    }

    boolean canSee(@Nullable Row row) {
        return row != null && visibility().canSee(row, snapshot);
    }

    boolean mayChange(Row row) {
        return caller.may(Permission.UPDATE, row.type().namespace(row, snapshot));
    }

    boolean readsLogOf(Row row) {
        return logOf.isPresent()
                && LogMarks.owners(row, snapshot).stream()
                        .anyMatch(owner -> owner.type() == Org.TYPE && owner.id() == logOf.getAsLong());
    }

    /** A value that the object had, as they are told it, who see the object as it is now. */
    @Nullable
    Object masked(Row now, Field<?> field, @Nullable Object value) {
        if (field.owner().visibilityLevels().contains(field)) {
            return stricter(String.valueOf(value), String.valueOf(now.find(field)));
        }
        if (!field.isPersonal() || Objects.equals(value, shownNow(now, field))) {
            return value;
        }
        return field.isNullable() ? null : "";
    }

    private static String stricter(String then, String now) {
        return Visibility.isStricter(then, now) ? then : now;
    }

    /** What the object shows them of a field now; null where it shows nothing. */
    @Nullable
    Object shownNow(Row row, Field<?> field) {
        if (row.status() == Status.DELETED && row.type().isClearedWhenDeleted(field)) {
            return "";
        }
        return visibility().showsKey(row, field, snapshot) ? row.find(field) : null;
    }
}
