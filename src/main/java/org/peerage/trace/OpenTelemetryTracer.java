package org.peerage.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans by OpenTelemetry's SDK, which reads its own settings (the environment variables {@code OTEL_…}) and sends them by OTLP over HTTP.
 */
public final class OpenTelemetryTracer implements Tracing.Tracer, AutoCloseable {
    private static final String TRACE_PARENT = "traceparent";

    /** What counts unless the environment says otherwise: spans alone leave, by the one protocol that is here. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "peerage",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private static final TextMapGetter<String> HEADER = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals(TRACE_PARENT) ? carrier : null;
        }
    };

    private final OpenTelemetrySdk sdk;
    private final io.opentelemetry.api.trace.Tracer tracer;

    private OpenTelemetryTracer(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("org.peerage");
    }

    /** Whether the environment names a place for spans. */
    public static boolean isConfigured(Map<String, String> environment) {
        boolean disabled = environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true")
                || environment.getOrDefault("OTEL_TRACES_EXPORTER", "").equals("none");
        return !disabled
                && (!environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "").isEmpty()
                        || !environment
                                .getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
                                .isEmpty());
    }

    /** Sends spans as the environment says. */
    public static OpenTelemetryTracer ofEnvironment() {
        return with(Map.of());
    }

    /**
     * The same with settings of its own.
     *
     * @param settings under names such as {@code otel.exporter.otlp.endpoint}
     */
    public static OpenTelemetryTracer with(Map<String, String> settings) {
        Map<String, String> defaults = new HashMap<>(DEFAULTS);
        defaults.putAll(settings);
        return new OpenTelemetryTracer(AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> defaults)
                .disableShutdownHook() // spans of the end are sent when all has ended
                .build()
                .getOpenTelemetrySdk());
    }

    @Override
    public Span begin(Tracing.Kind kind, String name) {
        return new OpenSpan(builder(kind, name).setParent(Context.current()).startSpan());
    }

    @Override
    public Span beginUnder(Span parent, Tracing.Kind kind, String name) {
        Context context = parent instanceof OpenSpan known ? Context.root().with(known.span) : Context.root();
        return new OpenSpan(builder(kind, name).setParent(context).startSpan());
    }

    @Override
    public Span beginRemote(String name, @Nullable String parent, boolean trusted) {
        SpanBuilder builder = builder(Tracing.Kind.SERVER, name).setNoParent();
        if (parent != null) {
            Context remote = W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, HEADER);
            SpanContext sent =
                    io.opentelemetry.api.trace.Span.fromContext(remote).getSpanContext();
            if (trusted) {
                builder.setParent(remote);
            } else if (sent.isValid()) {
                builder.addLink(sent);
            }
        }
        return new OpenSpan(builder.startSpan());
    }

    @Override
    public Span current() {
        var span = io.opentelemetry.api.trace.Span.current();
        return span.getSpanContext().isValid() ? new OpenSpan(span) : Span.NONE;
    }

    private SpanBuilder builder(Tracing.Kind kind, String name) {
        return tracer.spanBuilder(name)
                .setSpanKind(
                        switch (kind) {
                            case SERVER -> SpanKind.SERVER;
                            case CLIENT -> SpanKind.CLIENT;
                            case INTERNAL -> SpanKind.INTERNAL;
                        });
    }

    /** Sends what is left. */
    @Override
    public void close() {
        sdk.shutdown().join(5, TimeUnit.SECONDS);
    }

    private record OpenSpan(io.opentelemetry.api.trace.Span span) implements Span {
        @Override
        public void set(String name, String value) {
            span.setAttribute(AttributeKey.stringKey(name), value);
        }

        @Override
        public void set(String name, long value) {
            span.setAttribute(AttributeKey.longKey(name), value);
        }

        @Override
        public void rename(String name) {
            span.updateName(name);
        }

        @Override
        public void failed(String reason) {
            span.setStatus(StatusCode.ERROR, reason);
        }

        @Override
        public void linkTo(Span other) {
            if (other instanceof OpenSpan known) {
                span.addLink(known.span.getSpanContext());
            }
        }

        @Override
        @SuppressWarnings("MustBeClosedChecker") // closed by who closes what is returned
        public Entered enter() {
            Scope scope = span.makeCurrent();
            return scope::close;
        }

        @Override
        public String traceId() {
            return span.getSpanContext().getTraceId();
        }

        @Override
        public void close() {
            span.end();
        }
    }
}
