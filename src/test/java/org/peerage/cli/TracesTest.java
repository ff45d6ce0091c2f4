package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.peerage.http.WebSettings;
import org.peerage.jobs.Job;
import org.peerage.jobs.JobHistory;
import org.peerage.jobs.Leases;
import org.peerage.jobs.Scheduler;
import org.peerage.testing.FakeCollector;
import org.peerage.testing.RunningServer;
import org.peerage.trace.OpenTelemetryTracer;
import org.peerage.trace.Tracing;

/** Spans as a collector gets them, and that there are none unless somebody wants them. */
class TracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    private interface Doing {
        void with(RunningServer server) throws Exception;
    }

    /** The spans of a server that did that. */
    private static List<Span> spansOf(WebSettings web, Doing doing) throws Exception {
        try (FakeCollector collector = FakeCollector.start()) {
            try (OpenTelemetryTracer tracer =
                    OpenTelemetryTracer.with(Map.of("otel.exporter.otlp.endpoint", collector.url()))) {
                Tracing.install(tracer);
                try (RunningServer server =
                        RunningServer.start(ServeSettings.unlimited().withWeb(web))) {
                    doing.with(server);
                }
            } finally {
                Tracing.install(null);
            }
            return collector.spans();
        }
    }

    @Test
    void writeIsOneTraceFromTheRequestToTheCommit() throws Exception {
        List<Span> spans = spansOf(WebSettings.onLoopback(), server -> {
            assertThat(server.send("org:41/full", "GET", "/api/org/41?depth=0", "", "traceparent", PARENT)
                            .status())
                    .isEqualTo(200);
            String fields = server.send("org:41/full", "GET", "/api/org/41?depth=0", "")
                    .json()
                    .path("data")
                    .path(0)
                    .toString();
            assertThat(server.send(
                                    "org:41/full",
                                    "PUT",
                                    "/api/org/41",
                                    fields.replaceFirst("\"notes\":\"[^\"]*\"", "\"notes\":\"x\""))
                            .status())
                    .isEqualTo(200);
            Job job = Job.of("look-around", "", java.time.Duration.ofDays(1), run -> {});
            try (Scheduler scheduler = new Scheduler(
                    new Leases(server.database().source(), server.clock()),
                    new JobHistory(server.database().source(), server.clock()),
                    Scheduler.JobObserver.NOBODY,
                    List.of(job))) {
                assertThat(scheduler.runNow(job)).isEqualTo(Scheduler.JobOutcome.DONE);
            }
        });

        Span request = named(spans, "PUT /api/org/{id}");
        Span write = named(spans, "write");
        Span commit = named(spans, "write group");
        assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(request.getParentSpanId().isEmpty()).isTrue();
        assertThat(attribute(request, "http.response.status_code")).isEqualTo("200");
        assertThat(attribute(request, "enduser.id")).startsWith("org-key:");
        assertThat(write.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(commit.getParentSpanId()).isEqualTo(write.getSpanId());
        assertThat(spans.stream()
                        .filter(span -> span.getParentSpanId().equals(commit.getSpanId()))
                        .map(span -> attribute(span, "db.system.name")))
                .hasSizeGreaterThan(1)
                .containsOnly("sqlite");
        assertThat(spans.stream()
                        .filter(span -> span.getTraceId().equals(request.getTraceId()))
                        .map(span -> attribute(span, "db.query.text")))
                .anyMatch(text -> text.regionMatches(true, 0, "insert into", 0, 11))
                .noneMatch(text -> text.contains("org-key:"));
        assertThat(named(spans, "job look-around").getParentSpanId().isEmpty()).isTrue();
        // Nobody's word is taken for what is traced: a stranger's trace is linked to.
        Span strange = named(spans, "GET /api/org/{id}");
        assertThat(hex(strange.getTraceId())).isNotEqualTo(TRACE);
        assertThat(strange.getLinksList()).hasSize(1).allMatch(link -> hex(link.getTraceId())
                .equals(TRACE));
    }

    @Test
    void believedProxysTraceGoesOn() throws Exception {
        WebSettings behindProxy =
                new WebSettings("127.0.0.1", 0, 0, new WebSettings.ProxyTrust(true, false), Optional.empty());
        List<Span> spans =
                spansOf(behindProxy, server -> assertThat(server.send("", "GET", "/aup", "", "traceparent", PARENT)
                                .status())
                        .isEqualTo(200));

        assertThat(hex(named(spans, "GET /aup").getTraceId())).isEqualTo(TRACE);
        assertThat(named(spans, "GET /aup").getLinksCount()).isZero();
    }

    @Test
    void nothingIsTracedUnlessTheEnvironmentNamesAPlace() {
        try (Traces _ = Traces.of(Map.of("OTEL_SERVICE_NAME", "peerage"))) {
            assertThat(Tracing.isOn()).isFalse();
        }
        Map<String, String> place = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");
        assertThat(OpenTelemetryTracer.isConfigured(place)).isTrue();
        assertThat(OpenTelemetryTracer.isConfigured(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://h", "OTEL_TRACES_EXPORTER", "none")))
                .isFalse();
        assertThat(OpenTelemetryTracer.isConfigured(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://h", "OTEL_SDK_DISABLED", "true")))
                .isFalse();
        try (Traces _ = Traces.of(place)) {
            assertThat(Tracing.isOn()).isTrue();
        }
        assertThat(Tracing.isOn()).isFalse();
    }

    private static Span named(List<Span> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is none of "
                        + spans.stream().map(Span::getName).toList()));
    }

    private static String attribute(Span span, String name) {
        return span.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(name))
                .map(attribute -> attribute.getValue().hasIntValue()
                        ? Long.toString(attribute.getValue().getIntValue())
                        : attribute.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
