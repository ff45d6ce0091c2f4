package org.peerage.ixf;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A server of exchanges' feeds, on the loopback address. */
public final class FeedStand implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Response> responses = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final Map<String, Headers> asked = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    private record Response(int status, byte[] body, Manner manner, String... headers) {}

    /** Whether an answer comes at once, a byte at a time, or when it is released. */
    private enum Manner {
        PROMPT,
        DAWDLING,
        HELD
    }

    private FeedStand(HttpServer server) {
        this.server = server;
    }

    public static FeedStand start() throws IOException {
        return start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100));
    }

    /** One that is asked by https. */
    static FeedStand start(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return start(server);
    }

    private static FeedStand start(HttpServer server) {
        FeedStand stand = new FeedStand(server);
        stand.server.setExecutor(stand.threads);
        stand.server.createContext("/", stand::handle);
        stand.server.start();
        return stand;
    }

    /** Headers are names and values in turn. */
    public void answer(String path, int status, String body, String... headers) {
        answer(path, status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    void answer(String path, int status, byte[] body, String... headers) {
        responses.put(path, new Response(status, body, Manner.PROMPT, headers));
    }

    /** Sends its answer a byte at a time. */
    void dawdle(String path) {
        responses.put(path, new Response(200, new byte[1000], Manner.DAWDLING));
    }

    /** Answers, with nothing, when it is told to. */
    void hold(String path) {
        responses.put(path, new Response(404, new byte[0], Manner.HELD));
    }

    void release() {
        released.countDown();
    }

    public String url(String path) {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort() + path;
    }

    /** What the last request for a path said in a header; empty: there was none, or it had none. */
    public Optional<String> header(String path, String name) {
        return Optional.ofNullable(asked.get(path)).map(headers -> headers.getFirst(name));
    }

    public int requests() {
        return requests.get();
    }

    /** The most requests that were there at the same time. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        asked.put(exchange.getRequestURI().toString(), exchange.getRequestHeaders());
        mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
        try (exchange) {
            Response response = responses.getOrDefault(
                    exchange.getRequestURI().toString(), new Response(404, new byte[0], Manner.PROMPT));
            if (response.manner == Manner.HELD) {
                released.await();
            }
            Optional<String> etag = Optional.empty();
            for (int i = 0; i < response.headers.length; i += 2) {
                exchange.getResponseHeaders().set(response.headers[i], response.headers[i + 1]);
                etag = response.headers[i].equals("ETag") ? Optional.of(response.headers[i + 1]) : etag;
            }
            if (etag.isPresent()
                    && etag.get().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else if (response.manner == Manner.DAWDLING) {
                exchange.sendResponseHeaders(200, response.body.length);
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
                exchange.getRequestBody().read();
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000_000L);
            } else {
                exchange.sendResponseHeaders(response.status, response.body.length == 0 ? -1 : response.body.length);
                exchange.getResponseBody().write(response.body);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            now.decrementAndGet();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
