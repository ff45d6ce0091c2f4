package org.peerage.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/**
 * Takes out of the log of a copy what the other registry took out of its own (docs/spec/record.md §1.5).
 *
 * @param wanted what the other took out
 * @param beginning since when the log here has anything
 * @param own redactions of this registry itself
 */
record ReplicaRedactions(List<RedactedValues> wanted, Instant beginning, List<RedactedValues> own) {
    /** As far the clock here may be ahead of the other's; what is logged so soon after a redaction may be from before. */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    static ReplicaRedactions of(List<RedactedValues> wanted, RegistryStore store) throws SQLException {
        return wanted.isEmpty()
                ? new ReplicaRedactions(List.of(), Instant.EPOCH, List.of())
                : new ReplicaRedactions(wanted, store.pastMarks().beginning().changedAt(), Redaction.all(store));
    }

    /**
     * Empties old values in the log here, once the row is as the other's: all of them, since nobody knows which version here was which
     * there. Of a row that was left out the last value is not known to be the other's.
     */
    void apply(RegistryStore.Transaction transaction, List<LoadReport.RejectedRow> refused, String actor, Instant now)
            throws SQLException {
        for (RedactedValues values : wanted) {
            ObjectType type = ObjectTypes.byName(values.type()).orElse(null);
            if (type == null || refused.stream().anyMatch(values::isOf)) {
                continue;
            }
            for (String name : values.fields()) {
                Field<?> field = type.field(name).orElse(null);
                if (field != null && !isDone(values, name)) {
                    redact(transaction, values, type, field, actor, now);
                }
            }
        }
    }

    /** Whether nothing of before is left here: the log begins later, or it was taken out of it. */
    private boolean isDone(RedactedValues values, String field) {
        Instant at = values.at();
        return at != null
                && (beginning.isAfter(at.plus(CLOCKS_APART))
                        || own.stream()
                                .anyMatch(one -> one.type().equals(values.type())
                                        && one.id() == values.id()
                                        && one.fields().contains(field)
                                        && one.isWholeSince(at)));
    }

    private static void redact(
            RegistryStore.Transaction transaction,
            RedactedValues values,
            ObjectType type,
            Field<?> field,
            String actor,
            Instant now)
            throws SQLException {
        Redaction.RedactedRange before = before(values, transaction.changesOf(type, values.id()));
        Redaction.RedactionResult done =
                Redaction.redact(transaction, new Redaction.Target(type, values.id(), field, before), "", actor, now);
        if (done instanceof Redaction.RedactionResult.Refused(Redaction.Obstacle obstacle, String _)
                && obstacle == Redaction.Obstacle.IS_PRESENT) {
            // It got nothing since, so all but the present value is from before.
            Redaction.Target all = new Redaction.Target(type, values.id(), field, Redaction.RedactedRange.ALL);
            Redaction.RedactionResult _ = Redaction.redact(transaction, all, "", actor, now);
        }
    }

    /** What is from before the redaction: where it may be an old one, what the field got since stays. */
    private static Redaction.RedactedRange before(RedactedValues values, List<Change> history) {
        Instant at = values.at();
        if (at == null) {
            return Redaction.RedactedRange.ALL;
        }
        Instant last = at.plus(CLOCKS_APART);
        long version = history.stream()
                .filter(change -> !change.at().isAfter(last))
                .mapToLong(Change::version)
                .max()
                .orElse(0);
        return new Redaction.RedactedRange(0, version);
    }
}
