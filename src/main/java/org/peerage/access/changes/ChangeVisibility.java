package org.peerage.access.changes;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.access.rights.Permission;
import org.peerage.registry.ChangeLog;
import org.peerage.registry.ChangedObject;
import org.peerage.registry.RedactedValues;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.store.Change;
import org.peerage.store.ChangeSearch;
import org.peerage.store.ChangeSubject;
import org.peerage.store.RegistryStore;
import tools.jackson.databind.JsonNode;

/**
 * What of the log of changes is told to whom; nothing else shows the log to anybody but staff (docs/decisions/0026).
 *
 * <ul>
 *   <li>Rights are today's, on today's owner: what the caller does not see now has no past, but that it left their sight,
 *       be it with what it hangs under. What came into their sight so is told whole there, to who follows the feed.
 *   <li>Personal values are told where the object shows the caller the same ones now, else they are empty.
 *   <li>What happened while an object was pending is for its keeper and superusers.
 *   <li>Who did it, and personal values of the past, are told in histories, to the keeper.
 * </ul>
 *
 * The keeper is who may change the object now, and is told of the time since it came to its owner.
 */
public final class ChangeVisibility {
    private final RegistryStore store;

    public ChangeVisibility(RegistryStore store) {
        this.store = store;
    }

    /**
     * Who is told, and how things are now.
     *
     * @param logOf the organization whose log is read; empty: none's
     */
    public record Audience(Caller caller, Visibility visibility, Snapshot snapshot, OptionalLong logOf) {
        public Audience(Caller caller, Visibility visibility, Snapshot snapshot) {
            this(caller, visibility, snapshot, OptionalLong.empty());
        }

        /** Those who may read an organization's log: they are told who changed what is the organization's. */
        public static Audience ofLog(Caller caller, Snapshot snapshot, long organization) {
            return new Audience(caller, caller.visibility(), snapshot, OptionalLong.of(organization));
        }

        /** Everybody. */
        public static Audience everybody(Snapshot snapshot) {
            return new Audience(Caller.anonymous(), Visibility.PUBLIC, snapshot);
        }

        private boolean canSee(@Nullable Row row) {
            return row != null && visibility.canSee(row, snapshot);
        }

        private boolean mayChange(Row row) {
            return caller.may(Permission.UPDATE, row.type().namespace(row, snapshot));
        }

        private boolean readsLogOf(Row row) {
            return logOf.isPresent()
                    && owners(row, snapshot).stream()
                            .anyMatch(owner -> owner.type() == Org.TYPE && owner.id() == logOf.getAsLong());
        }
    }

    /** Of which objects it has to be known since when they are their owner's. */
    private enum OwnershipScope {
        KEPT,
        KEPT_AND_ONCE_PENDING,
        ALL
    }

    /** What is told in the history of objects, which tells their keepers more; in the order of the changes. */
    public List<DisclosedChange> history(List<Change> changes, Audience audience) throws SQLException {
        return disclose(changes, audience, true);
    }

    /** What is told of what happens to the whole registry; in the order of the changes. */
    public List<DisclosedChange> feed(List<Change> changes, Audience audience) throws SQLException {
        return disclose(changes, audience, false);
    }

    /** Since which version each of these objects is in the hands of its owner of today; objects that are gone are left out. */
    public Map<ChangedObject, Long> ownedSince(List<Change> changes, Snapshot snapshot) throws SQLException {
        LogMarks marks = marks(changes, Audience.everybody(snapshot), OwnershipScope.ALL);
        Map<ChangedObject, Long> since = new HashMap<>();
        for (Change change : changes) {
            ChangedObject subject = subject(change);
            Row row = subject == null ? null : snapshot.find(subject.type(), subject.id());
            if (subject != null && row != null) {
                since.computeIfAbsent(subject, none -> marks.keptSince(row, snapshot));
            }
        }
        return since;
    }

    /**
     * Whether the answer to a write may be given to its author once more: all that the write touched is still seen by
     * them, in the same hands, and shows the same of what is personal.
     */
    public boolean isRepeatable(long version, Audience audience) throws SQLException {
        List<Change> changes = store.changesAfter(version - 1, 1).stream()
                .filter(change -> change.actor().equals(audience.caller.actor())
                        && !change.operation().equals("derive"))
                .toList();
        LogMarks validators = marks(changes, audience, OwnershipScope.ALL);
        for (Change change : changes) {
            ChangedObject subject = subject(change);
            if (subject == null) {
                continue;
            }
            Row row = audience.snapshot.find(subject.type(), subject.id());
            if (row == null || !audience.canSee(row)) {
                return false;
            }
            boolean handedOn =
                    validators.keptSince.computeIfAbsent(subject, s -> validators.keptSince(row, audience.snapshot))
                            > version;
            if (handedOn || !showsStill(row, ChangeLog.read(change.after()), audience)) {
                return false;
            }
        }
        return true;
    }

    private static boolean showsStill(Row row, JsonNode values, Audience audience) {
        for (Field<?> field : row.type().fields()) {
            JsonNode value = values.get(field.name());
            if (field.isPersonal()
                    && value != null
                    && !Objects.equals(value(field, value), shownNow(row, field, audience))) {
                return false;
            }
        }
        return true;
    }

    private List<DisclosedChange> disclose(List<Change> changes, Audience audience, boolean isHistory)
            throws SQLException {
        LogMarks validators =
                marks(changes, audience, isHistory ? OwnershipScope.KEPT : OwnershipScope.KEPT_AND_ONCE_PENDING);
        List<DisclosedChange> told = new ArrayList<>();
        for (Change change : changes) {
            ChangedObject subject = subject(change);
            if (subject != null) {
                Disclosure disclosure = new Disclosure(change, subject, validators, audience, isHistory);
                Optional<DisclosedChange> own = disclosure.disclose();
                if (isHistory) {
                    own.ifPresent(told::add);
                } else {
                    if (own.isPresent()) {
                        told.add(completed(disclosure, own.get()));
                    }
                    told.addAll(handedOverWith(disclosure));
                }
            }
        }
        return told;
    }

    /**
     * The change, with what it does not name but shows this caller: all values of an object that they did not see before,
     * and a key that they see now, or no more.
     */
    private DisclosedChange completed(Disclosure disclosure, DisclosedChange shown) throws SQLException {
        Change change = disclosure.change;
        Row now = disclosure.now;
        if (now == null || change.before() == null || !shown.disclosesFields()) {
            return shown;
        }
        boolean entered = disclosure.wasApproved(shown) || disclosure.cameIntoSight();
        boolean all = entered || disclosure.isNoLongerBlank();
        Field<?> turned = disclosure.turnedKey().orElse(null);
        if (!all && turned == null) {
            return shown;
        }
        Row then = asOf(change.version(), now);
        List<DisclosedChange.FieldChange> fields = new ArrayList<>();
        for (Field<?> field : now.type().fields()) {
            Optional<DisclosedChange.FieldChange> known = shown.fields().stream()
                    .filter(named -> named.field() == field)
                    .findFirst();
            if ((all && !field.isHidden()) || field == turned || known.isPresent()) {
                Object before = entered || known.isEmpty() ? null : known.get().before();
                Object after = known.isPresent()
                        ? known.get().after()
                        : masked(now, field, then.find(field), disclosure.audience);
                fields.add(new DisclosedChange.FieldChange(field, before, after));
            }
        }
        return new DisclosedChange(
                shown.version(),
                shown.seq(),
                shown.at(),
                shown.operation(),
                shown.type(),
                shown.id(),
                shown.isNew() || entered,
                shown.origin(),
                fields,
                shown.redacted());
    }

    /** A row as it was right after a version. */
    private Row asOf(long version, Row now) throws SQLException {
        Row row = now;
        for (Change change : store.changes(ChangeSearch.newest(Integer.MAX_VALUE)
                .about(ChangeSubject.of(now.type(), now.id()))
                .alone(true)
                .including(true)
                .between(version, Long.MAX_VALUE))) {
            row = ChangeLog.apply(row.type(), row, change.before());
        }
        return row;
    }

    /**
     * What left the caller's sight, or came into it, because this change gave what it hangs under to another owner: a
     * network takes its private contacts along, an exchange the address of its member list. What was made later went
     * nowhere.
     */
    private List<DisclosedChange> handedOverWith(Disclosure disclosure) throws SQLException {
        Optional<Snapshot> former = disclosure.underFormerOwner();
        if (former.isEmpty()) {
            return List.of();
        }
        Change transfer = disclosure.change;
        Audience audience = disclosure.audience;
        List<DisclosedChange> told = new ArrayList<>();
        for (Row row : handedOver(disclosure, former.get())) {
            boolean sees = audience.canSee(row);
            if (!sees) {
                told.add(DisclosedChange.idOnly(transfer, DisclosedChange.WITHDRAW, row.type(), row.id()));
                continue;
            }
            Row then = asOf(transfer.version(), row);
            if (then.status() == Status.DELETED) {
                continue; // they are told that it is gone by what ends it, which is older
            }
            boolean isNew = !audience.visibility.canSee(row, former.get());
            List<DisclosedChange.FieldChange> fields = new ArrayList<>();
            for (Field<?> field : row.type().fields()) {
                boolean isKey = row.type()
                        .keyVisibility()
                        .filter(rule -> rule.key() == field)
                        .isPresent();
                if ((isNew && !field.isHidden()) || isKey) {
                    fields.add(new DisclosedChange.FieldChange(
                            field, null, masked(row, field, then.find(field), audience)));
                }
            }
            told.add(new DisclosedChange(
                    transfer.version(),
                    transfer.seq(),
                    transfer.at(),
                    transfer.operation(),
                    row.type(),
                    row.id(),
                    isNew,
                    Optional.empty(),
                    fields,
                    Optional.empty()));
        }
        return told;
    }

    /** Rows below the object of which the caller saw more or less for its former owner's sake, and which were there already. */
    private List<Row> handedOver(Disclosure disclosure, Snapshot former) throws SQLException {
        Audience audience = disclosure.audience;
        List<Row> rows = below(disclosure.subject, audience.snapshot).stream()
                .filter(row -> changesSight(row, former, audience))
                .toList();
        LogMarks marks = new LogMarks();
        Map<ObjectType, Set<Long>> ids = new LinkedHashMap<>();
        rows.forEach(
                row -> ids.computeIfAbsent(row.type(), t -> new TreeSet<>()).add(row.id()));
        for (Change change : ids.isEmpty() ? List.<Change>of() : store.ownerMarks(ids)) {
            marks.owner(Objects.requireNonNull(subject(change)), change);
        }
        return rows.stream()
                .filter(row -> marks.ownSince(new ChangedObject(row.type(), row.id())) < disclosure.change.version())
                .toList();
    }

    private static boolean changesSight(Row row, Snapshot former, Audience audience) {
        Visibility visibility = audience.visibility;
        if (visibility.canSee(row, former) != audience.canSee(row)) {
            return true;
        }
        return row.type()
                .keyVisibility()
                .map(ObjectType.KeyVisibilityRule::key)
                .filter(key ->
                        visibility.showsKey(row, key, former) != visibility.showsKey(row, key, audience.snapshot))
                .isPresent();
    }

    /** All that hangs under an object. */
    private static List<Row> below(ChangedObject parent, Snapshot snapshot) {
        List<Row> found = new ArrayList<>();
        for (Field<Long> child : Hierarchy.owned(parent.type())) {
            for (Row row : snapshot.referring(child, parent.id())) {
                if (!row.type().visibilityLevels().isEmpty()) {
                    found.add(row);
                }
                found.addAll(below(new ChangedObject(row.type(), row.id()), snapshot));
            }
        }
        return found;
    }

    /** Null for a whole load, and for types that only a newer program has. */
    private static @Nullable ChangedObject subject(Change change) {
        return ChangedObject.of(change).orElse(null);
    }

    private LogMarks marks(List<Change> changes, Audience audience, OwnershipScope owned) throws SQLException {
        Map<ObjectType, Set<Long>> touched = new LinkedHashMap<>();
        Map<ObjectType, Set<Long>> kept = new LinkedHashMap<>();
        boolean mayKeep = owned == OwnershipScope.ALL
                || audience.logOf.isPresent()
                || !(audience.caller.isAnonymous() || audience.caller.isReadOnly());
        for (Change change : changes) {
            ChangedObject subject = subject(change);
            if (subject != null
                    && touched.computeIfAbsent(subject.type(), t -> new TreeSet<>())
                            .add(subject.id())
                    && mayKeep) {
                Row row = audience.snapshot.find(subject.type(), subject.id());
                if (row != null
                        && (owned == OwnershipScope.ALL || audience.mayChange(row) || audience.readsLogOf(row))) {
                    owners(row, audience.snapshot)
                            .forEach(owner -> kept.computeIfAbsent(owner.type(), t -> new TreeSet<>())
                                    .add(owner.id()));
                }
            }
        }
        LogMarks validators = new LogMarks();
        for (Change change : touched.isEmpty() ? List.<Change>of() : store.pendingMarks(touched)) {
            validators.pending(Objects.requireNonNull(subject(change)), change);
        }
        boolean matters = owned != OwnershipScope.KEPT_AND_ONCE_PENDING || !validators.pendings.isEmpty();
        if (!kept.isEmpty() && matters) {
            for (Change change : store.ownerMarks(kept)) {
                validators.owner(Objects.requireNonNull(subject(change)), change);
            }
        }
        return validators;
    }

    /** The object and what it hangs under, up to the organization. */
    private static List<Row> owners(Row row, Snapshot snapshot) {
        List<Row> owners = new ArrayList<>();
        for (Row at = row; at != null; at = owner(at, snapshot)) {
            owners.add(at);
        }
        return owners;
    }

    private static @Nullable Row owner(Row row, Snapshot snapshot) {
        Field<Long> reference = Hierarchy.owner(row.type());
        Long id = reference == null ? null : row.find(reference);
        return reference == null || id == null ? null : snapshot.find(reference.target(), id);
    }

    /** What the log says of objects beside the changes that are told. */
    private static final class LogMarks {
        private final Map<ChangedObject, List<Change>> pendings = new HashMap<>();
        private final Map<ChangedObject, Long> made = new HashMap<>();
        private final Map<ChangedObject, Long> moved = new HashMap<>();
        private final Map<ChangedObject, Long> keptSince = new HashMap<>();

        void pending(ChangedObject subject, Change change) {
            pendings.computeIfAbsent(subject, s -> new ArrayList<>()).add(change);
        }

        void owner(ChangedObject subject, Change change) {
            if (change.operation().equals("create") || change.operation().equals("revive")) {
                made.merge(subject, change.version(), Math::max);
            }
            Field<Long> reference = Hierarchy.owner(subject.type());
            if (reference != null
                    && change.before() != null
                    && ChangeLog.read(change.before()).has(reference.name())) {
                moved.merge(subject, change.version(), Math::max);
            }
        }

        /** Whether the object was pending right after a version. */
        boolean isPendingAfter(long version, ChangedObject subject, @Nullable Row now) {
            boolean pending = false;
            for (Change change : pendings.getOrDefault(subject, List.of())) {
                boolean ends = hasPending(change.before());
                if (change.version() > version) {
                    return ends; // where the next mark ends it, it had begun, be it with a load
                }
                pending = hasPending(change.after());
            }
            boolean unmarked = !pendings.containsKey(subject);
            return pending || (unmarked && now != null && now.status() == Status.PENDING);
        }

        private static boolean hasPending(@Nullable String values) {
            return ChangeLog.read(values).path("status").asString("").equals("pending");
        }

        /** The version in which the object was made, or came to what it hangs under now; 0: with a load. */
        long ownSince(ChangedObject subject) {
            return Math.max(made.getOrDefault(subject, 0L), moved.getOrDefault(subject, 0L));
        }

        /** The version in which the object came to who owns it now; 0: it always was theirs. */
        long keptSince(Row row, Snapshot snapshot) {
            long since = made.getOrDefault(new ChangedObject(row.type(), row.id()), 0L);
            for (Row owner : owners(row, snapshot)) {
                ChangedObject subject = new ChangedObject(owner.type(), owner.id());
                since = Math.max(since, moved.getOrDefault(subject, 0L));
                if (owner.type() == Org.TYPE) {
                    // Who takes up the name of an organization that ended gets its id, but is somebody else.
                    since = Math.max(since, made.getOrDefault(subject, 0L));
                }
            }
            return since;
        }
    }

    /** What is told of one change. */
    private static final class Disclosure {
        private final Change change;
        private final ChangedObject subject;
        private final Audience audience;
        private final boolean isHistory;
        private final @Nullable Row now;
        private final boolean sees;
        private final boolean keeps;
        private final boolean readsLog;
        private final long since;
        private final boolean wasPending;
        private final boolean isPending;

        Disclosure(Change change, ChangedObject subject, LogMarks validators, Audience audience, boolean isHistory) {
            this.change = change;
            this.subject = subject;
            this.audience = audience;
            this.isHistory = isHistory;
            Row row = audience.snapshot.find(subject.type(), subject.id());
            now = row;
            sees = audience.canSee(row);
            keeps = row != null && sees && audience.mayChange(row);
            readsLog = row != null && sees && audience.readsLogOf(row);
            since = row != null && (keeps || readsLog)
                    ? validators.keptSince.computeIfAbsent(subject, s -> validators.keptSince(row, audience.snapshot))
                    : Long.MAX_VALUE;
            isPending = validators.isPendingAfter(change.version(), subject, row);
            wasPending = change.before() != null && validators.isPendingAfter(change.version() - 1, subject, row);
        }

        Optional<DisclosedChange> disclose() {
            if (change.operation().equals(ChangeLog.ERASE)) {
                return audience.canSee(with(change.before())) ? Optional.of(idOnly(ChangeLog.ERASE)) : Optional.empty();
            }
            if (!sees || now == null) {
                return left() ? Optional.of(idOnly(DisclosedChange.WITHDRAW)) : Optional.empty();
            }
            boolean isToldPending = audience.caller.isSuperuser() || (keeps && change.version() >= since);
            if (isPending && !isToldPending) {
                return wasPending || change.before() == null
                        ? Optional.empty()
                        : Optional.of(idOnly(DisclosedChange.WITHDRAW));
            }
            // Who took it up as pending is told from there on, not what it was to others.
            boolean begins = isPending && change.version() == since && !audience.caller.isSuperuser();
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
                    || audience.visibility.hasNoPrivateGrants()
                    || !ChangeLog.read(change.before()).has(reference.name())) {
                return Optional.empty();
            }
            return Optional.of(audience.snapshot.with(
                    audience.snapshot.version(), audience.snapshot.time(), List.of(with(change.before()))));
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
                    && ChangeLog.read(change.before())
                            .path("status")
                            .asString("")
                            .equals(Status.DELETED.text());
        }

        /** The key that the caller sees since this change, or sees no more, though its value is the same. */
        Optional<Field<?>> turnedKey() {
            return subject.type()
                    .keyVisibility()
                    .<Field<?>>map(ObjectType.KeyVisibilityRule::key)
                    .filter(key -> audience.visibility.showsKey(with(change.before()), key, audience.snapshot)
                            != audience.visibility.showsKey(with(change.after()), key, audience.snapshot));
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
            return raw ? value : ChangeVisibility.masked(row, field, value, audience);
        }
    }

    /** A value that the object had, as the caller is told it, who sees the object as it is now. */
    private static @Nullable Object masked(Row now, Field<?> field, @Nullable Object value, Audience audience) {
        if (field.owner().visibilityLevels().contains(field)) {
            return stricter(String.valueOf(value), String.valueOf(now.find(field)));
        }
        if (!field.isPersonal() || Objects.equals(value, shownNow(now, field, audience))) {
            return value;
        }
        return field.isNullable() ? null : "";
    }

    private static String stricter(String then, String now) {
        return Visibility.isStricter(then, now) ? then : now;
    }

    /** What the object shows the caller of a field now; null where it shows nothing. */
    private static @Nullable Object shownNow(Row row, Field<?> field, Audience audience) {
        if (row.status() == Status.DELETED && row.type().isClearedWhenDeleted(field)) {
            return "";
        }
        return audience.visibility.showsKey(row, field, audience.snapshot) ? row.find(field) : null;
    }

    private static <T> @Nullable Object value(Field<T> field, JsonNode value) {
        Object stored = ChangeLog.stored(field, value);
        return stored == null ? null : field.type().fromColumn(stored);
    }
}
