package org.peerage.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.peerage.store.Sql;

/**
 * Who does a job now: a row in the database for each. A lease ends by itself, so that nobody waits for a process that is
 * gone. Clocks of the processes should agree to within seconds.
 */
public final class Leases {
    private static final AtomicLong TAKEN = new AtomicLong();

    private final DataSource source;
    private final Clock clock;
    private final String process;

    public Leases(DataSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.process = host() + ":" + ProcessHandle.current().pid();
    }

    /** The right to do a job until its lease ends. */
    public record Lease(String name, String holder) {}

    /**
     * What is known of a job.
     *
     * @param holder empty: nobody does it now
     * @param doneAt when it was done last; {@link Instant#EPOCH}: never
     */
    public record JobState(String holder, Instant until, Instant doneAt) {}

    public Optional<JobState> find(String name) throws SQLException {
        return withConnection(sql -> sql
                .query(
                        "select holder, held_until, done_at from job_lease where name = ?",
                        row -> new JobState(
                                row.getString(1),
                                Instant.ofEpochMilli(row.getLong(2)),
                                Instant.ofEpochMilli(row.getLong(3))),
                        name)
                .stream()
                .findFirst());
    }

    /** Takes a job that nobody holds, and that has not been done for that long. */
    public Optional<Lease> acquire(String name, Duration length, Duration minInterval) throws SQLException {
        long now = clock.millis();
        // Looking costs no lock and no write.
        Optional<JobState> entry = find(name);
        if (entry.isPresent() && !isFree(entry.get(), now, minInterval)) {
            return Optional.empty();
        }
        String holder = process + ":" + TAKEN.incrementAndGet();
        return withConnection(sql -> {
            if (entry.isEmpty()) {
                sql.update(
                        "insert into job_lease (name, holder, held_until, done_at) values (?, '', 0, 0)"
                                + " on conflict (name) do nothing",
                        name);
            }
            int taken = sql.update(
                    "update job_lease set holder = ?, held_until = ? where name = ? and held_until <= ? and done_at <= ?",
                    holder,
                    now + length.toMillis(),
                    name,
                    now,
                    now - minInterval.toMillis());
            return taken == 1 ? Optional.of(new Lease(name, holder)) : Optional.empty();
        });
    }

    /** A job that nobody did yet is due one interval from now. */
    void noteFirstSight(String name) throws SQLException {
        long now = clock.millis();
        var _ = withConnection(sql -> sql.update(
                "insert into job_lease (name, holder, held_until, done_at) values (?, '', 0, ?)"
                        + " on conflict (name) do nothing",
                name,
                now));
    }

    /** Makes a lease last from now on; false where it ended and somebody else took the job. */
    public boolean renew(Lease lease, Duration length) throws SQLException {
        return end(lease, "held_until = ?", clock.millis() + length.toMillis());
    }

    /** Gives a job back that is done. */
    public void complete(Lease lease) throws SQLException {
        end(lease, "holder = '', held_until = 0, done_at = ?", clock.millis());
    }

    /** Gives a job back that was not done, to be tried again by anybody after a while. */
    public void postpone(Lease lease, Duration delay) throws SQLException {
        end(lease, "holder = '', held_until = ?", clock.millis() + delay.toMillis());
    }

    private boolean end(Lease lease, String change, long time) throws SQLException {
        return withConnection(sql -> sql.update(
                        "update job_lease set " + change + " where name = ? and holder = ?",
                        time,
                        lease.name,
                        lease.holder)
                == 1);
    }

    private static boolean isFree(JobState entry, long now, Duration minInterval) {
        return entry.until.toEpochMilli() <= now && entry.doneAt.toEpochMilli() <= now - minInterval.toMillis();
    }

    private <T> T withConnection(Sql.SqlWork<T> work) throws SQLException {
        return Sql.withConnection(source, work);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "host";
        }
    }
}
