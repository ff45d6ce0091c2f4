package org.peerage.cli;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.peerage.ixf.Run;

/** How many imports of member lists went well and did not, and what they did, for operators. */
final class ImportMetrics {
    private final MeterRegistry metrics;
    private final AtomicLong last = new AtomicLong();

    ImportMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        metrics.gauge("peerage.ixf.last.import.seconds", last);
        for (Run.State state : new Run.State[] {Run.State.DONE, Run.State.FAILED}) {
            runs(state).increment(0); // shown before the first one
        }
        for (String what : List.of("added", "modified", "deleted", "refused", "held")) {
            rows(what, 0);
        }
    }

    void count(Run run) {
        runs(run.state()).increment();
        rows("added", run.counts().added());
        rows("modified", run.counts().modified());
        rows("deleted", run.counts().deleted());
        rows("refused", run.counts().refused());
        rows("held", run.counts().held());
        Duration took = Duration.between(run.began(), run.ended());
        metrics.timer("peerage.ixf.duration").record(took.isNegative() ? Duration.ZERO : took);
        last.set(run.ended().getEpochSecond());
    }

    private Counter runs(Run.State state) {
        return metrics.counter("peerage.ixf.imports", "outcome", state.word());
    }

    private void rows(String what, int count) {
        metrics.counter("peerage.ixf.rows", "what", what).increment(count);
    }
}
