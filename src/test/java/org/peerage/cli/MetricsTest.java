package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.peerage.api.ApiRequest;
import org.peerage.api.TestRequest;
import org.peerage.http.WebSettings;
import org.peerage.testing.Ports;
import org.peerage.testing.Prerequisites;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.RunningServer;
import tools.jackson.databind.json.JsonMapper;

/** What {@code /metrics} tells, and that dashboard and alerts ask for nothing else. */
class MetricsTest {
    private static final Pattern METRIC = Pattern.compile("\\b(?:peerage|jvm|process|system)_[a-z_]+");
    private static final Pattern ROUTE = Pattern.compile("route=\"([^\"]*)\"");

    private static RunningServer server;
    private static URI metrics;

    @BeforeAll
    static void start() throws Exception {
        int port = Ports.free();
        metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        server = RunningServer.start(ServeSettings.unlimited()
                .withWeb(new WebSettings("127.0.0.1", 0, port, WebSettings.ProxyTrust.NONE, Optional.empty())));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void requestsAreCountedByRouteStatusAndCaller() throws Exception {
        assertThat(server.send("", "GET", "/api/campus?limit=1", "").status()).isEqualTo(200);
        assertThat(server.send("org:41/full", "GET", "/api/campus?limit=1", "").status())
                .isEqualTo(200);
        assertThat(server.send("", "GET", "/api/campus/999999", "").status()).isEqualTo(404);
        assertThat(server.send("", "GET", "/aup", "").status()).isEqualTo(200);

        assertThat(scrape())
                .contains(
                        "peerage_http_requests_total{caller=\"anonymous\",route=\"/api/campus\",status=\"200\"} 1.0",
                        "peerage_http_requests_total{caller=\"organization_key\",route=\"/api/campus\",status=\"200\"} 1.0",
                        "peerage_http_requests_total{caller=\"anonymous\",route=\"/api/campus/{id}\",status=\"404\"} 1.0",
                        "peerage_http_requests_total{caller=\"anonymous\",route=\"/aup\",status=\"200\"} 1.0",
                        "peerage_http_request_duration_seconds_count{route=\"/api/campus\"} 2",
                        "peerage_http_request_duration_seconds_bucket{route=\"/api/campus\",le=\"0.001\"}");
    }

    @Test
    void whatClientsMakeUpIsNoLabel() throws Exception {
        List<String> madeUp = List.of(
                "/qwerty1", "/qwerty2/3", "/api/qwerty3", "/api/net/qwerty4", "/qwerty5.json", "/copies/qwerty6");
        for (String path : madeUp) {
            assertThat(server.send("", "GET", path, "").status()).isEqualTo(404);
        }
        server.send("", "QWERTY7", "/api/net", "");
        sendAboutServer("OPTIONS * HTTP/1.1\r\nHost: qwerty8\r\nConnection: close\r\n\r\n");

        assertThat(scrape()).doesNotContainIgnoringCase("qwerty");
        Set<String> routes = ROUTE.matcher(scrape())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(routes)
                .contains("/other", "/api/other", "/dump", "/copies", "none")
                .hasSizeLessThan(200);
    }

    @Test
    void requestsOfAKnownKindAllocateNothing() {
        RequestMetrics observer = new RequestMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        ApiRequest request = TestRequest.get("/api/net");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            observer.ended(request, 200, 100, i);
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20_000; i++) {
            observer.ended(request, 200, 100, i);
        }

        // What measures time in windows turns them now and then.
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 20_000).isZero();
    }

    @Test
    void writesAreCountedByWhatBecameOfThem() throws Exception {
        String before = scrape();

        assertThat(server.send("org:41/full", "PUT", "/api/org/41", "{\"name\": \"\"}")
                        .status())
                .isEqualTo(400);

        assertThat(value(scrape(), "peerage_write_duration_seconds_count{outcome=\"refused\"}"))
                .isEqualTo(value(before, "peerage_write_duration_seconds_count{outcome=\"refused\"}") + 1);
        assertThat(scrape()).contains("peerage_write_queue 0.0");
    }

    @Test
    void everyMetricOfDashboardAndAlertsIsThere() throws Exception {
        Set<String> there = names(scrape());
        Set<String> asked = names(Files.readString(ProjectFiles.of("deploy/prometheus/peerage-alerts.yml")));
        JsonMapper.shared()
                .readTree(Files.readString(ProjectFiles.of("deploy/grafana/peerage.json")))
                .findValuesAsString("expr")
                .forEach(expression -> asked.addAll(names(expression)));

        assertThat(asked).hasSizeGreaterThan(25);
        assertThat(there).containsAll(asked);
    }

    @Test
    void alertsAreUnderstoodByPrometheusAndRingWhenTheyShould() throws Exception {
        assertThat(promtool("check", "rules", "deploy/prometheus/peerage-alerts.yml"))
                .contains("SUCCESS: 17 rules found");
        assertThat(promtool("test", "rules", "deploy/prometheus/tests/peerage-alerts.test.yml"))
                .contains("SUCCESS")
                .doesNotContain("FAILED");
    }

    private static String promtool(String... arguments) throws Exception {
        Prerequisites.need(Files.isExecutable(Path.of("/usr/bin/promtool")), "promtool (package prometheus)");
        List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static void sendAboutServer(String request) throws IOException {
        URI address = URI.create(server.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
        }
    }

    private static Set<String> names(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static double value(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static String scrape() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
