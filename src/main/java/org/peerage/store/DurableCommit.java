package org.peerage.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;

/**
 * Commits, and does not take a commit for durable that PostgreSQL has doubts about. One that waits for a synchronous
 * standby may be told to wait no longer: it then ends well, with a warning that the change is on this machine only, and
 * is lost when the standby takes over.
 */
final class DurableCommit {
    private static final String OUTCOME_UNKNOWN = "08007";

    private DurableCommit() {}

    static void of(Connection connection) throws SQLException {
        connection.clearWarnings();
        connection.commit();
        SQLWarning doubt = connection.getWarnings();
        if (doubt != null) {
            throw new SQLException(
                    "whether the change is durable is not known: " + doubt.getMessage(), OUTCOME_UNKNOWN, doubt);
        }
    }
}
