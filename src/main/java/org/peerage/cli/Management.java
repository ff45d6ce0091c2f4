package org.peerage.cli;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.peerage.api.ApiRequest;
import org.peerage.api.WireResponse;
import org.peerage.registry.Registry;
import org.peerage.registry.ReplicaFollower;
import tools.jackson.databind.json.JsonMapper;

/** {@code /health}, {@code /health/live}, {@code /health/ready} and {@code /metrics}, on the management port alone. */
final class Management {
    private static final Set<String> PATHS = Set.of("/health", "/health/live", "/health/ready", "/metrics");

    private final Registry registry;
    private final LateFollower follow;
    private final Health health;
    private final PrometheusMeterRegistry metrics;
    private volatile boolean ending;

    Management(Registry registry, LateFollower follow, Health health, PrometheusMeterRegistry metrics) {
        this.registry = registry;
        this.follow = follow;
        this.health = health;
        this.metrics = metrics;
    }

    /** From now on others are to be asked. */
    void end() {
        ending = true;
    }

    WireResponse handle(ApiRequest request) {
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

    /**
     * Without its database, or one that can be written to, a server still answers readers, so it stays ready; it says how
     * old its knowledge is, and what is wrong.
     */
    private String state() {
        long version = registry.current().version();
        Optional<ReplicaFollower.ReplicaState> seen = follow.view();
        String reason = health.reason()
                .map(words -> ", \"reason\": " + JsonMapper.shared().writeValueAsString(words))
                .orElse("");
        String database = seen.map(view -> String.format(
                        Locale.ROOT,
                        ", \"database\": {\"reachable\": %b, \"version\": %d, \"seconds_ago\": %.3f}",
                        view.reachable(),
                        view.head(),
                        view.age().toMillis() / 1000.0))
                .orElse("");
        return "{\"status\": \"" + word(seen, version) + "\", \"version\": " + version + reason + database + "}";
    }

    private String word(Optional<ReplicaFollower.ReplicaState> seen, long version) {
        if (health.isDamaged()) {
            return "damaged";
        }
        if (seen.isPresent() && (!seen.get().reachable() || seen.get().head() > version)) {
            return "behind";
        }
        return health.isWritable() ? "up" : "degraded";
    }

    private static String status(String state) {
        return "{\"status\": \"" + state + "\"}";
    }

    private static WireResponse empty(int status) {
        WireResponse response = WireResponse.of(status);
        response.length(0);
        return response;
    }

    private static WireResponse text(int status, String type, String text) {
        WireResponse response = WireResponse.of(status);
        response.set("Content-Type", type);
        response.set("Cache-Control", "no-store");
        response.body(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return response;
    }
}
