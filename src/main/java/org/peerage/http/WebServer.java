package org.peerage.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.Errors;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.peerage.api.ApiRequest;
import org.peerage.api.WireResponse;
import org.peerage.api.handlers.DumpHandler;
import org.peerage.api.routing.Api;

/** Listens, and brings requests to who answers them: HTTP/1.1 and HTTP/2, with and without TLS (docs/decisions/0028). */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, which is heard of there
public final class WebServer implements AutoCloseable {
    private static final int ADDRESS_IN_USE = 98;
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration MAX_DRAIN_TIME = Duration.ofSeconds(10);

    /** So long connections that are in use are answered on, and told that they end. */
    private static final Duration NOTICE = Duration.ofMillis(250);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(10);
    private static final int BACKLOG = 1024;
    private static final int READ_BUFFER = 16 * 1024;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 128 * 1024);

    private final EventLoopGroup loops = loops();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 1).factory());
    /** The first is the public's. */
    private final List<Channel> listening = new ArrayList<>();

    private final AtomicBoolean draining = new AtomicBoolean();
    private final Connections connections;
    private final Runnable beforeEnd;
    private final int port;

    /**
     * Who answers what.
     *
     * @param isReady whether the registry is there
     * @param dumps everything at the top that ends in {@code .json}
     * @param files that copies are kept from
     * @param pages all that is not the API's
     * @param management health and metrics; on their own port
     */
    public record Handlers(
            BooleanSupplier isReady,
            Api api,
            DumpHandler dumps,
            Function<ApiRequest, WireResponse> files,
            Function<ApiRequest, WireResponse> pages,
            Function<ApiRequest, WireResponse> management) {}

    /**
     * Begins to listen.
     *
     * @param observer is told of each request of the public
     * @param beforeEnd ends answers that would never end
     * @throws PortInUseException if somebody else listens there
     */
    public static WebServer start(
            WebSettings settings, Handlers handlers, RequestObserver observer, Runnable beforeEnd) {
        return new WebServer(settings, handlers, observer, beforeEnd, ServerLimits.STANDARD);
    }

    WebServer(
            WebSettings settings,
            Handlers handlers,
            RequestObserver observer,
            Runnable beforeEnd,
            ServerLimits limits) {
        this.connections = new Connections(limits);
        this.beforeEnd = beforeEnd;
        HeldBytes held = new HeldBytes(limits.heldBytes());
        ResponseSender sender = new ResponseSender(threads, held, limits);
        ServerContext server = new ServerContext(
                new RequestRouter(handlers, threads, sender, true),
                connections,
                limits,
                held,
                new AtomicInteger(),
                draining::get,
                observer);
        try {
            Optional<TlsContext> tls = settings.certificates().map(TlsContext::new);
            ConnectionInitializer initializer = new ConnectionInitializer(server, settings.proxies(), tls);
            listening.add(
                    settings.inherited().isPresent()
                            ? listenOn(loops, settings.inherited().getAsInt(), initializer)
                            : listen(loops, settings.host(), settings.port(), initializer));
            this.port = ((InetSocketAddress) listening.getFirst().localAddress()).getPort();
            if (settings.managementPort() > 0) {
                ServerContext management = server.unobserved(new RequestRouter(handlers, threads, sender, false));
                listening.add(listen(
                        loops,
                        LOOPBACK,
                        settings.managementPort(),
                        new ConnectionInitializer(management, WebSettings.ProxyTrust.NONE, Optional.empty())));
            }
            tls.ifPresent(this::checkCertificate);
        } catch (RuntimeException failure) {
            listening.forEach(WebServer::stopListening);
            end(loops);
            threads.close();
            throw failure;
        }
    }

    private void checkCertificate(TlsContext tls) {
        var _ = loops.next()
                .scheduleWithFixedDelay(
                        () -> threads.execute(tls::refresh),
                        CERTIFICATE_CHECK.toMillis(),
                        CERTIFICATE_CHECK.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /**
     * Half of the processors poll, which is as much as the network itself leaves: two threads that share what comes are woken twice as often as
     * one, for half as much each.
     */
    private static EventLoopGroup loops() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new MultiThreadIoEventLoopGroup(
                count,
                new DefaultThreadFactory("http", true),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    private static Channel listen(EventLoopGroup loops, String host, int port, ConnectionInitializer connections) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UncheckedIOException(new IOException("cannot listen on " + host + ": there is no such host"));
        }
        Class<? extends ServerChannel> type =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        ChannelFuture bound = bootstrap(loops, connections)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .bind(address)
                .awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure == null) {
            return bound.channel();
        }
        if (isTaken(failure)) {
            throw new PortInUseException(port, failure);
        }
        throw new UncheckedIOException(
                new IOException("cannot listen on " + host + " port " + port + ": " + systemWords(failure), failure));
    }

    /** What the system says, without the name of its function and the number: {@code Permission denied}. */
    private static String systemWords(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof Errors.NativeIoException
                ? message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2)
                : message;
    }

    /** Takes connections off a socket that listens already. */
    private static Channel listenOn(EventLoopGroup loops, int descriptor, ConnectionInitializer connections) {
        if (!Epoll.isAvailable()) {
            throw new UncheckedIOException(
                    new IOException("a socket is taken over on Linux only", Epoll.unavailabilityCause()));
        }
        ChannelFuture registered = bootstrap(loops, connections)
                .channelFactory(() -> new EpollServerSocketChannel(descriptor))
                .register()
                .awaitUninterruptibly();
        if (registered.cause() != null) {
            throw new UncheckedIOException(
                    new IOException("descriptor " + descriptor + " is no socket that listens", registered.cause()));
        }
        return registered.channel();
    }

    private static ServerBootstrap bootstrap(EventLoopGroup loops, ConnectionInitializer connections) {
        return new ServerBootstrap()
                .group(loops)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BUFFER))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(connections);
    }

    /** NIO says so by a type of its own, epoll by the number that Linux has for it. */
    private static boolean isTaken(Throwable failure) {
        return failure instanceof BindException
                || failure.getCause() instanceof BindException
                || (failure instanceof Errors.NativeIoException system && system.expectedErr() == -ADDRESS_IN_USE);
    }

    /** Where it listens for the public. */
    public int port() {
        return port;
    }

    /** The IP address on which it listens for the public. */
    public String host() {
        return ((InetSocketAddress) listening.getFirst().localAddress())
                .getAddress()
                .getHostAddress();
    }

    /** Whether everything that answers requests still turns round: each event loop, and a thread of the others, within that time. */
    public boolean isResponsive(Duration within) {
        List<EventExecutor> each = new ArrayList<>();
        loops.forEach(each::add);
        CountDownLatch turns = new CountDownLatch(each.size() + 1);
        try {
            each.forEach(loop -> loop.execute(turns::countDown));
            threads.execute(turns::countDown);
            return turns.await(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Connections that are open. */
    public int connections() {
        return connections.count();
    }

    /**
     * Takes no new connections, so that whoever stands in front goes to another node; answers what comes on those that are there, as their
     * last; and waits for a while for what is being answered.
     */
    @Override
    public void close() {
        draining.set(true);
        stopListening(listening.getFirst());
        LockSupport.parkNanos(NOTICE.toNanos());
        beforeEnd.run();
        connections.forEach(OpenConnection::drain);
        long end = System.nanoTime() + MAX_DRAIN_TIME.toNanos();
        while (connections.isAnyBusy()
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        listening.forEach(WebServer::stopListening);
        connections.forEach(OpenConnection::close);
        end(loops);
        threads.shutdown();
    }

    private static void stopListening(Channel channel) {
        channel.close().awaitUninterruptibly();
    }

    private static void end(EventLoopGroup loops) {
        loops.shutdownGracefully(0, MAX_DRAIN_TIME.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(MAX_DRAIN_TIME.toMillis());
    }
}
