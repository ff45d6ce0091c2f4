package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a new connection has to pass before it speaks HTTP: limits, the PROXY protocol, TLS, and which version of HTTP it is. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, which is heard of there
final class ConnectionInitializer extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionInitializer.class);

    private final ServerContext server;
    private final WebSettings.ProxyTrust proxies;
    private final Optional<TlsContext> tls;

    ConnectionInitializer(ServerContext server, WebSettings.ProxyTrust proxies, Optional<TlsContext> tls) {
        this.server = server;
        this.proxies = proxies;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
                || !(channel.localAddress() instanceof InetSocketAddress local)) {
            channel.close();
            return;
        }
        if (!server.connections().admit()) {
            LOG.debug("too many connections");
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> server.connections().release());
        if (proxies.proxyProtocol()) {
            channel.pipeline().addLast(new HAProxyMessageDecoder(), new ProxyHeader(remote, local));
        } else {
            admit(channel.pipeline(), remote, local);
        }
    }

    /** @param remote the client, or whom a PROXY header names: what that one's client wrote into headers is not the proxy's word */
    private void admit(ChannelPipeline pipeline, InetSocketAddress remote, InetSocketAddress local) {
        boolean mayForward = proxies.forwardedHeaders() && Forwarded.isNear(remote.getAddress());
        InetAddress address = remote.getAddress();
        if (!mayForward) {
            if (!server.connections().admit(address)) {
                LOG.debug("too many connections of {}", address);
                pipeline.channel().close();
                return;
            }
            pipeline.channel().closeFuture().addListener(closed -> server.connections()
                    .release(address));
        }
        Peer peer = new Peer(remote, local, tls.isPresent(), mayForward);
        NewConnection beginning = new NewConnection(pipeline.channel(), peer, System.nanoTime());
        server.connections().opened(beginning);
        pipeline.channel().closeFuture().addListener(closed -> server.connections()
                .closed(beginning));
        if (tls.isPresent()) {
            SslHandler handler =
                    tls.get().current().newHandler(pipeline.channel().alloc());
            handler.setHandshakeTimeoutMillis(server.limits().headTime().toMillis());
            pipeline.addLast(handler, new Negotiation(beginning));
        } else {
            pipeline.addLast(new Detection(beginning));
        }
    }

    private void speakHttp1(ChannelPipeline pipeline, NewConnection beginning) {
        server.connections().closed(beginning);
        Peer peer = beginning.peer();
        Http1Handler handler = new Http1Handler(server, peer);
        pipeline.addLast(handler.decoder(), handler);
    }

    private void speakHttp2(ChannelPipeline pipeline, NewConnection beginning) {
        server.connections().closed(beginning);
        Peer peer = beginning.peer();
        pipeline.addLast(Http2Handler.of(server, peer));
    }

    private static ScheduledFuture<?> closeAfter(Duration time, ChannelHandlerContext ctx) {
        return ctx.executor().schedule((Runnable) ctx::close, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void cancel(@Nullable ScheduledFuture<?> timeout) {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    /** Whether the client sends nothing more, so that a connection on which nothing is asked is of no use. */
    private static boolean isEnd(Object event) {
        return event instanceof ChannelInputShutdownEvent;
    }

    /** A connection that does not speak HTTP yet. */
    private record NewConnection(Channel channel, Peer peer, long idleSince) implements Connections.Connection {
        @Override
        public boolean isIdle() {
            return true;
        }

        @Override
        public void close() {
            channel.close();
        }

        @Override
        public void drain() {
            channel.close();
        }
    }

    /** Takes the client's address from the header that a proxy sends first. */
    private final class ProxyHeader extends ChannelInboundHandlerAdapter {
        private final InetSocketAddress neighbour;
        private final InetSocketAddress local;
        private @Nullable ScheduledFuture<?> timeout;

        ProxyHeader(InetSocketAddress neighbour, InetSocketAddress local) {
            this.neighbour = neighbour;
            this.local = local;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            timeout = closeAfter(server.limits().headTime(), ctx);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (isEnd(event)) {
                ctx.close();
            } else {
                ctx.fireUserEventTriggered(event);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (!(message instanceof HAProxyMessage header)) {
                ctx.fireChannelRead(message);
                return;
            }
            try {
                admit(ctx.pipeline(), client(header), local);
                ctx.pipeline().remove(this);
            } finally {
                header.release();
            }
        }

        /** {@code LOCAL} and {@code UNKNOWN}: the proxy itself asks. */
        private InetSocketAddress client(HAProxyMessage header) {
            String address = header.sourceAddress();
            try {
                return address == null
                        ? neighbour
                        : new InetSocketAddress(InetAddress.ofLiteral(address), header.sourcePort());
            } catch (IllegalArgumentException noIpAddress) {
                return neighbour;
            }
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            cancel(timeout);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("{} sent no PROXY header: {}", neighbour, cause.toString());
            ctx.close();
        }
    }

    /** Finds by the first bytes whether a connection without TLS speaks HTTP/2 from the start (RFC 9113 §3.3). */
    private final class Detection extends ByteToMessageDecoder {
        private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        private final NewConnection beginning;
        private @Nullable ScheduledFuture<?> timeout;

        Detection(NewConnection beginning) {
            this.beginning = beginning;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            timeout = closeAfter(server.limits().idleTime(), ctx);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
            if (isEnd(event)) {
                ctx.close();
            } else {
                super.userEventTriggered(ctx, event);
            }
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            int known = Math.min(in.readableBytes(), preface.readableBytes());
            boolean isPreface = ByteBufUtil.equals(in, in.readerIndex(), preface, 0, known);
            if (isPreface && known < preface.readableBytes()) {
                return;
            }
            if (isPreface) {
                speakHttp2(ctx.pipeline(), beginning);
            } else {
                speakHttp1(ctx.pipeline(), beginning);
            }
            ctx.pipeline().remove(this);
        }

        @Override
        protected void handlerRemoved0(ChannelHandlerContext ctx) {
            cancel(timeout); // it would keep what is closed
            preface.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("a client went away: {}", cause.toString());
            ctx.close();
        }
    }

    /** Goes on with the version of HTTP that was agreed on (RFC 7301). */
    private final class Negotiation extends ApplicationProtocolNegotiationHandler {
        private final NewConnection beginning;

        Negotiation(NewConnection beginning) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.beginning = beginning;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
            if (isEnd(event)) {
                ctx.close();
            } else {
                super.userEventTriggered(ctx, event);
            }
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                speakHttp2(ctx.pipeline(), beginning);
            } else {
                speakHttp1(ctx.pipeline(), beginning);
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("no TLS with {}: {}", beginning.peer().address(), cause.toString());
            ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("no TLS with {}: {}", beginning.peer().address(), cause.toString());
            ctx.close();
        }
    }
}
