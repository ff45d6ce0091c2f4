package org.peerage.jobs;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.peerage.trace.Tracing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs when their time has come, each by one process of all that share the database. */
public final class Scheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final Duration LEASE_DURATION = Duration.ofSeconds(60);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(30);

    /** What looks after the registry has time, and may ask foreign servers. */
    private static final Duration CUSTODIAL_RETRY_DELAY = Duration.ofHours(1);

    private static final Duration MAX_CHECK_INTERVAL = Duration.ofSeconds(10);

    private final Leases leases;
    private final JobHistory history;
    private final JobObserver observer;
    private final List<Job> jobs;
    private final Duration lease;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    /** One job at a time asks whether it is due: while the database is locked, all of them would hold all connections. */
    private final ReentrantLock questions = new ReentrantLock();

    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("jobs").factory());

    public Scheduler(Leases leases, JobHistory history, JobObserver observer, List<Job> jobs) {
        this(leases, history, observer, jobs, LEASE_DURATION);
    }

    Scheduler(Leases leases, JobHistory history, JobObserver observer, List<Job> jobs, Duration lease) {
        this.leases = leases;
        this.history = history;
        this.observer = observer;
        this.jobs = List.copyOf(jobs);
        this.lease = lease;
    }

    /** Is told of each run that ended. */
    @FunctionalInterface
    public interface JobObserver {
        JobObserver NOBODY = (job, outcome, took) -> {};

        void ended(Job job, JobOutcome outcome, Duration took);
    }

    /** All jobs, in the order in which they are listed. */
    public List<Job> jobs() {
        return jobs;
    }

    public Leases leases() {
        return leases;
    }

    public JobHistory history() {
        return history;
    }

    /** Begins to look whether something is due. */
    public void start() {
        for (Job job : jobs) {
            long look = Math.clamp(job.interval().toMillis(), 1, MAX_CHECK_INTERVAL.toMillis());
            var _ = clockwork.scheduleWithFixedDelay(() -> runIfDue(job), look, look, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }

    /** What became of a wish to run a job now. */
    public enum JobOutcome {
        DONE,
        FAILED,
        /** Another process is about it. */
        HELD
    }

    /** Runs a job now, even if it was done a moment ago. */
    public JobOutcome runNow(Job job) throws SQLException {
        return runNow(job, JobRun.real());
    }

    /** The same, with a report of what it did. */
    public JobOutcome runNow(Job job, JobRun run) throws SQLException {
        Optional<Leases.Lease> taken = leases.acquire(job.name(), lease, Duration.ZERO);
        return taken.isEmpty() ? JobOutcome.HELD : run(job, taken.get(), run);
    }

    /** Begins a job now, on a thread of its own; its outcome is in the history. */
    public void begin(Job job) {
        thread(job).start(() -> {
            try {
                runNow(job);
            } catch (SQLException unreachable) {
                LOG.warn("the job {} could not be begun: {}", job.name(), unreachable.toString());
            }
        });
    }

    /** Tells what a job would do now; changes nothing, and needs no lease. */
    public static JobRun preview(Job job) throws Exception {
        JobRun run = JobRun.dry();
        job.task().run(run);
        return run;
    }

    /** No virtual one: while SQLite waits for a lock it holds on to a processor, and requests need those. */
    private static Thread.Builder thread(Job job) {
        return Thread.ofPlatform().daemon().name("job-" + job.name());
    }

    private void runIfDue(Job job) {
        if (!running.add(job.name())) {
            return;
        }
        thread(job).start(() -> {
            try {
                Optional<Leases.Lease> taken = acquireIfDue(job);
                if (taken.isPresent()) {
                    run(job, taken.get(), JobRun.real());
                }
            } catch (Exception failure) {
                LOG.warn("whether the job {} is due is not known now: {}", job.name(), failure.toString());
            } finally {
                running.remove(job.name());
            }
        });
    }

    private Optional<Leases.Lease> acquireIfDue(Job job) throws Exception {
        questions.lockInterruptibly();
        try {
            if (job.custodial() && leases.find(job.name()).isEmpty()) {
                leases.noteFirstSight(job.name());
                return Optional.empty();
            }
            return job.dueCheck().isDue() ? leases.acquire(job.name(), lease, job.interval()) : Optional.empty();
        } finally {
            questions.unlock();
        }
    }

    private JobOutcome run(Job job, Leases.Lease taken, JobRun run) throws SQLException {
        ScheduledFuture<?> renewing = renewWhileRunning(taken, Thread.currentThread());
        Instant started = history.now();
        try {
            var _ = Tracing.call(Tracing.Kind.INTERNAL, "job " + job.name(), () -> {
                job.task().run(run);
                return job;
            });
            leases.complete(taken);
            if (!run.isEmpty()) {
                history.record(job.name(), started, "", run);
            }
            observer.ended(job, JobOutcome.DONE, Duration.between(started, history.now()));
            return JobOutcome.DONE;
        } catch (Exception failure) {
            LOG.warn("the job {} failed and will be tried again", job.name(), failure);
            boolean interrupted = Thread.interrupted(); // giving it back must not fail by this
            leases.postpone(taken, job.custodial() ? CUSTODIAL_RETRY_DELAY : RETRY_DELAY);
            history.record(job.name(), started, String.valueOf(failure.getMessage()), run);
            observer.ended(job, JobOutcome.FAILED, Duration.between(started, history.now()));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return JobOutcome.FAILED;
        } finally {
            renewing.cancel(false);
        }
    }

    /** Renews a lease while the job takes long; stops who lost it. */
    private ScheduledFuture<?> renewWhileRunning(Leases.Lease taken, Thread worker) {
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
