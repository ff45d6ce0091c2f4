package org.peerage.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.peerage.registry.rules.Work;

/**
 * What else in the same database hangs on rows of the registry, such as the people and keys of organizations. What a
 * write means for it is done in the write's own transaction: both happen, or neither.
 */
public interface Dependents {
    /** Nothing hangs on the registry. */
    Dependents NONE = write -> false;

    /**
     * Does what a write means for them, by the write's connection alone.
     *
     * @return whether that changed anything
     * @throws SQLException then the write does not happen either
     */
    boolean follow(Write write) throws SQLException;

    /** What they changed is durable; called before anybody is told of the write. */
    default void committed() {}

    /**
     * A write that is not committed yet.
     *
     * @param touches what it does to rows
     * @param actor whose doing it is
     */
    record Write(Connection connection, List<Work.Touch> touches, String actor, Instant at) {
        public Write {
            touches = List.copyOf(touches);
        }
    }
}
