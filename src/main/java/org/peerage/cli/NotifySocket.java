package org.peerage.cli;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a service manager how a service is: datagrams to a Unix socket (sd_notify(3)). The JDK has no such sockets; the transport that
 * carries requests has (docs/decisions/0048).
 */
final class NotifySocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);
    private static final long TIMEOUT_MILLIS = 1000;

    private final EventLoopGroup loop;
    private final DomainSocketAddress manager;

    private NotifySocket(EventLoopGroup loop, DomainSocketAddress manager) {
        this.loop = loop;
        this.manager = manager;
    }

    /**
     * Makes one.
     *
     * @param address as {@code NOTIFY_SOCKET} has it: a path, or a name in the abstract name space with a {@code @} before it
     */
    static NotifySocket of(String address) throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException("datagrams to Unix sockets need Linux", Epoll.unavailabilityCause());
        }
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("service-manager", true), EpollIoHandler.newFactory());
        String path = address.startsWith("@") ? "\0" + address.substring(1) : address;
        return new NotifySocket(loop, new DomainSocketAddress(path));
    }

    /**
     * Sends a state such as {@code READY=1}; several stand in lines of their own. Each has a connection of its own, as a manager that was
     * started anew listens on another socket. One that does not listen is no reason to fail.
     */
    void send(String state) {
        ChannelFuture opened = new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(manager)
                .awaitUninterruptibly();
        Throwable failure = opened.cause();
        if (failure == null) {
            ChannelFuture sent = opened.channel().writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8));
            sent.awaitUninterruptibly(TIMEOUT_MILLIS);
            failure = sent.cause();
            opened.channel().close().awaitUninterruptibly(TIMEOUT_MILLIS);
        }
        if (failure != null) {
            LOG.warn(
                    "the service manager was not told {}: {}",
                    state.lines().findFirst().orElse(""),
                    failure.toString());
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(TIMEOUT_MILLIS);
    }
}
