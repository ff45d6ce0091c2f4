package org.peerage.jobs;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs when their time has come, each by one process of all that share the database. */
public final class Schedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private static final Duration RAREST_LOOK = Duration.ofSeconds(10);

    private final Leases leases;
    private final List<Job> jobs;
    private final Duration lease;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("jobs").factory());

    public Schedule(Leases leases, List<Job> jobs) {
        this(leases, jobs, LEASE);
    }

    Schedule(Leases leases, List<Job> jobs, Duration lease) {
        this.leases = leases;
        this.jobs = List.copyOf(jobs);
        this.lease = lease;
    }

    /** Begins to look whether something is due. */
    public void start() {
        for (Job job : jobs) {
            long look = Math.clamp(job.every().toMillis(), 1, RAREST_LOOK.toMillis());
            var _ = clockwork.scheduleWithFixedDelay(() -> look(job), look, look, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }

    /** What became of a wish to run a job now. */
    public enum Outcome {
        DONE,
        FAILED,
        /** Another process is about it. */
        HELD
    }

    /** Runs a job now, even if it was done a moment ago. */
    public Outcome runNow(Job job) throws SQLException {
        Optional<Leases.Lease> taken = leases.take(job.name(), lease, Duration.ZERO);
        return taken.isEmpty() ? Outcome.HELD : run(job, taken.get());
    }

    private void look(Job job) {
        if (!running.add(job.name())) {
            return;
        }
        Thread.ofVirtual().name("job-" + job.name()).start(() -> {
            try {
                if (job.due().isSo()) {
                    Optional<Leases.Lease> taken = leases.take(job.name(), lease, job.every());
                    if (taken.isPresent()) {
                        run(job, taken.get());
                    }
                }
            } catch (Exception failure) {
                LOG.warn("whether the job {} is due is not known now: {}", job.name(), failure.toString());
            } finally {
                running.remove(job.name());
            }
        });
    }

    private Outcome run(Job job, Leases.Lease taken) throws SQLException {
        ScheduledFuture<?> renewing = keep(taken, Thread.currentThread());
        try {
            job.work().run();
            leases.done(taken);
            return Outcome.DONE;
        } catch (Exception failure) {
            LOG.warn("the job {} failed and will be tried again", job.name(), failure);
            boolean interrupted = Thread.interrupted(); // giving it back must not fail by this
            leases.putOff(taken, AFTER_FAILURE);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return Outcome.FAILED;
        } finally {
            renewing.cancel(false);
        }
    }

    /** Renews a lease while the job takes long; stops who lost it. */
    private ScheduledFuture<?> keep(Leases.Lease taken, Thread worker) {
        long third = Math.max(1, lease.toMillis() / 3);
        return clockwork.scheduleWithFixedDelay(
                () -> {
                    try {
                        if (!leases.renew(taken, lease)) {
                            LOG.warn("the job {} was taken over by another process", taken.name());
                            worker.interrupt();
                        }
                    } catch (SQLException | RuntimeException failure) {
                        LOG.warn("the lease of {} is not renewed: {}", taken.name(), failure.toString());
                    }
                },
                third,
                third,
                TimeUnit.MILLISECONDS);
    }
}
