package org.peerage.cli;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.peerage.registry.Registry;

/** {@code /health}, {@code /health/live}, {@code /health/ready} and {@code /metrics}, on the management port alone. */
final class ManagementServlet extends HttpServlet {
    private final transient Registry registry;
    private final transient Follow follow;
    private final transient PrometheusMeterRegistry metrics;
    private final int port;

    ManagementServlet(Registry registry, Follow follow, PrometheusMeterRegistry metrics, int port) {
        this.registry = registry;
        this.follow = follow;
        this.metrics = metrics;
        this.port = port;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getLocalPort() != port) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (request.getServletPath().equals("/metrics")) {
            write(response, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
        } else {
            boolean ready = registry.isLoaded();
            boolean asksReady = !request.getServletPath().equals("/health/live");
            response.setStatus(
                    ready || !asksReady ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            write(response, "application/json", ready ? state() : "{\"status\": \"loading\"}");
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

    private static void write(HttpServletResponse response, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
