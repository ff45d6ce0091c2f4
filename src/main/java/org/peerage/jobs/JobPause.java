package org.peerage.jobs;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.peerage.store.Sql;
import org.peerage.store.StateTable;

/**
 * What a job warned of counts only while the job is at work: after a long pause (it was switched off, or no server ran) nobody
 * remembers a mail of then, so all warnings are given anew, with their whole time.
 */
final class JobPause {
    private static final Duration LONGEST = Duration.ofDays(14);

    private JobPause() {}

    /**
     * Notes that a job is at work; before that, forgets its warnings if it had paused for long.
     *
     * @param forget the statement that forgets them
     */
    static void end(JobContext context, String job, String forget) {
        context.database().inTransaction(sql -> {
            String state = "job:" + job;
            Instant now = context.now();
            Optional<Instant> last = StateTable.find(sql.connection(), state)
                    .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
                    .or(() -> lastDone(sql, job));
            if (last.filter(then -> then.plus(LONGEST).isBefore(now)).isPresent()) {
                sql.update(forget);
            }
            StateTable.put(sql.connection(), state, Long.toString(now.getEpochSecond()));
            return state;
        });
    }

    /** As the table of leases has it, of jobs that an older program ran. */
    private static Optional<Instant> lastDone(Sql sql, String job) {
        try {
            return sql
                    .query(
                            "select done_at from job_lease where name = ? and done_at > 0",
                            row -> Instant.ofEpochMilli(row.getLong(1)),
                            job)
                    .stream()
                    .findFirst();
        } catch (SQLException unreadable) {
            throw new IllegalStateException("the table of leases cannot be read", unreadable);
        }
    }
}
