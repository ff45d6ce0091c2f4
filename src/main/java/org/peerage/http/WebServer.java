package org.peerage.http;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.peerage.api.Api;
import org.peerage.api.Dumps;
import org.xnio.Options;

/** Listens, and brings requests to who answers them (docs/decisions/0022). */
public final class WebServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    /** Of one request, names and values together. */
    private static final int LARGEST_HEADER = 128 * 1024;

    /** Permissions of an organization with thousands of objects are one form. */
    private static final int MOST_PARAMETERS = 50_000;

    /** Bytes of a body; what reads one may take less. */
    static final long LARGEST_BODY = 3L * 1024 * 1024;

    private static final int MOST_CONNECTIONS = 4096;
    private static final int MOST_WAITING_CONNECTIONS = 256;
    private static final int MOST_STREAMS = 128;
    private static final int REQUEST_MILLIS = 10_000;
    private static final int IDLE_MILLIS = 60_000;
    private static final int STUCK_MILLIS = 60_000;
    private static final int SILENT_MILLIS = 30_000;
    private static final int BUFFER = 16 * 1024 - 20;
    private static final int MOST_BUFFERS = 4096;

    private final Undertow undertow;
    private final GracefulShutdownHandler inFlight;
    private final ExecutorService threads;
    private final Runnable beforeEnd;

    private WebServer(
            Undertow undertow, GracefulShutdownHandler inFlight, ExecutorService threads, Runnable beforeEnd) {
        this.undertow = undertow;
        this.inFlight = inFlight;
        this.threads = threads;
        this.beforeEnd = beforeEnd;
    }

    /**
     * What answers.
     *
     * @param isReady false while the registry is read: who asks waits
     * @param pages whatever is neither of the API nor a dump
     * @param management health and metrics; on their own port
     */
    public record Answering(BooleanSupplier isReady, Api api, Dumps dumps, Servlet pages, HttpHandler management) {}

    /**
     * Begins to listen.
     *
     * @param beforeEnd ends answers that would never end
     */
    public static WebServer start(WebSettings settings, Answering answering, Runnable beforeEnd) {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 1).factory());
        HttpHandler pages = pages(answering.pages(), threads);
        HttpHandler front = new HttpContinueReadHandler(new Front(answering, pages, threads));
        if (settings.behindProxy()) {
            front = new Forwarded(front);
        }
        GracefulShutdownHandler inFlight = new GracefulShutdownHandler(front);
        Undertow.Builder builder = builder().addListener(listener(settings).setRootHandler(inFlight));
        if (settings.managementPort() > 0) {
            builder.addListener(new Undertow.ListenerBuilder()
                    .setType(Undertow.ListenerType.HTTP)
                    .setHost(LOOPBACK)
                    .setPort(settings.managementPort())
                    .setRootHandler(exchange -> exchange.dispatch(threads, answering.management())));
        }
        Undertow undertow = builder.build();
        try {
            undertow.start();
        } catch (RuntimeException failure) {
            threads.close();
            throw failure.getCause() instanceof BindException taken
                    ? new PortTaken(takenOf(settings, taken), taken)
                    : failure;
        }
        return new WebServer(undertow, inFlight, threads, beforeEnd);
    }

    private static Undertow.ListenerBuilder listener(WebSettings settings) {
        Undertow.ListenerBuilder listener = new Undertow.ListenerBuilder()
                .setType(settings.encryption().isPresent() ? Undertow.ListenerType.HTTPS : Undertow.ListenerType.HTTP)
                .setHost(settings.host())
                .setPort(settings.port());
        settings.encryption().ifPresent(listener::setSslContext);
        return listener;
    }

    private static Undertow.Builder builder() {
        return Undertow.builder()
                .setIoThreads(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setWorkerThreads(1) // what may wait runs on virtual threads
                .setSocketOption(Options.BACKLOG, MOST_WAITING_CONNECTIONS)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, MOST_CONNECTIONS)
                .setSocketOption(Options.CONNECTION_LOW_WATER, MOST_CONNECTIONS)
                .setSocketOption(Options.WRITE_TIMEOUT, STUCK_MILLIS)
                .setSocketOption(Options.READ_TIMEOUT, SILENT_MILLIS)
                .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
                // No cache for each thread: virtual ones would take their buffers along when they end.
                .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER, MOST_BUFFERS, 0))
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setServerOption(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MOST_STREAMS)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, LARGEST_HEADER)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, MOST_PARAMETERS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, LARGEST_BODY)
                .setServerOption(UndertowOptions.MULTIPART_MAX_ENTITY_SIZE, LARGEST_BODY)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_MILLIS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                // Broken escapes in a query are no error; paths are decoded by the front.
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true);
    }

    private static HttpHandler pages(Servlet pages, ExecutorService threads) {
        try {
            return Pages.handler(pages, threads);
        } catch (ServletException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int takenOf(WebSettings settings, BindException taken) {
        String port = Integer.toString(settings.managementPort());
        return settings.managementPort() > 0
                        && String.valueOf(taken.getMessage()).contains(port)
                ? settings.managementPort()
                : settings.port();
    }

    /** Where it listens for the public. */
    public int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    /** Takes no new requests, and waits for a while for those that are being answered. */
    @Override
    public void close() {
        inFlight.shutdown();
        beforeEnd.run();
        try {
            boolean _ = inFlight.awaitShutdown(LONGEST_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        undertow.stop();
        threads.shutdown();
    }
}
