package org.peerage.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.peerage.access.Transactions;

/** What became of the last runs of each job, in the database; runs that had nothing to say are not kept. */
public final class JobHistory {
    private static final int KEPT = 50;
    private static final int MAX_LENGTH = 20_000;

    private final Transactions database;
    private final Clock clock;

    public JobHistory(DataSource source, Clock clock) {
        this.database = new Transactions(source);
        this.clock = clock;
    }

    /**
     * A run that ended.
     *
     * @param failure why it failed; empty: it did not
     * @param summary counts of what it did
     * @param lines what it did, one by one
     */
    public record PastRun(
            String job, Instant started, Instant ended, String failure, String summary, List<String> lines) {
        public PastRun {
            lines = List.copyOf(lines);
        }
    }

    Instant now() {
        return clock.instant();
    }

    void record(String job, Instant started, String failure, JobRun run) {
        String text = String.join("\n", run.lines());
        database.withConnection(sql -> {
            sql.update(
                    "insert into job_run (job, started, ended, failure, summary, lines) values (?, ?, ?, ?, ?, ?)",
                    job,
                    started.toEpochMilli(),
                    now().toEpochMilli(),
                    failure,
                    run.summary(),
                    text.substring(0, Math.min(MAX_LENGTH, text.length())));
            return sql.update(
                    "delete from job_run where job = ? and id not in"
                            + " (select id from job_run where job = ? order by id desc limit " + KEPT + ")",
                    job,
                    job);
        });
    }

    /** The newest run first. */
    public List<PastRun> of(String job, int limit) {
        return database.withConnection(sql -> sql.query(
                "select started, ended, failure, summary, lines from job_run where job = ? order by id desc limit "
                        + limit,
                row -> new PastRun(
                        job,
                        Instant.ofEpochMilli(row.getLong(1)),
                        Instant.ofEpochMilli(row.getLong(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5).lines().toList()),
                job));
    }
}
