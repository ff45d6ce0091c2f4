package org.peerage.access.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.ChangeLog;
import org.peerage.registry.ChangedObject;
import org.peerage.registry.RedactedValues;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import tools.jackson.databind.JsonNode;

/** What is told of one change. */
final class Disclosure {
    private final Change change;
    private final ChangedObject subject;
    private final ChangeAudience audience;
    private final boolean isHistory;
    private final @Nullable Row now;
    private final boolean sees;
    private final boolean keeps;
    private final boolean readsLog;
    private final long since;
    private final boolean wasPending;
    private final boolean isPending;

    Disclosure(Change change, ChangedObject subject, LogMarks marks, ChangeAudience audience, boolean isHistory) {
        this.change = change;
        this.subject = subject;
        this.audience = audience;
        this.isHistory = isHistory;
        Row row = audience.snapshot().find(subject.type(), subject.id());
        now = row;
        sees = audience.canSee(row);
        keeps = row != null && sees && audience.mayChange(row);
        readsLog = row != null && sees && audience.readsLogOf(row);
        since = row != null && (keeps || readsLog) ? marks.keptSince(row, audience.snapshot()) : Long.MAX_VALUE;
        isPending = marks.isPendingAfter(change.version(), subject, row);
        wasPending = change.before() != null && marks.isPendingAfter(change.version() - 1, subject, row);
    }

    Change change() {
        return change;
    }

    ChangedObject subject() {
        return subject;
    }

    /** The object as it is; null where it is gone. */
    @Nullable
    Row now() {
        return now;
    }

    ChangeAudience audience() {
        return audience;
    }

    Optional<DisclosedChange> disclose() {
        if (change.operation().equals(ChangeLog.ERASE)) {
            return audience.canSee(with(change.before())) ? Optional.of(idOnly(ChangeLog.ERASE)) : Optional.empty();
        }
        if (!sees || now == null) {
            return left() ? Optional.of(idOnly(DisclosedChange.WITHDRAW)) : Optional.empty();
        }
        boolean isToldPending = audience.caller().isSuperuser() || (keeps && change.version() >= since);
        if (isPending && !isToldPending) {
            return wasPending || change.before() == null
                    ? Optional.empty()
                    : Optional.of(idOnly(DisclosedChange.WITHDRAW));
        }
        // Who took it up as pending is told from there on, not what it was to others.
        boolean begins =
                isPending && change.version() == since && !audience.caller().isSuperuser();
        boolean isNew = change.before() == null || begins || (wasPending && !isToldPending);
        return Optional.of(told(now, isNew));
    }

    private DisclosedChange told(Row row, boolean isNew) {
        boolean own = isHistory && keeps && change.version() >= since;
        JsonNode before = isNew ? ChangeLog.read(null) : ChangeLog.read(change.before());
        JsonNode after = ChangeLog.read(change.after());
        List<DisclosedChange.FieldChange> fields = new ArrayList<>();
        for (Field<?> field : subject.type().fields()) {
            JsonNode value = after.get(field.name());
            if (value != null && !field.isHidden()) {
                JsonNode was = before.get(field.name());
                fields.add(new DisclosedChange.FieldChange(
                        field,
                        was == null ? null : masked(row, field, was, own && change.version() > since),
                        masked(row, field, value, own)));
            }
        }
        boolean tellsOrigin = own || (isHistory && readsLog && change.version() >= since);
        Optional<DisclosedChange.ChangeOrigin> origin = tellsOrigin
                ? Optional.of(new DisclosedChange.ChangeOrigin(change.actor(), change.requestId()))
                : Optional.empty();
        return new DisclosedChange(
                change.version(),
                change.seq(),
                change.at(),
                change.operation(),
                subject.type(),
                subject.id(),
                isNew,
                origin,
                fields,
                redacted());
    }

    private Optional<RedactedValues> redacted() {
        return RedactedValues.of(change).filter(values -> values.namesNoHiddenField(subject.type()));
    }

    private DisclosedChange idOnly(String operation) {
        return DisclosedChange.idOnly(change, operation, subject.type(), subject.id());
    }

    /** The registry as if the object still hung under its former owner; empty where this change gave it no other one. */
    Optional<Snapshot> underFormerOwner() {
        Field<Long> reference = Hierarchy.owner(subject.type());
        if (reference == null
                || now == null
                || change.before() == null
                || audience.visibility().hasNoPrivateGrants()
                || !ChangeLog.read(change.before()).has(reference.name())) {
            return Optional.empty();
        }
        return Optional.of(audience.snapshot()
                .with(audience.snapshot().version(), audience.snapshot().time(), List.of(with(change.before()))));
    }

    /** Whether what the caller was not told of, for it was pending, is there for everybody since this change. */
    boolean wasApproved(DisclosedChange shown) {
        return shown.isNew() && with(change.after()).isActive();
    }

    /** Whether this change brought the object into the caller's sight. */
    boolean cameIntoSight() {
        return change.before() != null
                && subject.type().rowVisibility().isPresent()
                && !audience.canSee(with(change.before()))
                && audience.canSee(with(change.after()));
    }

    /** Whether this change took up what deleted rows are shown without. */
    boolean isNoLongerBlank() {
        return !subject.type().clearedWhenDeleted().isEmpty()
                && ChangeLog.read(change.before()).path("status").asString("").equals(Status.DELETED.text());
    }

    /** The key that the caller sees since this change, or sees no more, though its value is the same. */
    Optional<Field<?>> turnedKey() {
        return subject.type()
                .keyVisibility()
                .<Field<?>>map(ObjectType.KeyVisibilityRule::key)
                .filter(key -> audience.visibility().showsKey(with(change.before()), key, audience.snapshot())
                        != audience.visibility().showsKey(with(change.after()), key, audience.snapshot()));
    }

    /** Whether this change took the object out of the caller's sight. */
    private boolean left() {
        return change.before() != null
                && ChangeLog.isOfValues(change.operation())
                && subject.type().rowVisibility().isPresent()
                && audience.canSee(with(change.before()))
                && !audience.canSee(with(change.after()));
    }

    /** The object with these values, otherwise as it is now. */
    private Row with(@Nullable String values) {
        return ChangeLog.apply(
                subject.type(),
                now == null
                        ? subject.type()
                                .row()
                                .set(subject.type().id(), subject.id())
                                .build()
                        : now,
                values);
    }

    private @Nullable Object masked(Row row, Field<?> field, JsonNode stored, boolean raw) {
        Object value = value(field, stored);
        return raw ? value : audience.masked(row, field, value);
    }

    static <T> @Nullable Object value(Field<T> field, JsonNode value) {
        Object stored = ChangeLog.stored(field, value);
        return stored == null ? null : field.type().fromColumn(stored);
    }
}
