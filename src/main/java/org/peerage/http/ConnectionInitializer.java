package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
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
import java.util.Objects;
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
        NewConnection beginning = new NewConnection(channel, remote, local);
        if (proxies.proxyProtocol()) {
            channel.pipeline().addLast(new HAProxyMessageDecoder(), beginning);
            beginning.closeAfter(server.limits().headTime());
        } else {
            channel.pipeline().addLast(beginning);
            beginning.admit(remote);
        }
    }

    /** A connection that does not speak HTTP yet; the last handler until it does. */
    private final class NewConnection extends ChannelInboundHandlerAdapter {
        private final Channel channel;
        private final InetSocketAddress neighbour;
        private final InetSocketAddress local;
        private @Nullable OpenConnection open;
        private @Nullable ScheduledFuture<?> timeout;

        NewConnection(Channel channel, InetSocketAddress neighbour, InetSocketAddress local) {
            this.channel = channel;
            this.neighbour = neighbour;
            this.local = local;
        }

        void closeAfter(Duration time) {
            if (timeout != null) {
                timeout.cancel(false);
            }
            timeout = channel.eventLoop().schedule((Runnable) channel::close, time.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HAProxyMessage header) {
                try {
                    admit(client(header));
                } finally {
                    header.release();
                }
            } else {
                ctx.fireChannelRead(message);
            }
        }

        /** The client's address; {@code LOCAL} and {@code UNKNOWN}: the proxy itself asks. */
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

        /** @param remote the client, or whom a PROXY header names: what that one's client wrote into headers is not the proxy's word */
        void admit(InetSocketAddress remote) {
            InetAddress address = remote.getAddress();
            boolean mayForward = proxies.forwardedHeaders() && Forwarded.isNear(address);
            if (!mayForward) {
                if (!server.connections().admit(address)) {
                    LOG.debug("too many connections of {}", address);
                    channel.close();
                    return;
                }
                channel.closeFuture().addListener(closed -> server.connections().release(address));
            }
            Peer peer = new Peer(remote, local, tls.isPresent(), mayForward);
            open = server.connections().open(context(), peer, channel::close);
            closeAfter(server.limits().idleTime());
            if (tls.isPresent()) {
                SslHandler handler = tls.get().current().newHandler(channel.alloc());
                handler.setHandshakeTimeoutMillis(server.limits().headTime().toMillis());
                addBefore(handler);
                addBefore(new Negotiation(this));
            } else {
                addBefore(new Detection(this));
            }
        }

        private void addBefore(ChannelHandler handler) {
            channel.pipeline().addBefore(context().name(), null, handler);
        }

        private ChannelHandlerContext context() {
            return channel.pipeline().context(this);
        }

        void speak(String protocol) {
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.remove(this);
            Peer peer = Objects.requireNonNull(open).peer();
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                pipeline.addLast(Http2Handler.of(server, peer));
            } else {
                Http1Handler handler = new Http1Handler(server, peer);
                pipeline.addLast(handler.decoder(), handler);
            }
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            if (open != null) {
                server.connections().closed(open);
            }
            if (timeout != null) {
                timeout.cancel(false); // it would keep what is closed
            }
        }

        /** A client that sends nothing more, and has asked nothing, is of no use. */
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                ctx.close();
            } else {
                ctx.fireUserEventTriggered(event);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("{} went away, or does not begin as it should: {}", neighbour, cause.toString());
            ctx.close();
        }
    }

    /** Finds by the first bytes whether a connection without TLS speaks HTTP/2 from the start (RFC 9113 §3.3). */
    private static final class Detection extends ByteToMessageDecoder {
        private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        private final NewConnection beginning;

        Detection(NewConnection beginning) {
            this.beginning = beginning;
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            int known = Math.min(in.readableBytes(), preface.readableBytes());
            boolean isPreface = ByteBufUtil.equals(in, in.readerIndex(), preface, 0, known);
            if (!isPreface || known == preface.readableBytes()) {
                beginning.speak(isPreface ? ApplicationProtocolNames.HTTP_2 : ApplicationProtocolNames.HTTP_1_1);
                ctx.pipeline().remove(this);
            }
        }

        @Override
        protected void handlerRemoved0(ChannelHandlerContext ctx) {
            preface.release();
        }
    }

    /** Goes on with the version of HTTP that was agreed on (RFC 7301). */
    private static final class Negotiation extends ApplicationProtocolNegotiationHandler {
        private final NewConnection beginning;

        Negotiation(NewConnection beginning) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.beginning = beginning;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            beginning.speak(protocol);
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            ctx.fireExceptionCaught(cause);
        }

        /** What clients do is no warning. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.fireExceptionCaught(cause);
        }
    }
}
