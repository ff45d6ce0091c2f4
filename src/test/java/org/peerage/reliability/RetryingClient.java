package org.peerage.reliability;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that wants each write to happen once, and asks again until it knows: the same request, with the same
 * Idempotency-Key, from one server after the other.
 */
final class RetryingClient {
    private static final AtomicLong KEYS = new AtomicLong();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<String> servers;
    private final String key;
    private final BooleanSupplier givesUp;
    private int turn;

    RetryingClient(List<String> servers, String key, BooleanSupplier givesUp) {
        this.servers = servers;
        this.key = key;
        this.givesUp = givesUp;
    }

    /** A definite answer. */
    record DefiniteResponse(int status, JsonNode body) {
        long id() {
            return body.at("/data/0/id").longValue();
        }
    }

    /** Sends until there is a definite answer; empty where it gave up before. */
    Optional<DefiniteResponse> send(String method, String path, String body) throws InterruptedException {
        String once = "once-" + ProcessHandle.current().pid() + "-" + KEYS.incrementAndGet();
        while (!givesUp.getAsBoolean()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(servers.get(turn % servers.size()) + path))
                    .timeout(Duration.ofSeconds(20))
                    .header("Authorization", "Api-Key " + key)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", once)
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() < 500) {
                    JsonNode read = answer.body().isEmpty()
                            ? JsonMapper.shared().createObjectNode()
                            : JsonMapper.shared().readTree(answer.body());
                    return Optional.of(new DefiniteResponse(answer.statusCode(), read));
                }
                if (answer.statusCode() == 500) {
                    throw new AssertionError("a bug: " + answer.body());
                }
            } catch (IOException unknownOutcome) {
                turn++;
            }
            Thread.sleep(20);
        }
        return Optional.empty();
    }
}
