package org.peerage.access.changes;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.ChangeLog;
import org.peerage.registry.ChangedObject;
import org.peerage.registry.rules.Hierarchy;
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

    /** Of which objects it has to be known since when they are their owner's. */
    private enum OwnershipScope {
        KEPT,
        KEPT_AND_ONCE_PENDING,
        ALL
    }

    /** What is told in the history of objects, which tells their keepers more; in the order of the changes. */
    public List<DisclosedChange> history(List<Change> changes, ChangeAudience audience) throws SQLException {
        return disclose(changes, audience, true);
    }

    /** What is told of what happens to the whole registry; in the order of the changes. */
    public List<DisclosedChange> feed(List<Change> changes, ChangeAudience audience) throws SQLException {
        return disclose(changes, audience, false);
    }

    /** Since which version each of these objects is in the hands of its owner of today; objects that are gone are left out. */
    public Map<ChangedObject, Long> ownedSince(List<Change> changes, Snapshot snapshot) throws SQLException {
        LogMarks marks = marks(changes, ChangeAudience.everybody(snapshot), OwnershipScope.ALL);
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
    public boolean isRepeatable(long version, ChangeAudience audience) throws SQLException {
        List<Change> changes = store.changesAfter(version - 1, 1).stream()
                .filter(change -> change.actor().equals(audience.caller().actor())
                        && !change.operation().equals("derive"))
                .toList();
        LogMarks marks = marks(changes, audience, OwnershipScope.ALL);
        for (Change change : changes) {
            ChangedObject subject = subject(change);
            if (subject == null) {
                continue;
            }
            Row row = audience.snapshot().find(subject.type(), subject.id());
            if (row == null || !audience.canSee(row)) {
                return false;
            }
            boolean handedOn = marks.keptSince(row, audience.snapshot()) > version;
            if (handedOn || !showsStill(row, ChangeLog.read(change.after()), audience)) {
                return false;
            }
        }
        return true;
    }

    private static boolean showsStill(Row row, JsonNode values, ChangeAudience audience) {
        for (Field<?> field : row.type().fields()) {
            JsonNode value = values.get(field.name());
            if (field.isPersonal()
                    && value != null
                    && !Objects.equals(Disclosure.value(field, value), audience.shownNow(row, field))) {
                return false;
            }
        }
        return true;
    }

    private List<DisclosedChange> disclose(List<Change> changes, ChangeAudience audience, boolean isHistory)
            throws SQLException {
        LogMarks marks =
                marks(changes, audience, isHistory ? OwnershipScope.KEPT : OwnershipScope.KEPT_AND_ONCE_PENDING);
        List<DisclosedChange> told = new ArrayList<>();
        for (Change change : changes) {
            ChangedObject subject = subject(change);
            if (subject != null) {
                Disclosure disclosure = new Disclosure(change, subject, marks, audience, isHistory);
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
        Change change = disclosure.change();
        Row now = disclosure.now();
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
                        : disclosure.audience().masked(now, field, then.find(field));
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
        Change transfer = disclosure.change();
        ChangeAudience audience = disclosure.audience();
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
            boolean isNew = !audience.visibility().canSee(row, former.get());
            List<DisclosedChange.FieldChange> fields = new ArrayList<>();
            for (Field<?> field : row.type().fields()) {
                boolean isKey = row.type()
                        .keyVisibility()
                        .filter(rule -> rule.key() == field)
                        .isPresent();
                if ((isNew && !field.isHidden()) || isKey) {
                    fields.add(new DisclosedChange.FieldChange(
                            field, null, audience.masked(row, field, then.find(field))));
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
        ChangeAudience audience = disclosure.audience();
        List<Row> rows = below(disclosure.subject(), audience.snapshot()).stream()
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
                .filter(row -> marks.ownSince(new ChangedObject(row.type(), row.id()))
                        < disclosure.change().version())
                .toList();
    }

    private static boolean changesSight(Row row, Snapshot former, ChangeAudience audience) {
        Visibility visibility = audience.visibility();
        if (visibility.canSee(row, former) != audience.canSee(row)) {
            return true;
        }
        return row.type()
                .keyVisibility()
                .map(ObjectType.KeyVisibilityRule::key)
                .filter(key ->
                        visibility.showsKey(row, key, former) != visibility.showsKey(row, key, audience.snapshot()))
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

    private LogMarks marks(List<Change> changes, ChangeAudience audience, OwnershipScope owned) throws SQLException {
        Map<ObjectType, Set<Long>> touched = new LinkedHashMap<>();
        Map<ObjectType, Set<Long>> kept = new LinkedHashMap<>();
        boolean mayKeep = owned == OwnershipScope.ALL
                || audience.logOf().isPresent()
                || !(audience.caller().isAnonymous() || audience.caller().isReadOnly());
        for (Change change : changes) {
            ChangedObject subject = subject(change);
            if (subject != null
                    && touched.computeIfAbsent(subject.type(), t -> new TreeSet<>())
                            .add(subject.id())
                    && mayKeep) {
                Row row = audience.snapshot().find(subject.type(), subject.id());
                if (row != null
                        && (owned == OwnershipScope.ALL || audience.mayChange(row) || audience.readsLogOf(row))) {
                    LogMarks.owners(row, audience.snapshot())
                            .forEach(owner -> kept.computeIfAbsent(owner.type(), t -> new TreeSet<>())
                                    .add(owner.id()));
                }
            }
        }
        LogMarks marks = new LogMarks();
        for (Change change : touched.isEmpty() ? List.<Change>of() : store.pendingMarks(touched)) {
            marks.pending(Objects.requireNonNull(subject(change)), change);
        }
        boolean matters = owned != OwnershipScope.KEPT_AND_ONCE_PENDING || marks.hasPending();
        if (!kept.isEmpty() && matters) {
            for (Change change : store.ownerMarks(kept)) {
                marks.owner(Objects.requireNonNull(subject(change)), change);
            }
        }
        return marks;
    }
}
