package org.peerage.registry;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ColumnType;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes old values of a field out of the log of changes, so that no state of the past has them (docs/spec/record.md §1.5).
 * Each change still begins with what the one before left. It is a version of its own, so that every process hears of it.
 */
public final class Redaction {
    /** The operation in the log. */
    public static final String OPERATION = "redact";

    private Redaction() {}

    /** What came of it. */
    public sealed interface RedactionResult {
        /** So many values were emptied. */
        record Redacted(long version, int values) implements RedactionResult {}

        /** Nothing was changed. */
        record Refused(String reason) implements RedactionResult {}
    }

    /**
     * Which values: those that changes from one version to another gave.
     *
     * @param from 0: also what was there before the first change
     * @param to {@link Long#MAX_VALUE}: all but the one of the present
     */
    public record RedactedRange(long from, long to) {}

    /** Empties them; the caller commits. */
    public static RedactionResult redact(
            RegistryStore.Transaction transaction,
            ObjectType type,
            long id,
            Field<?> field,
            RedactedRange range,
            String actor,
            Instant time)
            throws SQLException {
        if (field.type().storage() != ColumnType.TEXT) {
            return new RedactionResult.Refused(field.name() + " is no text");
        }
        RegistryStore.Head head = transaction.lockHead();
        List<Change> touching = new ArrayList<>();
        for (Change change : transaction.changesOf(type, id)) {
            if (has(change.before(), field) || has(change.after(), field)) {
                touching.add(change);
            }
        }
        if (touching.isEmpty()) {
            return new RedactionResult.Refused("the log has no old " + field.name() + " of " + type + " " + id);
        }
        int values = 0;
        @Nullable Change[] changed = touching.toArray(new Change[0]);
        if (range.from == 0 && has(changed[0].before(), field)) {
            changed[0] = withoutBefore(changed[0], field);
            values++;
        }
        for (int i = 0; i < changed.length; i++) {
            Change change = Objects.requireNonNull(changed[i]);
            boolean isLast = i == changed.length - 1;
            if (!has(change.after(), field) || change.version() < range.from || change.version() > range.to) {
                continue;
            }
            if (isLast) {
                if (range.to != Long.MAX_VALUE) {
                    return new RedactionResult.Refused("version " + change.version() + " gave the " + field.name()
                            + " that " + type + " " + id + " has now: change that first");
                }
                continue;
            }
            changed[i] = withoutAfter(change, field);
            changed[i + 1] = withoutBefore(Objects.requireNonNull(changed[i + 1]), field);
            values++;
        }
        if (values == 0) {
            return new RedactionResult.Refused("there is no old value in these versions");
        }
        List<Change> rewritten = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (!touching.get(i).equals(changed[i])) {
                rewritten.add(Objects.requireNonNull(changed[i]));
            }
        }
        transaction.rewrite(rewritten);
        long version = head.version() + 1;
        Instant now = time.isBefore(head.changedAt()) ? head.changedAt() : time;
        // No values before and after: nothing changed.
        transaction.log(List.of(new Change(version, 0, now, actor, null, OPERATION, type.typeName(), id, "{}", "{}")));
        transaction.setHead(new RegistryStore.Head(version, now));
        return new RedactionResult.Redacted(version, values);
    }

    private static boolean has(@Nullable String json, Field<?> field) {
        return ChangeLog.read(json).has(field.name());
    }

    private static Change withoutBefore(Change change, Field<?> field) {
        return change.with(emptied(change.before(), field), change.after());
    }

    private static Change withoutAfter(Change change, Field<?> field) {
        return change.with(change.before(), emptied(change.after(), field));
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
