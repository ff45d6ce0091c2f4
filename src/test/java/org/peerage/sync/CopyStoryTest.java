package org.peerage.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountStore;
import org.peerage.access.credentials.Passwords;
import org.peerage.cli.Commands;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.store.Database;
import org.peerage.testing.Nginx;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.ServerProcess;
import org.peerage.testing.TestAccounts;
import org.peerage.testing.Waiting;
import tools.jackson.databind.json.JsonMapper;

/** A copy is kept from files behind nginx as CDN while its source is killed, and restored to a moment before. */
@Tag("slow")
class CopyStoryTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int READERS = 20;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private String key = "";

    @Test
    void copyGoesOnWhileItsSourceIsKilledAndRestored() throws Exception {
        Path data = folder.resolve("source");
        run("load", ProjectFiles.conformance("world/dump.json").toString(), "--data", data.toString());
        try (Database database = Database.openFolder(data)) {
            key = TestAccounts.superuserKey(
                    new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC()));
        }
        publish(data);
        try (ServerProcess source =
                        ServerProcess.start(folder.resolve("source.log"), "--data", data.toString(), "--jobs", "off");
                Nginx cdn = Nginx.startAsCdn(folder.resolve("nginx"), source);
                ServerProcess copy = ServerProcess.start(
                        folder.resolve("copy.log"),
                        "--data",
                        folder.resolve("copy").toString(),
                        "--jobs",
                        "off",
                        "--mirror-of",
                        cdn.url())) {
            Waiting.until(PATIENCE, () -> status(copy, "/api/net/62") == 200);
            filesAreAskedForOnce(cdn);
            Reads reads = Reads.begin(http, copy.url() + "/api/net/62");
            long kept = make(source, 260_000);
            Waiting.until(PATIENCE, () -> status(copy, "/api/net/" + kept) == 200);
            run("backup", folder.resolve("backup").toString(), "--data", data.toString());
            String version = head(source);
            long undone = make(source, 260_001);
            Waiting.until(PATIENCE, () -> status(copy, "/api/net/" + undone) == 200);
            publish(data);

            source.kill();
            assertThat(status(cdn.url() + "/copies/public/notification.jose")).isEqualTo(200);
            Files.move(data, folder.resolve("lost"));
            run("restore", folder.resolve("backup").toString(), "--until", version, "--data", data.toString());
            publish(data);
            source.start();
            long again = make(source, 260_002);

            Waiting.until(
                    PATIENCE,
                    () -> status(copy, "/api/net/" + undone) == 404
                            || name(copy, undone).contains("260002"));
            Waiting.until(PATIENCE, () -> name(copy, again).contains("260002"));
            publish(data);
            for (var type : ObjectTypes.ALL) {
                String path = "/api/" + type.typeName();
                Waiting.until(PATIENCE, () -> get(copy.url() + path).equals(get(source.url() + path)));
            }
            assertThat(reads.end()).isEmpty();
        }
    }

    /** Many copies that begin at once cost the source one answer for each file. */
    private void filesAreAskedForOnce(Nginx cdn) throws Exception {
        String list = get(cdn.url() + "/copies/public/notification.json");
        String url = cdn.url() + "/copies/public/"
                + JsonMapper.shared().readTree(list).at("/snapshot/url").stringValue();
        List<CompletableFuture<HttpResponse<byte[]>>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(http.sendAsync(
                    HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray()));
        }
        for (CompletableFuture<HttpResponse<byte[]>> reader : readers) {
            assertThat(reader.join().statusCode()).isEqualTo(200);
        }
        Map<String, Long> misses = Files.readAllLines(folder.resolve("nginx/access.log")).stream()
                .filter(line -> line.startsWith("MISS") && line.contains(".jsonl."))
                .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
        assertThat(misses.values()).isNotEmpty().containsOnly(1L);
    }

    /** Reads again and again; what was answered other than 200 is told in the end. */
    private record Reads(AtomicBoolean ended, CompletableFuture<List<String>> failures) {
        static Reads begin(HttpClient http, String url) {
            AtomicBoolean ended = new AtomicBoolean();
            CompletableFuture<List<String>> failures = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                List<String> failed = new ArrayList<>();
                while (!ended.get()) {
                    try {
                        int status = http.send(
                                        HttpRequest.newBuilder(URI.create(url)).build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                        if (status != 200) {
                            failed.add("status " + status);
                        }
                    } catch (IOException | InterruptedException unanswered) {
                        failed.add(unanswered.toString());
                    }
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
                failures.complete(failed);
            });
            return new Reads(ended, failures);
        }

        List<String> end() {
            ended.set(true);
            return failures.join();
        }
    }

    private static void publish(Path data) {
        run("copies", "--to", data.resolve("copies").toString(), "--data", data.toString());
    }

    private static void run(String... command) {
        assertThat(Commands.run(command)).as(String.join(" ", command)).isZero();
    }

    private long make(ServerProcess source, int asn) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(source.url() + "/api/net"))
                .header("Authorization", "Api-Key " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"org_id\": 41, \"name\": \"Story %d\", \"asn\": %d}".formatted(asn, asn)))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JsonMapper.shared().readTree(response.body()).at("/data/0/id").longValue();
    }

    private String head(ServerProcess source) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(source.url() + "/api/net/62"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("X-Peerage-Version")
                .orElseThrow();
    }

    private String name(ServerProcess server, long net) throws Exception {
        return get(server.url() + "/api/net/" + net);
    }

    private int status(ServerProcess server, String path) throws Exception {
        return status(server.url() + path);
    }

    private int status(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
