package org.peerage.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.peerage.registry.rules.WorkingCopy;

/**
 * What else in the same database hangs on rows of the registry, such as the people and keys of organizations. What a
 * write means for it is done in the write's own transaction: both happen, or neither.
 */
public interface DependentData {
    /** Nothing hangs on the registry. */
    DependentData NONE = write -> false;

    /** Several of them, in that order. */
    static DependentData of(DependentData... parts) {
        List<DependentData> all = List.of(parts);
        return new DependentData() {
            @Override
            public boolean follow(DependentWrite write) throws SQLException {
                boolean changed = false;
                for (DependentData part : all) {
                    changed |= part.follow(write);
                }
                return changed;
            }

            @Override
            public void committed() {
                all.forEach(DependentData::committed);
            }
        };
    }

    /**
     * Does what a write means for them, by the write's connection alone.
     *
     * @return whether that changed anything
     * @throws SQLException then the write does not happen either
     */
    boolean follow(DependentWrite write) throws SQLException;

    /** What they changed is durable; called before anybody is told of the write. */
    default void committed() {}

    /**
     * A write that is not committed yet.
     *
     * @param touches what it does to rows
     * @param actor whose doing it is
     * @param cause why it is done, as the log notes it; may be empty
     */
    record DependentWrite(
            Connection connection, List<WorkingCopy.RowChange> touches, String actor, Instant at, String cause) {
        public DependentWrite {
            touches = List.copyOf(touches);
        }
    }
}
