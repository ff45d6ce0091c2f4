package org.peerage.cli;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.peerage.jobs.Job;
import org.peerage.jobs.Scheduler.JobOutcome;

/** How often jobs ran here, how it ended, how long it took, and when each went well last, for operators. All are shown before the first run. */
final class JobMetrics {
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Map<String, LastSuccess> lastSuccess = new ConcurrentHashMap<>();

    JobMetrics(MeterRegistry metrics, Clock clock, List<Job> jobs) {
        this.metrics = metrics;
        this.clock = clock;
        for (Job job : jobs) {
            runs(job, JobOutcome.DONE).increment(0);
            runs(job, JobOutcome.FAILED).increment(0);
            Timer _ = duration(job);
            LastSuccess _ = lastSuccess(job);
        }
    }

    /** NaN: not here, or not yet. */
    private static final class LastSuccess {
        private volatile double seconds = Double.NaN;
    }

    void ended(Job job, JobOutcome outcome, Duration took) {
        runs(job, outcome).increment();
        duration(job).record(took.isNegative() ? Duration.ZERO : took);
        if (outcome == JobOutcome.DONE) {
            lastSuccess(job).seconds = clock.instant().getEpochSecond();
        }
    }

    private Counter runs(Job job, JobOutcome outcome) {
        return metrics.counter(
                "peerage.job.runs", "job", job.name(), "outcome", outcome.name().toLowerCase(Locale.ROOT));
    }

    private Timer duration(Job job) {
        return metrics.timer("peerage.job.duration", "job", job.name());
    }

    private LastSuccess lastSuccess(Job job) {
        return lastSuccess.computeIfAbsent(job.name(), name -> {
            LastSuccess success = new LastSuccess();
            metrics.gauge("peerage.job.last.success.seconds", Tags.of("job", name), success, last -> last.seconds);
            return success;
        });
    }
}
