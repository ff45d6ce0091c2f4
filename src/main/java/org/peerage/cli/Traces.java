package org.peerage.cli;

import java.util.Map;
import org.peerage.trace.OpenTelemetryTracer;
import org.peerage.trace.Tracing;

/** Spans of what a server does, sent where the environment says ({@code OTEL_EXPORTER_OTLP_ENDPOINT}), until it is closed. */
interface Traces extends AutoCloseable {
    /** Begins to send; where the environment says nothing, nothing is loaded. */
    static Traces of(Map<String, String> environment) {
        boolean isWanted = environment.keySet().stream().anyMatch(name -> name.startsWith("OTEL_EXPORTER_OTLP_"));
        return isWanted && OpenTelemetryTracer.isConfigured(environment) ? begin() : () -> {};
    }

    private static Traces begin() {
        OpenTelemetryTracer tracer = OpenTelemetryTracer.ofEnvironment();
        Tracing.install(tracer);
        return () -> {
            Tracing.install(null);
            tracer.close();
        };
    }

    @Override
    void close();
}
