package org.peerage.http;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http2.Http2OpenListener;
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
import javax.net.ssl.SSLContext;
import org.peerage.api.Api;
import org.peerage.api.Dumps;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.XnioSsl;

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
    private static final int REQUEST_MILLIS = 10_000;
    private static final int IDLE_MILLIS = 60_000;
    private static final int STUCK_MILLIS = 60_000;
    private static final int SILENT_MILLIS = 30_000;
    private static final Shortcut.Limits LIMITS =
            new Shortcut.Limits(Duration.ofMillis(SILENT_MILLIS), Duration.ofMillis(REQUEST_MILLIS));
    /** Each request may hold a {@link #BUFFER}; an answer may be on the wire a little before it is finished. */
    private static final OpenStreams.Limits STREAMS =
            new OpenStreams.Limits(4 * MOST_STREAMS, 16_384, Duration.ofMillis(STUCK_MILLIS));

    private static final int BUFFER = 16 * 1024 - 20;
    private static final int MOST_BUFFERS = 4096;

    private static final OptionMap SOCKETS = OptionMap.builder()
            .set(Options.BACKLOG, Pollers.MOST_WAITING)
            .set(Options.CONNECTION_HIGH_WATER, MOST_CONNECTIONS)
            .set(Options.CONNECTION_LOW_WATER, MOST_CONNECTIONS)
            .set(Options.WRITE_TIMEOUT, STUCK_MILLIS)
            .set(Options.READ_TIMEOUT, SILENT_MILLIS)
            .getMap();

    /** Of connections that XNIO accepts. */
    private static final OptionMap ACCEPTED = OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BALANCING_TOKENS, 1)
            .set(Options.BALANCING_CONNECTIONS, 2)
            .addAll(SOCKETS)
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
        // Keys cost a server more than who asks for them; once is enough for a connection.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final XnioWorker worker;
    private final Optional<Pollers> plain;
    private final List<AcceptingChannel<? extends StreamConnection>> others;
    private final int port;
    private final Leaving leaving;
    private final Shortcut shortcut;
    private final GracefulShutdownHandler inFlight;
    private final ExecutorService threads;
    private final Runnable beforeEnd;

    private WebServer(
            XnioWorker worker,
            Optional<Pollers> plain,
            List<AcceptingChannel<? extends StreamConnection>> others,
            int port,
            Leaving leaving,
            Shortcut shortcut,
            GracefulShutdownHandler inFlight,
            ExecutorService threads,
            Runnable beforeEnd) {
        this.worker = worker;
        this.plain = plain;
        this.others = others;
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
        HttpHandler limited = new OpenStreams(inFlight, STREAMS);
        XnioWorker worker = worker();
        Optional<Pollers> plain = Optional.empty();
        List<AcceptingChannel<? extends StreamConnection>> others = new ArrayList<>();
        try {
            Shortcut shortcut = new Shortcut(
                    front,
                    new Heir(worker, opened(buffers, limited), buffers, SOCKETS),
                    threads,
                    leaving::hasBegun,
                    settings.behindProxy(),
                    LIMITS);
            InetSocketAddress address;
            if (settings.encryption().isPresent()) {
                others.add(listen(settings, settings.encryption().get(), worker, encrypted(buffers, limited)));
                address = others.getFirst().getLocalAddress(InetSocketAddress.class);
            } else {
                Pollers pollers = listen(settings, shortcut);
                plain = Optional.of(pollers);
                address = pollers.address();
            }
            if (settings.managementPort() > 0) {
                HttpHandler management = exchange -> exchange.dispatch(threads, answering.management());
                others.add(listen(LOOPBACK, settings.managementPort(), worker, opened(buffers, management)));
            }
            return new WebServer(
                    worker, plain, others, address.getPort(), leaving, shortcut, inFlight, threads, beforeEnd);
        } catch (RuntimeException failure) {
            others.forEach(IoUtils::safeClose);
            plain.ifPresent(Pollers::close);
            end(worker);
            threads.close();
            throw failure;
        }
    }

    /** The threads that poll for Undertow; what may wait runs on virtual threads. */
    private static XnioWorker worker() {
        try {
            return Xnio.getInstance()
                    .createWorker(OptionMap.builder()
                            .set(
                                    Options.WORKER_IO_THREADS,
                                    Math.max(2, Runtime.getRuntime().availableProcessors()))
                            .set(Options.WORKER_TASK_CORE_THREADS, 1)
                            .set(Options.WORKER_TASK_MAX_THREADS, 1)
                            .getMap());
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private static void end(XnioWorker worker) {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
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

    /**
     * Answers on plain connections as Undertow itself would, but for the upgrade to HTTP/2: who asked for it (Java's client does) got, one time in
     * some hundred, an answer whose bytes stood where a frame had to begin. HTTP/2 from the first byte on is taken.
     */
    private static HttpOpenListener opened(ByteBufferPool buffers, HttpHandler handler) {
        HttpOpenListener listener = new HttpOpenListener(buffers, SERVER);
        listener.setRootHandler(new OneAtATime(handler));
        return listener;
    }

    /** Answers on encrypted connections, with HTTP/2 for those who speak it. */
    private static ChannelListener<StreamConnection> encrypted(ByteBufferPool buffers, HttpHandler handler) {
        Http2OpenListener streams = new Http2OpenListener(buffers, SERVER);
        streams.setRootHandler(handler);
        AlpnOpenListener either = new AlpnOpenListener(buffers, SERVER, opened(buffers, handler))
                .addProtocol(Http2OpenListener.HTTP2, streams, 1);
        return new Handshakes(either, Duration.ofMillis(REQUEST_MILLIS));
    }

    private static AcceptingChannel<? extends StreamConnection> listen(
            String host, int port, XnioWorker worker, ChannelListener<? super StreamConnection> opened) {
        return resumed(listening(
                host,
                port,
                address -> worker.createStreamConnectionServer(
                        address, ChannelListeners.openListenerAdapter(opened), ACCEPTED)));
    }

    private static AcceptingChannel<? extends StreamConnection> listen(
            WebSettings settings,
            SSLContext encryption,
            XnioWorker worker,
            ChannelListener<? super StreamConnection> opened) {
        XnioSsl ssl =
                new UndertowXnioSsl(worker.getXnio(), OptionMap.create(Options.USE_DIRECT_BUFFERS, true), encryption);
        return resumed(listening(
                settings.host(),
                settings.port(),
                address -> ssl.createSslConnectionServer(
                        worker, address, ChannelListeners.openListenerAdapter(opened), ACCEPTED)));
    }

    private static AcceptingChannel<? extends StreamConnection> resumed(
            AcceptingChannel<? extends StreamConnection> listening) {
        listening.resumeAccepts();
        return listening;
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
        others.forEach(IoUtils::safeClose);
        plain.ifPresent(Pollers::close);
        end(worker);
        threads.shutdown();
    }
}
