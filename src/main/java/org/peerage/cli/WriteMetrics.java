package org.peerage.cli;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.peerage.registry.WriteLane;
import org.peerage.registry.WriteObserver;

/** What goes through the write lane, for operators. */
final class WriteMetrics implements WriteObserver {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(2),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15)
    };

    private final Map<WriteEnd, Timer> ends = new EnumMap<>(WriteEnd.class);
    private final Timer commits;
    private final DistributionSummary sizes;

    WriteMetrics(MeterRegistry metrics, WriteLane lane) {
        for (WriteEnd end : WriteEnd.values()) {
            ends.put(
                    end,
                    Timer.builder("peerage.write.duration")
                            .description("From a write's coming into the lane until it was durable, or refused")
                            .tag("outcome", end.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(BUCKETS)
                            .register(metrics));
        }
        commits = Timer.builder("peerage.write.commit.duration")
                .description("How long the database was held for writes that were committed together")
                .register(metrics);
        sizes = DistributionSummary.builder("peerage.write.group.size")
                .description("Writes that were committed together")
                .register(metrics);
        metrics.gauge("peerage.write.queue", lane, WriteLane::waiting);
    }

    @Override
    public void ended(WriteEnd end, Duration took) {
        Timer timer = ends.get(end);
        if (timer != null) {
            timer.record(took);
        }
    }

    @Override
    public void committed(int writes, Duration took) {
        commits.record(took);
        sizes.record(writes);
    }
}
