package org.peerage.jobs;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.peerage.access.Transactions;
import org.peerage.accounts.Statistics;
import org.peerage.accounts.following.FollowMails;
import org.peerage.accounts.organizations.OrganizationCleanup;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.copies.CopyPublisher;
import org.peerage.oauth.SigningKeys;
import org.peerage.registry.ChangeIndexer;
import org.peerage.store.Database;
import org.peerage.store.Sql;

/** The jobs of a registry. */
public final class StandardJobs {
    private static final Duration IDEMPOTENCY_RETENTION = Duration.ofHours(24);

    private static final Duration KEY_LOG_RETENTION = Duration.ofDays(30);

    private StandardJobs() {}

    public static List<Job> of(Database database, Clock clock) {
        Transactions transactions = new Transactions(database.source());
        return List.of(
                hourly(
                        "forget-answers",
                        "forgets answers kept for requests with an Idempotency-Key, after a day",
                        run -> forgetAnswers(transactions, clock, run)),
                hourly(
                        "forget-sessions",
                        "forgets sessions and mailed links that have ended",
                        run -> deleteExpiredSessions(transactions, clock, run)),
                hourly(
                        "forget-tokens",
                        "forgets codes and tokens of applications that have ended, and what keys did a month ago",
                        run -> deleteEndedTokens(transactions, clock, run)),
                Job.of(
                        "rotate-signing-key",
                        "makes the next key that signs id_tokens where it is time, and takes out old ones",
                        Duration.ofHours(6),
                        run -> rotate(new SigningKeys(database.source(), clock), run)),
                hourly(
                        "end-organizations",
                        "ends memberships, keys, requests and invitations that a deleted organization still has",
                        run -> endOrganizations(transactions, clock, run)));
    }

    private static Job hourly(String name, String what, Job.JobTask task) {
        return Job.of(name, what, Duration.ofHours(1), () -> true, task);
    }

    /** Counts what there was at the end of each day. */
    public static Job countDays(Statistics statistics) {
        return Job.of(
                "count-days",
                "counts objects and people at the end of each day",
                Duration.ofHours(1),
                statistics::isDue,
                run -> run.add("days counted", run.isDryRun() ? statistics.daysToCount() : statistics.countDays()));
    }

    /** Closes tickets about which nothing is left to do, and deletes old ones. */
    public static Job closeTickets(Tickets tickets) {
        return hourly(
                "close-tickets",
                "closes tickets of what was decided or has ended, deletes those that have been done for a year",
                run -> run.add("tickets closed or deleted", tickets.tidy(run.isDryRun())));
    }

    /** Indexes what changes are about. */
    public static Job indexChanges(ChangeIndexer indexer) {
        return Job.of(
                "index-changes",
                "notes what changes are about that were logged without it",
                Duration.ofHours(1),
                indexer::isDue,
                run -> {
                    if (run.isDryRun()) {
                        run.add("versions looked at", Math.toIntExact(indexer.missing()));
                    } else {
                        indexer.run();
                    }
                });
    }

    /** Mails followers. */
    public static Job tellFollowers(FollowMails mails) {
        return Job.of(
                        "tell-followers",
                        "writes mails about changes of what people follow, and of what they may edit",
                        Duration.ofSeconds(30),
                        () -> true,
                        run -> {
                            if (run.isDryRun()) {
                                run.add("versions looked at", Math.toIntExact(mails.untoldVersions()));
                                run.add("mails due", mails.dueMails());
                            } else {
                                run.add("mails written", mails.run());
                            }
                        })
                .mailingLinks();
    }

    /** Makes files for copies. */
    public static Job copies(CopyPublisher publisher) {
        return Job.of("copies", "makes the files that others keep copies from", Duration.ofSeconds(60), run -> {
            if (run.isDryRun()) {
                publisher.due().forEach(file -> run.count("files to make", file));
            } else {
                publisher.run();
            }
        });
    }

    private static void rotate(SigningKeys keys, JobRun run) {
        SigningKeys.Rotation rotation = run.isDryRun() ? keys.due() : keys.rotate();
        run.add("keys made", rotation.made());
        run.add("keys taken out", rotation.removed());
    }

    private static void forgetAnswers(Transactions database, Clock clock, JobRun run) {
        long time = clock.instant().minus(IDEMPOTENCY_RETENTION).getEpochSecond();
        database.withConnection(sql -> {
            forget(sql, run, "answers", "idempotency where created_at < ?", time);
            return run;
        });
    }

    /** Deletes rows, or only counts them: a dry run makes nobody wait. */
    private static void forget(Sql sql, JobRun run, String what, String which, long time) throws SQLException {
        run.add(
                what + " forgotten",
                run.isDryRun()
                        ? sql.query("select count(*) from " + which, row -> row.getInt(1), time)
                                .getFirst()
                        : sql.update("delete from " + which, time));
    }

    private static void endOrganizations(Transactions database, Clock clock, JobRun run) {
        if (run.isDryRun()) {
            OrganizationCleanup.remaining(database).forEach(id -> run.count("organizations ended", "org " + id));
        } else {
            run.add("organizations ended", OrganizationCleanup.cleanUp(database, clock));
        }
    }

    private static void deleteExpiredSessions(Transactions database, Clock clock, JobRun run) {
        long now = clock.instant().getEpochSecond();
        database.withConnection(sql -> {
            forget(sql, run, "sessions", "session where expires < ?", now);
            forget(sql, run, "links", "account_link where expires < ?", now);
            return run;
        });
    }

    private static void deleteEndedTokens(Transactions database, Clock clock, JobRun run) {
        long now = clock.instant().getEpochSecond();
        database.withConnection(sql -> {
            forget(sql, run, "tokens", "oauth_token where expires <= ?", now);
            forget(sql, run, "grants", "oauth_grant where expires <= ?", now);
            forget(sql, run, "uses of keys", "key_log where at < ?", now - KEY_LOG_RETENTION.toSeconds());
            return run;
        });
    }
}
