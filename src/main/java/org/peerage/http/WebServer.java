package org.peerage.http;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.peerage.api.Api;
import org.peerage.api.Dumps;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/** Listens, and brings requests to who answers them (docs/decisions/0022). */
public final class WebServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    /** So long connections that are in use are answered on, and told that they end. */
    private static final Duration LEAVE = Duration.ofMillis(250);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    /** Of one request, names and values together. */
    private static final int LARGEST_HEADER = 128 * 1024;

    /** Permissions of an organization with thousands of objects are one form. */
    private static final int MOST_PARAMETERS = 50_000;

    /** Bytes of a body; what reads one may take less. */
    static final long LARGEST_BODY = 3L * 1024 * 1024;

    private static final int MOST_CONNECTIONS = 4096;
    private static final int MOST_STREAMS = 128;

    /** Requests of HTTP/2, each of which may hold a {@link #BUFFER}; an answer may be sent a little before it is finished. */
    private static final int MOST_OF_CONNECTION = 4 * MOST_STREAMS;

    /** The same of all connections. */
    private static final int MOST_UNFINISHED = 16_384;

    private static final int REQUEST_MILLIS = 10_000;
    private static final int IDLE_MILLIS = 60_000;
    private static final int STUCK_MILLIS = 60_000;
    private static final int SILENT_MILLIS = 30_000;
    private static final Shortcut.Limits LIMITS =
            new Shortcut.Limits(Duration.ofMillis(SILENT_MILLIS), Duration.ofMillis(REQUEST_MILLIS));
    private static final int BUFFER = 16 * 1024 - 20;
    private static final int MOST_BUFFERS = 4096;

    private static final OptionMap SOCKETS = OptionMap.builder()
            .set(Options.BACKLOG, Pollers.MOST_WAITING)
            .set(Options.CONNECTION_HIGH_WATER, MOST_CONNECTIONS)
            .set(Options.CONNECTION_LOW_WATER, MOST_CONNECTIONS)
            .set(Options.WRITE_TIMEOUT, STUCK_MILLIS)
            .set(Options.READ_TIMEOUT, SILENT_MILLIS)
            .getMap();

    private static final OptionMap SERVER = OptionMap.builder()
            .set(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
            .set(UndertowOptions.ENABLE_HTTP2, true)
            .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MOST_STREAMS)
            .set(UndertowOptions.MAX_HEADER_SIZE, LARGEST_HEADER)
            .set(UndertowOptions.MAX_PARAMETERS, MOST_PARAMETERS)
            .set(UndertowOptions.MAX_ENTITY_SIZE, LARGEST_BODY)
            .set(UndertowOptions.MULTIPART_MAX_ENTITY_SIZE, LARGEST_BODY)
            .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_MILLIS)
            .set(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
            .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
            // We decode: escapes that are not UTF-8 are no error in a query, and more than that is one in a path.
            .set(UndertowOptions.DECODE_URL, false)
            .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
            .getMap();

    static {
        // So long an answer of HTTP/2 waits for the client to widen its window; ten minutes otherwise. There is no
        // option for it.
        System.setProperty("io.undertow.await_writable_timeout", Integer.toString(STUCK_MILLIS));
    }

    private final Undertow undertow;
    private final Optional<Pollers> plain;
    private final List<AcceptingChannel<? extends StreamConnection>> forManagement;
    private final int port;
    private final Leaving leaving;
    private final Shortcut shortcut;
    private final GracefulShutdownHandler inFlight;
    private final ExecutorService threads;
    private final Runnable beforeEnd;

    private WebServer(
            Undertow undertow,
            Optional<Pollers> plain,
            List<AcceptingChannel<? extends StreamConnection>> forManagement,
            int port,
            Leaving leaving,
            Shortcut shortcut,
            GracefulShutdownHandler inFlight,
            ExecutorService threads,
            Runnable beforeEnd) {
        this.undertow = undertow;
        this.plain = plain;
        this.forManagement = forManagement;
        this.port = port;
        this.leaving = leaving;
        this.shortcut = shortcut;
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
        Front front = new Front(answering, Pages.handler(answering.pages(), threads), threads);
        HttpHandler handler = new HttpContinueReadHandler(front);
        Leaving leaving = new Leaving(settings.behindProxy() ? new BehindProxy(handler) : handler);
        GracefulShutdownHandler inFlight = new GracefulShutdownHandler(leaving);
        // No cache for each thread: virtual ones would take their buffers along when they end.
        ByteBufferPool buffers = new CleanBuffers(new DefaultByteBufferPool(true, BUFFER, MOST_BUFFERS, 0));
        HttpHandler limited = new OpenStreams(inFlight, MOST_OF_CONNECTION, MOST_UNFINISHED);
        Undertow undertow = undertow(settings, buffers, limited);
        Optional<Pollers> plain = Optional.empty();
        List<AcceptingChannel<? extends StreamConnection>> forManagement = new ArrayList<>();
        try {
            start(undertow, settings);
            Shortcut shortcut = new Shortcut(
                    front,
                    new Heir(undertow.getWorker(), opened(buffers, limited), buffers, SOCKETS),
                    threads,
                    leaving::hasBegun,
                    settings.behindProxy(),
                    LIMITS);
            if (settings.encryption().isEmpty()) {
                plain = Optional.of(listen(settings, shortcut));
            }
            int port = plain.map(Pollers::address)
                    .orElseGet(() -> (InetSocketAddress)
                            undertow.getListenerInfo().getFirst().getAddress())
                    .getPort();
            if (settings.managementPort() > 0) {
                HttpHandler management = exchange -> exchange.dispatch(threads, answering.management());
                forManagement.add(listen(undertow, LOOPBACK, settings.managementPort(), opened(buffers, management)));
            }
            return new WebServer(undertow, plain, forManagement, port, leaving, shortcut, inFlight, threads, beforeEnd);
        } catch (RuntimeException failure) {
            plain.ifPresent(Pollers::close);
            undertow.stop();
            threads.close();
            throw failure;
        }
    }

    /**
     * Plain connections. Half of the processors poll them, which is as much as the network itself leaves: two threads that share
     * what comes are woken twice as often as one, for half as much each.
     */
    private static Pollers listen(WebSettings settings, Shortcut shortcut) {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return listening(
                settings.host(),
                settings.port(),
                address ->
                        Pollers.start(address, count, shortcut.open(), MOST_CONNECTIONS, shortcut, shortcut.pause()));
    }

    /** Listens on an address. */
    private interface Listener<T> {
        T listen(InetSocketAddress address) throws IOException;
    }

    private static <T> T listening(String host, int port, Listener<T> listener) {
        try {
            return listener.listen(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (BindException taken) {
            throw new PortTaken(port, taken);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    /** The threads that poll and, with a certificate, who listens for HTTPS. */
    private static Undertow undertow(WebSettings settings, ByteBufferPool buffers, HttpHandler handler) {
        Undertow.Builder builder = Undertow.builder()
                .setByteBufferPool(buffers)
                .setIoThreads(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setWorkerThreads(1); // what may wait runs on virtual threads
        for (Option<?> option : SOCKETS) {
            copy(option, SOCKETS, builder::setSocketOption);
        }
        for (Option<?> option : SERVER) {
            copy(option, SERVER, builder::setServerOption);
        }
        settings.encryption()
                .ifPresent(context -> builder.addListener(new Undertow.ListenerBuilder()
                        .setType(Undertow.ListenerType.HTTPS)
                        .setHost(settings.host())
                        .setPort(settings.port())
                        .setSslContext(context)
                        .setRootHandler(new OneAtATime(handler))));
        return builder.build();
    }

    private static void start(Undertow undertow, WebSettings settings) {
        try {
            undertow.start();
        } catch (RuntimeException failure) {
            throw failure.getCause() instanceof BindException taken ? new PortTaken(settings.port(), taken) : failure;
        }
    }

    /**
     * Answers on plain connections as Undertow itself would, but for the upgrade to HTTP/2: who asked for it (Java's client does) got, one time in
     * some hundred, an answer whose bytes stood where a frame had to begin. HTTP/2 from the first byte on is taken.
     */
    private static HttpOpenListener opened(ByteBufferPool buffers, HttpHandler handler) {
        HttpOpenListener listener = new HttpOpenListener(buffers, SERVER);
        listener.setRootHandler(new OneAtATime(handler));
        return listener;
    }

    private static AcceptingChannel<? extends StreamConnection> listen(
            Undertow undertow, String host, int port, ChannelListener<? super StreamConnection> opened) {
        OptionMap sockets = OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BALANCING_TOKENS, 1)
                .set(Options.BALANCING_CONNECTIONS, 2)
                .addAll(SOCKETS)
                .getMap();
        return listening(host, port, address -> {
            AcceptingChannel<? extends StreamConnection> server = undertow.getWorker()
                    .createStreamConnectionServer(address, ChannelListeners.openListenerAdapter(opened), sockets);
            server.resumeAccepts();
            return server;
        });
    }

    /** Takes an option, with a value of its type. */
    private interface Taker {
        <T> Object take(Option<T> option, T value);
    }

    private static <T> void copy(Option<T> option, OptionMap from, Taker taker) {
        Object _ = taker.take(option, from.get(option));
    }

    /** Where it listens for the public. */
    public int port() {
        return port;
    }

    /**
     * Takes no new connections, so that whoever stands in front goes to another node (encrypted ones are still taken); answers what comes on
     * those that are there, as their last; and waits for a while for what is being answered.
     */
    @Override
    public void close() {
        leaving.begin();
        plain.ifPresent(Pollers::stopAccepting);
        LockSupport.parkNanos(LEAVE.toNanos());
        inFlight.shutdown();
        beforeEnd.run();
        try {
            long end = System.nanoTime() + LONGEST_END.toNanos();
            boolean _ = inFlight.awaitShutdown(LONGEST_END.toMillis());
            while (shortcut.isBusy() && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forManagement.forEach(IoUtils::safeClose);
        plain.ifPresent(Pollers::close);
        undertow.stop();
        threads.shutdown();
    }
}
