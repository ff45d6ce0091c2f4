package org.peerage.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ColumnType;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.store.Change;
import org.peerage.store.ChangedValues;
import org.peerage.store.RegistryStore;
import org.peerage.store.StateTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes old values of a field out of the log of changes, so that no state of the past has them (docs/spec/record.md §1.5).
 * Each change still begins with what the one before left. It is a version of its own, so that every process hears of it, and whoever
 * keeps a copy.
 */
public final class Redaction {
    /** The operation in the log. */
    public static final String OPERATION = "redact";

    /** The name of what is remembered of all redactions, for copies that were away. */
    private static final String STATE = "redactions";

    private static final int MAX_REMEMBERED = 10_000;

    private Redaction() {}

    /** Why there is nothing to redact. */
    public enum Obstacle {
        NO_TEXT,
        NOTHING_OLD,
        NOTHING_IN_RANGE,
        IS_PRESENT,
        OTHER_THAN_SHOWN
    }

    /** What came of it. */
    public sealed interface RedactionResult {
        /** So many values were emptied. */
        record Redacted(long version, int values) implements RedactionResult {}

        /** Nothing was changed; {@code reason} says why in English. */
        record Refused(Obstacle obstacle, String reason) implements RedactionResult {}
    }

    /**
     * Which values: those that changes from one version to another gave.
     *
     * @param from 0: also what was there before the first change
     * @param to {@link Long#MAX_VALUE}: all but the one of the present
     */
    public record RedactedRange(long from, long to) {
        /** All but the value of the present. */
        public static final RedactedRange ALL = new RedactedRange(0, Long.MAX_VALUE);
    }

    /** What is written down with it, in the same transaction. */
    @FunctionalInterface
    public interface RedactionNote {
        void write(Connection connection, RedactionResult.Redacted done) throws SQLException;
    }

    /** What is to be redacted. */
    public record Target(ObjectType type, long id, Field<?> field, RedactedRange range) {}

    /**
     * A value that the object had.
     *
     * @param version that gave it; 0: it was there before the first change
     * @param at when it was given, or known to be there
     */
    public record OldValue(long version, Instant at, String text) {}

    /** What a redaction would do. */
    public sealed interface RedactionPlan {
        /** It takes these values, none of them empty, by putting these changes into the log. */
        record Possible(List<OldValue> values, List<Change> rewritten) implements RedactionPlan {
            public Possible {
                values = List.copyOf(values);
                rewritten = List.copyOf(rewritten);
            }

            /** What it takes, in a few letters: see {@link PreviewDigest}. */
            public String digest() {
                return PreviewDigest.digest(values.stream()
                        .map(value -> value.version + " " + value.text)
                        .toList());
            }
        }

        /** There is nothing that it could do. */
        record Impossible(RedactionResult.Refused why) implements RedactionPlan {}
    }

    /** What would be done, by all changes of the object, oldest first. */
    public static RedactionPlan plan(List<Change> history, Target target) {
        Field<?> field = target.field;
        RedactedRange range = target.range;
        if (field.type().storage() != ColumnType.TEXT) {
            return impossible(Obstacle.NO_TEXT, field.name() + " is no text");
        }
        String object = target.type + " " + target.id;
        List<Change> touching = new ArrayList<>();
        for (Change change : history) {
            if (has(change.before(), field) || has(change.after(), field)) {
                touching.add(change);
            }
        }
        if (touching.isEmpty()) {
            return impossible(Obstacle.NOTHING_OLD, "the log has no old " + field.name() + " of " + object);
        }
        List<OldValue> values = new ArrayList<>();
        @Nullable Change[] changed = touching.toArray(new Change[0]);
        if (range.from == 0 && has(changed[0].before(), field)) {
            addValue(values, 0, changed[0].at(), text(changed[0].before(), field));
            changed[0] = withoutBefore(changed[0], field);
        }
        for (int i = 0; i < changed.length; i++) {
            Change change = Objects.requireNonNull(changed[i]);
            boolean isLast = i == changed.length - 1;
            if (!has(change.after(), field) || change.version() < range.from || change.version() > range.to) {
                continue;
            }
            if (isLast) {
                if (range.to != Long.MAX_VALUE) {
                    return impossible(
                            Obstacle.IS_PRESENT,
                            "version " + change.version() + " gave the " + field.name() + " that " + object
                                    + " has now: change that first");
                }
                continue;
            }
            addValue(values, change.version(), change.at(), text(change.after(), field));
            changed[i] = withoutAfter(change, field);
            changed[i + 1] = withoutBefore(Objects.requireNonNull(changed[i + 1]), field);
        }
        if (values.isEmpty()) {
            return impossible(Obstacle.NOTHING_IN_RANGE, "there is no old value in these versions");
        }
        List<Change> rewritten = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (!touching.get(i).equals(changed[i])) {
                rewritten.add(Objects.requireNonNull(changed[i]));
            }
        }
        return new RedactionPlan.Possible(values, rewritten);
    }

    private static RedactionPlan impossible(Obstacle obstacle, String reason) {
        return new RedactionPlan.Impossible(new RedactionResult.Refused(obstacle, reason));
    }

    private static void addValue(List<OldValue> values, long version, Instant at, String text) {
        if (!text.isEmpty()) {
            values.add(new OldValue(version, at, text));
        }
    }

    /**
     * Empties them; the caller commits.
     *
     * @param preview what it has to take, see {@link RedactionPlan.Possible#digest}, else nothing is done; empty: whatever it takes
     */
    public static RedactionResult redact(
            RegistryStore.Transaction transaction, Target target, String preview, String actor, Instant time)
            throws SQLException {
        RegistryStore.Head head = transaction.lockHead();
        return switch (plan(transaction.changesOf(target.type, target.id), target)) {
            case RedactionPlan.Impossible(RedactionResult.Refused why) -> why;
            case RedactionPlan.Possible plan
            when !preview.isEmpty() && !preview.equals(plan.digest()) ->
                new RedactionResult.Refused(Obstacle.OTHER_THAN_SHOWN, "it would take other values than were shown");
            case RedactionPlan.Possible plan -> {
                transaction.rewrite(plan.rewritten); // what was said of these changes goes, too
                long version = head.version() + 1;
                Instant now = head.notBefore(time);
                RedactedValues redacted = new RedactedValues(
                        version,
                        target.type.typeName(),
                        target.id,
                        List.of(target.field.name()),
                        target.range.from,
                        Math.min(target.range.to, head.version()),
                        now.truncatedTo(ChronoUnit.SECONDS)); // as the log has it
                // No values of fields before and after: the object did not change.
                transaction.log(List.of(new Change(
                        version,
                        0,
                        now,
                        actor,
                        null,
                        OPERATION,
                        target.type.typeName(),
                        target.id,
                        "{}",
                        redacted.toLog())));
                remember(transaction, redacted);
                transaction.setHead(new RegistryStore.Head(version, now));
                yield new RedactionResult.Redacted(version, plan.values.size());
            }
        };
    }

    private static void remember(RegistryStore.Transaction transaction, RedactedValues redacted) throws SQLException {
        List<RedactedValues> known = StateTable.find(transaction.connection(), STATE)
                .map(RedactedValues::readAll)
                .orElse(List.of());
        ArrayNode all = JsonMapper.shared().createArrayNode();
        known.stream().skip(Math.max(0, known.size() + 1 - MAX_REMEMBERED)).forEach(one -> one.addTo(all));
        redacted.addTo(all);
        transaction.putState(STATE, all.toString());
    }

    /** All redactions, oldest first, as far as they are remembered. */
    public static List<RedactedValues> all(RegistryStore store) throws SQLException {
        return store.state(STATE).map(RedactedValues::readAll).orElse(List.of());
    }

    /**
     * Visits type and id of the objects that something was redacted of after a version, up to another one. The log says it, also where a
     * program did it that remembers no redactions.
     */
    public static void eachObject(RegistryStore store, long version, long last, ObjLongConsumer<String> to)
            throws SQLException {
        store.eachSide(version, last, ChangedValues.Side.BEFORE, change -> {
            Long id = change.objectId();
            if (id != null && change.operation().equals(OPERATION)) {
                to.accept(change.type(), id);
            }
        });
    }

    private static boolean has(@Nullable String json, Field<?> field) {
        return ChangeLog.read(json).has(field.name());
    }

    private static String text(@Nullable String json, Field<?> field) {
        JsonNode value = ChangeLog.read(json).path(field.name());
        return value.isNull() ? "" : value.asString("");
    }

    private static Change withoutBefore(Change change, Field<?> field) {
        return change.withValues(emptied(change.before(), field), change.after());
    }

    private static Change withoutAfter(Change change, Field<?> field) {
        return change.withValues(change.before(), emptied(change.after(), field));
    }

    private static @Nullable String emptied(@Nullable String json, Field<?> field) {
        if (!has(json, field)) {
            return json;
        }
        ObjectNode values = (ObjectNode) ChangeLog.read(json);
        values.set(
                field.name(),
                field.isNullable() ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.stringNode(""));
        return values.toString();
    }
}
