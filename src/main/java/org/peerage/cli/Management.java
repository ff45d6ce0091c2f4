package org.peerage.cli;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.peerage.registry.Registry;

/** {@code /health}, {@code /health/live}, {@code /health/ready} and {@code /metrics}, on the management port alone. */
final class Management implements HttpHandler {
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

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String path = exchange.getRequestPath();
        boolean reads = exchange.getRequestMethod().equals(Methods.GET)
                || exchange.getRequestMethod().equals(Methods.HEAD);
        if (!PATHS.contains(path)) {
            exchange.setStatusCode(StatusCodes.NOT_FOUND).endExchange();
        } else if (!reads) {
            exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED).endExchange();
        } else if (path.equals("/metrics")) {
            send(exchange, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
        } else {
            boolean ready = registry.isLoaded() && !ending;
            boolean asksReady = !path.equals("/health/live");
            exchange.setStatusCode(ready || !asksReady ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
            send(exchange, "application/json", ready ? state() : status(ending ? "stopping" : "loading"));
        }
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

    private static void send(HttpServerExchange exchange, String type, String text) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type).put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(text, StandardCharsets.UTF_8);
    }
}
