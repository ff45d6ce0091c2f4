package org.peerage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.testing.AdjustableClock;

/** Jobs of several processes on one database; each process is its own {@link Leases} here. */
abstract class JobsContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final AdjustableClock clock = AdjustableClock.standingAt(Instant.ofEpochSecond(1_700_000_000));

    @AutoClose
    private Database database;

    private Leases here;
    private Leases there;
    private JobHistory history;

    abstract Database newDatabase() throws DatabaseUnusableException;

    @BeforeEach
    void open() throws DatabaseUnusableException {
        database = newDatabase();
        here = new Leases(database.source(), clock);
        there = new Leases(database.source(), clock);
        history = new JobHistory(database.source(), clock);
    }

    @Test
    void leaseIsHeldByOneProcess() throws Exception {
        assertThat(here.acquire("tidy", MINUTE, HOUR)).isPresent();
        assertThat(there.acquire("tidy", MINUTE, HOUR)).isEmpty();
        assertThat(there.acquire("other", MINUTE, HOUR)).isPresent();
    }

    @Test
    void jobThatWasDoneIsDueAgainAfterItsTime() throws Exception {
        here.complete(here.acquire("tidy", MINUTE, HOUR).orElseThrow());

        assertThat(there.acquire("tidy", MINUTE, HOUR)).isEmpty();
        clock.forward(HOUR);
        assertThat(there.acquire("tidy", MINUTE, HOUR)).isPresent();
    }

    @Test
    void expiredLeaseIsTakenOver() throws Exception {
        Leases.Lease lost = here.acquire("tidy", MINUTE, HOUR).orElseThrow();
        clock.forward(MINUTE);

        Optional<Leases.Lease> taken = there.acquire("tidy", MINUTE, HOUR);

        assertThat(taken).isPresent();
        assertThat(here.renew(lost, MINUTE)).isFalse();
        here.complete(lost);
        assertThat(there.find("tidy").orElseThrow().doneAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void renewedLeaseIsKept() throws Exception {
        Leases.Lease lease = here.acquire("tidy", MINUTE, HOUR).orElseThrow();
        clock.forward(MINUTE.minusSeconds(1));

        assertThat(here.renew(lease, MINUTE)).isTrue();
        clock.forward(MINUTE.minusSeconds(1));
        assertThat(there.acquire("tidy", MINUTE, HOUR)).isEmpty();
    }

    @Test
    void failedJobIsRetriedAfterADelay() throws Exception {
        Job failing = Job.of("tidy", "", HOUR, run -> {
            throw new IllegalStateException("not today");
        });
        try (Scheduler schedule = new Scheduler(here, history, Scheduler.JobObserver.NOBODY, List.of(failing))) {
            assertThat(schedule.runNow(failing)).isEqualTo(Scheduler.JobOutcome.FAILED);
        }

        assertThat(there.acquire("tidy", MINUTE, HOUR)).isEmpty();
        clock.forward(MINUTE);
        assertThat(there.acquire("tidy", MINUTE, HOUR)).isPresent();
    }

    @Test
    void jobIsNotRunWhileAnotherProcessRunsIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Job slow = Job.of("tidy", "", Duration.ofMillis(1), run -> {
            runs.incrementAndGet();
            begun.countDown();
            end.await();
        });
        try (Scheduler one = new Scheduler(here, history, Scheduler.JobObserver.NOBODY, List.of(slow));
                Scheduler other = new Scheduler(there, history, Scheduler.JobObserver.NOBODY, List.of(slow))) {
            one.start();
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(other.runNow(slow)).isEqualTo(Scheduler.JobOutcome.HELD);
            assertThat(runs).hasValue(1);
            end.countDown();
        }
    }

    @Test
    void schedulerRunsOnlyDueJobs() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger idle = new AtomicInteger();
        Job due = Job.of("due", "", Duration.ofMillis(5), run -> done.countDown());
        Job nothingToDo = Job.of("idle", "", Duration.ofMillis(1), () -> false, run -> idle.incrementAndGet());

        try (Scheduler schedule =
                new Scheduler(here, history, Scheduler.JobObserver.NOBODY, List.of(nothingToDo, due))) {
            schedule.start();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(idle).hasValue(0);
        assertThat(here.find("idle")).isEmpty();
    }

    @Test
    void lostLeaseInterruptsTheJob() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Job stuck = Job.of("tidy", "", Duration.ofMillis(1), run -> {
            begun.countDown();
            never.await();
        });
        try (Scheduler schedule =
                new Scheduler(here, history, Scheduler.JobObserver.NOBODY, List.of(stuck), Duration.ofMillis(60))) {
            Thread worker = Thread.ofPlatform().start(() -> {
                try {
                    schedule.runNow(stuck);
                } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            // Between two renewals the clock jumps past the lease: only then can somebody else take it.
            Optional<Leases.Lease> taken = Optional.empty();
            while (taken.isEmpty()) {
                clock.forward(MINUTE);
                taken = there.acquire("tidy", HOUR, Duration.ZERO);
            }

            worker.join(10_000);
            assertThat(worker.isAlive()).isFalse();
            assertThat(there.renew(taken.get(), HOUR)).isTrue();
        }
    }
}
