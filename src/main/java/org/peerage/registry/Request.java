package org.peerage.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Work;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.StoredAnswer;

/**
 * A write that waits for its turn.
 *
 * @param id of the request, for the log of changes
 * @param decide decides it, on the state in which its turn comes
 * @param expected what the caller knows of the object; null: nothing
 * @param once makes it happen once, however often it is sent; null: no such wish
 * @param trial whether only the decision is wanted
 * @param also what else happens with it; null: nothing
 */
public record Request(
        Author author,
        String id,
        Decider decide,
        @Nullable Expected expected,
        @Nullable Once once,
        boolean trial,
        @Nullable Also also) {

    /** Decides a write of one or more operations. */
    @FunctionalInterface
    public interface Decider {
        Decided decide(Work work);
    }

    /**
     * The decisions on the operations of one write, which stand or fall together.
     *
     * @param decisions in order of the operations; the last one is no {@link Decision.Applied} where the write fails
     */
    public record Decided(List<Decision> decisions) {
        public Decided {
            decisions = List.copyOf(decisions);
        }

        public Decision last() {
            return decisions.getLast();
        }

        boolean isApplied() {
            return last() instanceof Decision.Applied;
        }
    }

    /** Something in the same database that happens if and only if the write does. */
    @FunctionalInterface
    public interface Also {
        /**
         * Does it, by the write's connection alone, after the rows of the registry are written.
         *
         * @throws SQLException then the write does not happen either
         */
        void write(Moment moment) throws SQLException;
    }

    /**
     * A write that is not committed yet.
     *
     * @param before the registry that it was decided on
     * @param version that it makes
     */
    public record Moment(Connection connection, Snapshot before, long version) {}

    /** The caller acts on what an object was at a version (RFC 9110 §13.1.1). */
    public record Expected(ObjectType type, long id, long version) {}

    /**
     * An Idempotency-Key.
     *
     * @param fingerprint of what is asked, so that another request under the same key is noticed
     * @param answer makes the answer that is kept
     */
    public record Once(String key, String fingerprint, BiFunction<Decided, Snapshot, StoredAnswer> answer) {}

    /**
     * What came of it.
     *
     * @param snapshot the state after it; the current one where nothing changed
     * @param kept the answer that was given before; then nothing else is told
     */
    public record Outcome(Decided decided, Snapshot snapshot, Optional<StoredAnswer> kept) {}
}
