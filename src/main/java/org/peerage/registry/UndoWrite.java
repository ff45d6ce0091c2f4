package org.peerage.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.net.IpAddress;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.DeletionGuard;
import org.peerage.registry.rules.Draft;
import org.peerage.registry.rules.DraftReader;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.rules.UndeletionCheck;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Change;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Decides an undo: each object goes back by what the opposite write would be, and has its rights and rules; links are
 * deleted first, so that others may have their addresses, then parents go before children, and back the other way.
 */
final class UndoWrite {
    /** More objects may turn out to be in the way once others are left out; so often it is tried. */
    private static final int MAX_TRIES = 20;

    private static final int CONFLICT = 409;

    private final UndoCommand command;
    private final DraftReader reader;
    private final WorkingCopy workingCopy;
    private final List<UndoTarget> targets = new ArrayList<>();
    private final List<UndoOutcome.SkippedChange> skipped = new ArrayList<>();

    UndoWrite(UndoCommand command, DraftReader reader, WorkingCopy workingCopy) {
        this.command = command;
        this.reader = reader;
        this.workingCopy = workingCopy;
    }

    /** What is in the way of one object. */
    private sealed interface Obstacle {
        record Denied(Refusal refusal) implements Obstacle {}

        record Conflict(String reason) implements Obstacle {}
    }

    UndoOutcome decide() {
        byObject().forEach(this::addTarget);
        if (!skipped.isEmpty() && !command.skip()) {
            return conflict();
        }
        Set<UndoTarget> left = new HashSet<>();
        for (int i = 0; i < MAX_TRIES; i++) {
            List<UndoTarget> wanted = targets.stream()
                    .filter(target -> !left.contains(target) && !target.isNothing())
                    .toList();
            WorkingCopy trial = workingCopy.fork();
            Map<UndoTarget, Obstacle> obstacles = new Attempt(wanted, trial).run();
            for (Map.Entry<UndoTarget, Obstacle> obstacle : obstacles.entrySet()) {
                switch (obstacle.getValue()) {
                    case Obstacle.Denied(Refusal refusal) -> {
                        return new UndoOutcome(Optional.of(refusal), List.of(), List.of(), 0);
                    }
                    case Obstacle.Conflict(String reason) -> {
                        UndoTarget target = obstacle.getKey();
                        left.add(target);
                        skipped.add(new UndoOutcome.SkippedChange(target.version(), target.object(), reason));
                    }
                }
            }
            if (obstacles.isEmpty()) {
                workingCopy.adopt(trial);
                return applied(wanted);
            }
            if (!command.skip()) {
                return conflict();
            }
        }
        return conflict();
    }

    private UndoOutcome conflict() {
        return new UndoOutcome(
                Optional.of(new Refusal.Message(CONFLICT, "What these changes did has changed since.")),
                List.of(),
                skipped,
                0);
    }

    private UndoOutcome applied(List<UndoTarget> done) {
        return new UndoOutcome(
                Optional.empty(),
                done.stream()
                        .sorted(Comparator.comparingInt((UndoTarget target) -> ObjectTypes.ALL.indexOf(target.type()))
                                .thenComparingLong(target -> target.object().id()))
                        .map(UndoTarget::undone)
                        .toList(),
                skipped,
                0);
    }

    private Map<ChangedObject, List<Change>> byObject() {
        Map<ChangedObject, List<Change>> byObject = new LinkedHashMap<>();
        for (Change change : command.changes()) {
            ChangedObject.of(change).ifPresent(object -> byObject.computeIfAbsent(object, none -> new ArrayList<>())
                    .add(change));
        }
        return byObject;
    }

    private void addTarget(ChangedObject object, List<Change> changes) {
        Row now = workingCopy.find(object.type(), object.id());
        if (now == null) {
            changes.forEach(
                    change -> skipped.add(new UndoOutcome.SkippedChange(change.version(), object, "it is gone")));
            return;
        }
        UndoTarget target = UndoTarget.of(
                object,
                now,
                changes,
                command.ownership().since(object),
                workingCopy.now().minus(command.revivable()));
        skipped.addAll(target.skipped());
        targets.add(target);
    }

    /** All objects that are not left out, one after the other. */
    private final class Attempt {
        private final List<UndoTarget> wanted;
        private final WorkingCopy trial;
        private final Set<ChangedObject> going;
        private final Map<UndoTarget, Obstacle> obstacles = new LinkedHashMap<>();

        Attempt(List<UndoTarget> wanted, WorkingCopy trial) {
            this.wanted = wanted;
            this.trial = trial;
            this.going = wanted.stream()
                    .filter(UndoTarget::goes)
                    .map(UndoTarget::object)
                    .collect(Collectors.toSet());
        }

        /** What is in the way; the trial is of use only where nothing is. */
        Map<UndoTarget, Obstacle> run() {
            each(ObjectTypes.ALL.reversed(), target -> target.goes() && isLink(target.type()), this::delete);
            releaseAddresses();
            each(ObjectTypes.ALL, target -> !target.goes(), this::restore);
            each(ObjectTypes.ALL.reversed(), target -> target.goes() && !isLink(target.type()), this::delete);
            return obstacles;
        }

        private void each(
                List<ObjectType> order, Predicate<UndoTarget> which, Function<UndoTarget, Optional<Obstacle>> step) {
            for (ObjectType type : order) {
                for (UndoTarget target : wanted) {
                    if (target.type() == type && which.test(target)) {
                        step.apply(target).ifPresent(obstacle -> obstacles.put(target, obstacle));
                    }
                }
            }
        }

        private static boolean isLink(ObjectType type) {
            return Hierarchy.parents(type).size() > 1;
        }

        private Optional<Obstacle> delete(UndoTarget target) {
            Row row = current(target);
            if (row.status() != Status.DELETED) { // a LAN goes with its exchange
                if (!command.author().may(AccessRight.DELETE, namespace(row))) {
                    return denied(Refusal.Forbidden.of(AccessRight.DELETE, row));
                }
                if (row.type() == IxLan.TYPE && goes(Ix.TYPE, row.get(IxLan.IX_ID))) {
                    return Optional.empty();
                }
                Optional<String> reason = row.type() == IxLan.TYPE
                        ? Optional.of("a LAN goes with its exchange only")
                        : DeletionGuard.reason(row, trial);
                if (reason.isPresent()) {
                    return conflict(reason.get());
                }
                for (Field<Long> reference : Hierarchy.children(row.type())) {
                    for (Row child : trial.referring(reference, row.id())) {
                        if (child.status() != Status.DELETED && !goes(child.type(), child.id())) {
                            return conflict(child.type().typeName() + " " + child.id() + " hangs on it since");
                        }
                    }
                }
                OperationHandler.cascade(row, trial);
            }
            if (!target.values().isEmpty()) {
                trial.save(withValues(target, current(target)), WorkingCopy.ChangeKind.DELETE);
            }
            return Optional.empty();
        }

        private boolean goes(ObjectType type, long id) {
            return going.contains(new ChangedObject(type, id));
        }

        /** Rows that exchange addresses let go of them first. */
        private void releaseAddresses() {
            Map<IpAddress, UndoTarget> wantedBy = new HashMap<>();
            List<UndoTarget> connections = wanted.stream()
                    .filter(target -> target.type() == NetIxLan.TYPE && !target.goes())
                    .toList();
            for (UndoTarget target : connections) {
                target.values().values().stream()
                        .filter(IpAddress.class::isInstance)
                        .forEach(address -> wantedBy.put((IpAddress) address, target));
            }
            for (UndoTarget target : connections) {
                for (Field<IpAddress> field : List.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)) {
                    IpAddress held = target.now().find(field);
                    if (held != null
                            && target.values().containsKey(field)
                            && wantedBy.getOrDefault(held, target) != target) {
                        trial.save(current(target).toBuilder().set(field, null), WorkingCopy.ChangeKind.UPDATE);
                    }
                }
            }
        }

        private Optional<Obstacle> restore(UndoTarget target) {
            Row row = current(target);
            Row then = withValues(target, row)
                    .set(target.type().status(), target.status())
                    .build();
            Optional<Refusal> missing = missingRight(target, then);
            if (missing.isPresent()) {
                return denied(missing.get());
            }
            if (target.status() == Status.DELETED) {
                trial.save(then.toBuilder(), WorkingCopy.ChangeKind.UPDATE);
                return Optional.empty();
            }
            Optional<String> problem = target.comesBack() ? UndeletionCheck.problem(then, trial) : Optional.empty();
            if (problem.isPresent()) {
                return conflict(problem.get());
            }
            Draft draft = Draft.of(row, changedFields(target), trial, command.author(), ExternalFacts.NONE);
            setAll(target, then, draft);
            reader.recheck(draft);
            if (!draft.errors().isEmpty() || draft.refusal().isPresent()) {
                return conflict(words(draft));
            }
            DeletedRowReuse.makeRoom(draft);
            trial.save(
                    draft.values(), target.comesBack() ? WorkingCopy.ChangeKind.REVIVE : WorkingCopy.ChangeKind.UPDATE);
            return Optional.empty();
        }

        private Optional<Refusal> missingRight(UndoTarget target, Row then) {
            if (target.comesBack()) {
                return command.author().may(AccessRight.CREATE, namespace(then))
                        ? Optional.empty()
                        : Optional.of(Refusal.Forbidden.of(AccessRight.CREATE, then));
            }
            boolean may = command.author().may(AccessRight.UPDATE, namespace(target.now()))
                    && command.author().may(AccessRight.UPDATE, namespace(then));
            if (!may) {
                return Optional.of(Refusal.Forbidden.of(AccessRight.UPDATE, then));
            }
            if (target.type() != NetIxLan.TYPE) {
                return Optional.empty();
            }
            // Each end's facility is for the admins of that end to say.
            return Stream.of(
                            target.values().containsKey(NetIxLan.IX_SIDE_ID) ? exchange(then) : null,
                            target.values().containsKey(NetIxLan.NET_SIDE_ID)
                                    ? trial.find(Net.TYPE, then.get(NetIxLan.NET_ID))
                                    : null)
                    .filter(Objects::nonNull)
                    .filter(owner -> !command.author().may(AccessRight.CREATE, namespace(owner)))
                    .findFirst()
                    .map(owner -> Refusal.Forbidden.of(AccessRight.CREATE, owner));
        }

        private @Nullable Row exchange(Row connection) {
            Row lan = trial.find(IxLan.TYPE, connection.get(NetIxLan.IXLAN_ID));
            return lan == null ? null : trial.find(Ix.TYPE, lan.get(IxLan.IX_ID));
        }

        private String namespace(Row row) {
            return row.type().namespace(row, trial);
        }

        private Row current(UndoTarget target) {
            return Objects.requireNonNull(
                    trial.find(target.type(), target.object().id()));
        }
    }

    private static Row.Builder withValues(UndoTarget target, Row row) {
        Row.Builder values = row.toBuilder();
        target.values().forEach((field, value) -> set(values, field, value));
        return values;
    }

    @SuppressWarnings("unchecked")
    private static <T> void set(Row.Builder row, Field<T> field, @Nullable Object value) {
        row.set(field, (T) value);
    }

    private static void setAll(UndoTarget target, Row then, Draft draft) {
        target.values().keySet().forEach(field -> copy(then, field, draft));
        copy(then, target.type().status(), draft);
    }

    private static <T> void copy(Row row, Field<T> field, Draft draft) {
        draft.set(field, row.find(field));
    }

    /** Rules look only at what was sent; a website counts as sent wherever there is one. */
    private static RequestFields changedFields(UndoTarget target) {
        Map<String, JsonNode> fields = new HashMap<>();
        target.values().keySet().forEach(field -> fields.put(field.name(), JsonNodeFactory.instance.nullNode()));
        target.type().field("website").ifPresent(field -> fields.put("website", JsonNodeFactory.instance.nullNode()));
        return new RequestFields(fields, false);
    }

    private static String words(Draft draft) {
        if (draft.refusal().isPresent() && draft.refusal().get() instanceof Refusal.Message(int status, String text)) {
            return text;
        }
        return draft.errors().of(draft.type()).stream()
                .map(violation -> violation.field().isEmpty()
                        ? violation.message()
                        : violation.field() + ": " + violation.message())
                .collect(Collectors.joining(" "));
    }

    private static Optional<Obstacle> denied(Refusal refusal) {
        return Optional.of(new Obstacle.Denied(refusal));
    }

    private static Optional<Obstacle> conflict(String reason) {
        return Optional.of(new Obstacle.Conflict(reason));
    }
}
