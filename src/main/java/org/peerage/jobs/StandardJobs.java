package org.peerage.jobs;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.peerage.access.Rows;
import org.peerage.access.Transactions;
import org.peerage.accounts.FormerOrganizations;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;

/** The jobs of a registry. */
public final class StandardJobs {
    private static final Duration ANSWERS_KEPT = Duration.ofHours(24);

    private StandardJobs() {}

    public static List<Job> of(Database database, Clock clock) {
        RegistryStore store = new RegistryStore(database);
        return List.of(
                Job.of(
                        "forget-answers",
                        "forgets answers kept for requests with an Idempotency-Key, after a day",
                        Duration.ofHours(1),
                        () -> store.forgetAnswersBefore(clock.instant().minus(ANSWERS_KEPT))),
                Job.of(
                        "forget-sessions",
                        "forgets sessions and mailed links that have ended",
                        Duration.ofHours(1),
                        () -> forgetSessions(database, clock)),
                Job.of(
                        "end-organizations",
                        "ends memberships, keys, requests and invitations that a deleted organization still has",
                        Duration.ofHours(1),
                        () -> FormerOrganizations.sweep(new Transactions(database.source()), clock)));
    }

    private static void forgetSessions(Database database, Clock clock) throws Exception {
        long now = clock.instant().getEpochSecond();
        try (Connection connection = database.source().getConnection()) {
            Rows rows = new Rows(connection);
            rows.update("delete from session where expires < ?", now);
            rows.update("delete from account_link where expires < ?", now);
        }
    }
}
