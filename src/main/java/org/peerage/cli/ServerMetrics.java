package org.peerage.cli;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import org.peerage.api.routing.Api;
import org.peerage.registry.Registry;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.store.Database;

/** What is to be seen of a server at any time, under the names that docs/operations.md lists. */
final class ServerMetrics {
    private ServerMetrics() {}

    static void ofProcess(MeterRegistry metrics) {
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        new UptimeMetrics().bindTo(metrics);
        new FileDescriptorMetrics().bindTo(metrics);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            FunctionCounter.builder("peerage.gc.seconds", collector, bean -> bean.getCollectionTime() / 1e3)
                    .description("Time that collections of garbage took")
                    .tag("collector", collector.getName())
                    .register(metrics);
        }
        Gauge.builder("peerage.build.info", () -> 1)
                .tags("version", ServerInfo.VERSION, "java", Runtime.version().toString())
                .register(metrics);
    }

    static void ofRegistry(MeterRegistry metrics, Registry registry) {
        metrics.gauge(
                "peerage.registry.version",
                registry,
                r -> r.isLoaded() ? r.current().version() : Double.NaN);
        for (var type : ObjectTypes.ALL) {
            metrics.gauge(
                    "peerage.registry.rows",
                    Tags.of("type", type.typeName()),
                    registry,
                    r -> r.isLoaded() ? r.current().size(type) : Double.NaN);
        }
    }

    static void ofDatabase(MeterRegistry metrics, Database database) {
        String name = "peerage.database.connections";
        metrics.gauge(
                name, Tags.of("state", "active"), database, d -> d.connections().active());
        metrics.gauge(
                name, Tags.of("state", "idle"), database, d -> d.connections().idle());
        metrics.gauge(name, Tags.of("state", "awaited"), database, d -> d.connections()
                .waiting());
    }

    /** How far this node is behind the database, which others write to as well. */
    static void ofFollower(MeterRegistry metrics, LateFollower follower, Registry registry) {
        metrics.gauge("peerage.database.seen.seconds.ago", follower, LateFollower::secondsAgo);
        metrics.gauge("peerage.database.lag.versions", follower, f -> f.view()
                .map(seen ->
                        (double) Math.max(0, seen.head() - registry.current().version()))
                .orElse(Double.NaN));
    }

    static void ofHealth(MeterRegistry metrics, Health health) {
        metrics.gauge("peerage.writes.succeed", health, h -> h.isWritable() ? 1 : 0);
        metrics.gauge("peerage.database.damaged", health, h -> h.isDamaged() ? 1 : 0);
    }

    static void ofCache(MeterRegistry metrics, Api api) {
        FunctionCounter.builder("peerage.cache.reads", api, Api::cacheHits)
                .description("Reads of the API whose answer was ready, or was made")
                .tag("outcome", "hit")
                .register(metrics);
        FunctionCounter.builder("peerage.cache.reads", api, Api::cacheMisses)
                .description("Reads of the API whose answer was ready, or was made")
                .tag("outcome", "miss")
                .register(metrics);
        metrics.gauge("peerage.cache.answers", api, a -> a.cacheSize().answers());
        metrics.gauge("peerage.cache.bytes", api, a -> a.cacheSize().bytes());
    }
}
