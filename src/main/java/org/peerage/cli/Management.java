package org.peerage.cli;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.peerage.api.Asked;
import org.peerage.api.Outgoing;
import org.peerage.registry.Registry;

/** {@code /health}, {@code /health/live}, {@code /health/ready} and {@code /metrics}, on the management port alone. */
final class Management {
    private static final Set<String> PATHS = Set.of("/health", "/health/live", "/health/ready", "/metrics");

    private final Registry registry;
    private final Follow follow;
    private final PrometheusMeterRegistry metrics;
    private volatile boolean ending;

    Management(Registry registry, Follow follow, PrometheusMeterRegistry metrics) {
        this.registry = registry;
        this.follow = follow;
        this.metrics = metrics;
    }

    /** From now on others are to be asked. */
    void end() {
        ending = true;
    }

    Outgoing handle(Asked request) {
        String path = request.path();
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!PATHS.contains(path)) {
            return empty(404);
        }
        if (!reads) {
            return empty(405);
        }
        if (path.equals("/metrics")) {
            return text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
        }
        boolean ready = registry.isLoaded() && !ending;
        boolean asksReady = !path.equals("/health/live");
        return text(
                ready || !asksReady ? 200 : 503,
                "application/json",
                ready ? state() : status(ending ? "stopping" : "loading"));
    }

    /** Without its database a server still answers readers, so it stays ready; it says how old its knowledge is. */
    private String state() {
        long version = registry.current().version();
        return follow.view()
                .map(view -> String.format(
                        Locale.ROOT,
                        "{\"status\": \"%s\", \"version\": %d, \"database\": {\"reachable\": %b, \"version\": %d,"
                                + " \"seconds_ago\": %.3f}}",
                        !view.reachable() || view.head() > version ? "behind" : "up",
                        version,
                        view.reachable(),
                        view.head(),
                        view.age().toMillis() / 1000.0))
                .orElse("{\"status\": \"up\", \"version\": " + version + "}");
    }

    private static String status(String word) {
        return "{\"status\": \"" + word + "\"}";
    }

    private static Outgoing empty(int status) {
        Outgoing response = Outgoing.of(status);
        response.length(0);
        return response;
    }

    private static Outgoing text(int status, String type, String text) {
        Outgoing response = Outgoing.of(status);
        response.set("Content-Type", type);
        response.set("Cache-Control", "no-store");
        response.body(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return response;
    }
}
