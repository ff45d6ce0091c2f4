package org.peerage.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.ChangeNote;
import org.peerage.store.IdempotencyRecord;

/**
 * A write that waits for its turn.
 *
 * @param id of the request, for the log of changes
 * @param decide decides it, on the state in which its turn comes
 * @param expected what the caller knows of the object; null: nothing
 * @param idempotencyKey makes it happen once, however often it is sent; null: no such wish
 * @param dryRun whether only the decision is wanted
 * @param note why it is made, for those who read the log
 * @param alongside what else happens with it; null: nothing
 */
public record QueuedWrite(
        Author author,
        String id,
        Decider decide,
        @Nullable ExpectedVersion expected,
        @Nullable IdempotencyKey idempotencyKey,
        boolean dryRun,
        ChangeNote note,
        @Nullable InTransaction alongside) {

    /** Decides a write of one or more operations. */
    @FunctionalInterface
    public interface Decider {
        WriteDecisions decide(WorkingCopy workingCopy);
    }

    /**
     * The decisions on the operations of one write, which stand or fall together.
     *
     * @param decisions in order of the operations; the last one is no {@link Decision.Applied} where the write fails
     */
    public record WriteDecisions(List<Decision> decisions) {
        public WriteDecisions {
            decisions = List.copyOf(decisions);
        }

        public Decision last() {
            return decisions.getLast();
        }

        /** Which operation was refused, of those that were decided in this order; empty: the write as a whole. */
        public <T> Optional<T> refused(List<T> operations) {
            return operations.stream().skip(decisions.size() - 1).findFirst();
        }

        boolean isApplied() {
            return last() instanceof Decision.Applied;
        }
    }

    /** Something in the same database that happens if and only if the write does. */
    @FunctionalInterface
    public interface InTransaction {
        /**
         * Does it, by the write's connection alone, after the rows of the registry are written.
         *
         * @throws SQLException then the write does not happen either
         */
        void write(OpenTransaction moment) throws SQLException;
    }

    /**
     * A write that is not committed yet.
     *
     * @param before the registry that it was decided on
     * @param version that it makes
     */
    public record OpenTransaction(Connection connection, Snapshot before, long version) {}

    /** The caller acts on what an object was at a version (RFC 9110 §13.1.1). */
    public record ExpectedVersion(ObjectType type, long id, long version) {}

    /**
     * An Idempotency-Key.
     *
     * @param fingerprint of what is asked, so that another request under the same key is noticed
     * @param record makes the answer that is kept
     */
    public record IdempotencyKey(
            String key, String fingerprint, BiFunction<WriteDecisions, Snapshot, IdempotencyRecord> record) {}

    /**
     * What came of it.
     *
     * @param before the state that it was decided on, which others may have changed since its author looked
     * @param snapshot the state after it; the current one where nothing changed
     * @param replayed the answer that was given before; then nothing else is told
     */
    public record WriteResult(
            WriteDecisions decided, Snapshot before, Snapshot snapshot, Optional<IdempotencyRecord> replayed) {
        /** What it did, or would do, row by row. */
        public StatesDiff difference() {
            return StatesDiff.between(before, snapshot, Integer.MAX_VALUE);
        }
    }
}
