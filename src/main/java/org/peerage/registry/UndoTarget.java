package org.peerage.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Change;
import tools.jackson.databind.JsonNode;

/**
 * What one object becomes if some of its changes are taken back, newest first: values that are still as a change left
 * them become what they were before it.
 */
final class UndoTarget {
    /** What follows from other things, or is not for its owner to decide. */
    private static final Set<String> KEPT = Set.of(
            "id",
            "created",
            "updated",
            "status",
            "version",
            "logo",
            "rir_status",
            "rir_status_updated",
            "netixlan_updated",
            "netfac_updated",
            "poc_updated",
            "net_count",
            "ix_count",
            "fac_count",
            "carrier_count",
            "ixf_net_count",
            "ixf_last_import",
            "ixf_import_request",
            "ixf_import_request_status");

    private final ChangedObject object;
    private final Row now;
    private final long since;
    private final Instant revivableSince;
    private final Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    private final List<UndoOutcome.SkippedChange> skipped = new ArrayList<>();
    private Status status;
    private boolean isStuck;
    private long version;

    private UndoTarget(ChangedObject object, Row now, long since, Instant revivableSince) {
        this.object = object;
        this.now = now;
        this.since = since;
        this.revivableSince = revivableSince;
        this.status = now.status();
    }

    static UndoTarget of(ChangedObject object, Row now, List<Change> changes, long since, Instant revivableSince) {
        UndoTarget target = new UndoTarget(object, now, since, revivableSince);
        changes.stream()
                .sorted(Comparator.comparingLong(Change::version).reversed())
                .forEach(change -> {
                    String reason = target.isStuck ? "a later change of it cannot be taken back" : target.undo(change);
                    if (!reason.isEmpty()) {
                        target.skipped.add(new UndoOutcome.SkippedChange(change.version(), object, reason));
                    }
                });
        return target;
    }

    /** Why a kind of change is never taken back; empty where it is. */
    static String barred(Change change) {
        if (change.operation().equals(ChangeLog.ERASE)) {
            return "what is erased does not come back";
        }
        if (change.actor().equals("sync") || change.operation().equals("load")) {
            return "it came with a copy of another registry";
        }
        boolean queued =
                !change.type().equals(Campus.TYPE.typeName()) && !change.type().equals(CarrierFac.TYPE.typeName());
        boolean approved = queued
                && change.operation().equals("update")
                && status(change.before()) == Status.PENDING
                && status(change.after()) == Status.OK;
        return approved ? "it was approved" : "";
    }

    private static @Nullable Status status(@Nullable String values) {
        JsonNode status = ChangeLog.read(values).get("status");
        return status == null ? null : Status.parse(status.stringValue()).orElse(null);
    }

    /** Takes a change back in thought, as far as it is still as it was left; what cannot be taken back of it, and why. */
    private String undo(Change change) {
        String conflict = conflict(change);
        if (!conflict.isEmpty()) {
            isStuck = true;
            return conflict;
        }
        Map<Field<?>, @Nullable Object> before = restorable(change.before());
        switch (change.operation()) {
            case "delete" -> {
                Status was = status(change.before());
                status = was == null ? Status.OK : was;
                values.putAll(before);
            }
            case "create" -> status = Status.DELETED;
            case "revive" -> {
                status = Status.DELETED;
                // What it was in other hands is not for its owner of today.
                boolean moved = Hierarchy.parents(object.type()).stream().anyMatch(before::containsKey);
                if (!moved && isOwnBefore(change)) {
                    values.putAll(before);
                }
            }
            default -> {
                return undoUpdate(change, before);
            }
        }
        version = change.version();
        return "";
    }

    private String undoUpdate(Change change, Map<Field<?>, @Nullable Object> before) {
        Map<Field<?>, @Nullable Object> after = restorable(change.after());
        List<Field<?>> changed = changed(after);
        if (before.isEmpty()) {
            return change.operation().equals("derive") ? "" : "nothing in it can be taken back";
        }
        before.keySet().removeAll(changed);
        if (!before.isEmpty()) {
            values.putAll(before);
            version = change.version();
        }
        return describe(changed);
    }

    /** Why nothing of a change can be taken back, nor anything before it; empty where something can. */
    private String conflict(Change change) {
        String barred = barred(change);
        if (!barred.isEmpty()) {
            return barred;
        }
        if (change.version() < since) {
            return "it was in other hands then";
        }
        Map<Field<?>, @Nullable Object> after = restorable(change.after());
        return switch (change.operation()) {
            case "delete" ->
                status != Status.DELETED
                        ? "it was brought back since"
                        : change.at().isBefore(revivableSince) ? "it was deleted too long ago" : "";
            case "create", "revive" -> status == Status.DELETED ? "it was deleted since" : describe(changed(after));
            default ->
                isGone(after) ? "it was deleted since" : isOwnBefore(change) ? "" : "it was in other hands before";
        };
    }

    /** Whether what the change replaced was the owner's of today. */
    private boolean isOwnBefore(Change change) {
        return change.version() > since || since == 0;
    }

    private Map<Field<?>, @Nullable Object> restorable(@Nullable String json) {
        Map<Field<?>, @Nullable Object> found = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> value : ChangeLog.read(json).properties()) {
            object.type()
                    .field(value.getKey())
                    .filter(field -> !field.isHidden() && !KEPT.contains(field.name()))
                    .ifPresent(field -> found.put(field, value(field, value.getValue())));
        }
        return found;
    }

    private static <T> @Nullable Object value(Field<T> field, JsonNode json) {
        Object stored = ChangeLog.stored(field, json);
        return stored == null ? null : field.type().fromColumn(stored);
    }

    /** Fields that are no longer as the change left them. */
    private List<Field<?>> changed(Map<Field<?>, @Nullable Object> after) {
        List<Field<?>> changed = new ArrayList<>();
        after.forEach((field, value) -> {
            if (!Objects.equals(value, current(field))) {
                changed.add(field);
            }
        });
        return changed;
    }

    private static String describe(List<Field<?>> changed) {
        return changed.isEmpty()
                ? ""
                : changed.stream().map(Field::name).collect(Collectors.joining(", ")) + " changed since";
    }

    /** Rows that are deleted change only where they let go of addresses that others take. */
    private boolean isGone(Map<Field<?>, @Nullable Object> after) {
        return status == Status.DELETED
                && !after.entrySet().stream()
                        .allMatch(entry -> (entry.getKey() == NetIxLan.IPADDR4 || entry.getKey() == NetIxLan.IPADDR6)
                                && entry.getValue() == null);
    }

    private @Nullable Object current(Field<?> field) {
        return values.containsKey(field) ? values.get(field) : now.find(field);
    }

    ChangedObject object() {
        return object;
    }

    ObjectType type() {
        return object.type();
    }

    /** The row as it is. */
    Row now() {
        return now;
    }

    Status status() {
        return status;
    }

    /** The first version that is taken back; 0: none. */
    long version() {
        return version;
    }

    List<UndoOutcome.SkippedChange> skipped() {
        return skipped;
    }

    boolean comesBack() {
        return now.status() == Status.DELETED && status != Status.DELETED;
    }

    boolean goes() {
        return now.status() != Status.DELETED && status == Status.DELETED;
    }

    /** Values that become others than they are. */
    Map<Field<?>, @Nullable Object> values() {
        Map<Field<?>, @Nullable Object> different = new LinkedHashMap<>();
        values.forEach((field, value) -> {
            if (!Objects.equals(value, now.find(field))) {
                different.put(field, value);
            }
        });
        return different;
    }

    boolean isNothing() {
        return !comesBack() && !goes() && values().isEmpty();
    }

    UndoOutcome.UndoneObject undone() {
        Map<Field<?>, UndoOutcome.FieldValues> fields = new LinkedHashMap<>();
        if (status != now.status()) {
            fields.put(type().status(), new UndoOutcome.FieldValues(now.status(), status));
        }
        values().forEach((field, value) -> fields.put(field, new UndoOutcome.FieldValues(now.find(field), value)));
        return new UndoOutcome.UndoneObject(
                object, comesBack() ? "revive" : goes() ? "delete" : "update", fields, version);
    }
}
