package org.peerage.jobs;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.peerage.access.Transactions;
import org.peerage.accounts.Statistics;
import org.peerage.accounts.organizations.OrganizationCleanup;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.oauth.SigningKeys;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.store.Sql;

/** The jobs of a registry. */
public final class StandardJobs {
    private static final Duration IDEMPOTENCY_RETENTION = Duration.ofHours(24);

    private static final Duration KEY_LOG_RETENTION = Duration.ofDays(30);

    private StandardJobs() {}

    public static List<Job> of(Database database, Clock clock) {
        RegistryStore store = new RegistryStore(database);
        return List.of(
                Job.of(
                        "forget-answers",
                        "forgets answers kept for requests with an Idempotency-Key, after a day",
                        Duration.ofHours(1),
                        () -> store.deleteIdempotencyRecordsBefore(
                                clock.instant().minus(IDEMPOTENCY_RETENTION))),
                Job.of(
                        "forget-sessions",
                        "forgets sessions and mailed links that have ended",
                        Duration.ofHours(1),
                        () -> deleteExpiredSessions(database, clock)),
                Job.of(
                        "forget-tokens",
                        "forgets codes and tokens of applications that have ended, and what keys did a month ago",
                        Duration.ofHours(1),
                        () -> deleteEndedTokens(database, clock)),
                Job.of(
                        "rotate-signing-key",
                        "makes the next key that signs id_tokens where it is time, and takes out old ones",
                        Duration.ofHours(6),
                        new SigningKeys(database.source(), clock)::rotate),
                Job.of(
                        "end-organizations",
                        "ends memberships, keys, requests and invitations that a deleted organization still has",
                        Duration.ofHours(1),
                        () -> OrganizationCleanup.cleanUp(new Transactions(database.source()), clock)));
    }

    /** Counts what there was at the end of each day. */
    public static Job countDays(Statistics statistics) {
        return new Job(
                "count-days",
                "counts objects and people at the end of each day",
                Duration.ofHours(1),
                statistics::isDue,
                false,
                run -> {
                    int days = statistics.countDays();
                    if (days > 0) {
                        run.say(days + " days counted");
                    }
                });
    }

    /** Closes tickets about which nothing is left to do, and deletes old ones. */
    public static Job closeTickets(Tickets tickets) {
        return Job.of(
                "close-tickets",
                "closes tickets of what was decided or has ended, deletes those that have been done for a year",
                Duration.ofHours(1),
                tickets::tidy);
    }

    private static void deleteExpiredSessions(Database database, Clock clock) throws Exception {
        long now = clock.instant().getEpochSecond();
        var _ = Sql.withConnection(database.source(), sql -> {
            sql.update("delete from session where expires < ?", now);
            return sql.update("delete from account_link where expires < ?", now);
        });
    }

    private static void deleteEndedTokens(Database database, Clock clock) throws Exception {
        long now = clock.instant().getEpochSecond();
        var _ = Sql.withConnection(database.source(), sql -> {
            sql.update("delete from oauth_token where expires <= ?", now);
            sql.update("delete from oauth_grant where expires <= ?", now);
            return sql.update("delete from key_log where at < ?", now - KEY_LOG_RETENTION.toSeconds());
        });
    }
}
