package org.peerage.cli;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.peerage.jobs.Job;
import org.peerage.jobs.Scheduler.JobOutcome;

/** How often jobs ran here, how it ended, how long it took, and when each went well last, for operators. */
final class JobMetrics {
    private final MeterRegistry metrics;
    private final Map<String, AtomicLong> lastSuccess = new ConcurrentHashMap<>();

    JobMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void ended(Job job, JobOutcome outcome, Duration took) {
        metrics.counter(
                        "peerage.job.runs",
                        "job",
                        job.name(),
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
        metrics.timer("peerage.job.duration", "job", job.name()).record(took.isNegative() ? Duration.ZERO : took);
        if (outcome == JobOutcome.DONE) {
            lastSuccess
                    .computeIfAbsent(
                            job.name(),
                            name -> metrics.gauge(
                                    "peerage.job.last.success.seconds",
                                    io.micrometer.core.instrument.Tags.of("job", name),
                                    new AtomicLong()))
                    .set(System.currentTimeMillis() / 1000);
        }
    }
}
