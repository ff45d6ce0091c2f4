package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/2 connection: its streams are requests. Without a channel for each stream, as Netty's multiplexer has: that costs a quarter more
 * per request. All of it happens on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, which is heard of there
final class Http2Handler extends Http2ConnectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Handler.class);
    /** Unfinished requests that a connection may have whatever others have. */
    private static final int SHARE = 4;

    /** Streams that a client makes this end reset within {@link #RESET_WINDOW}, by breaking the protocol on them (CVE-2025-55163). */
    private static final int MAX_RESETS = 200;

    private static final long RESET_WINDOW = TimeUnit.SECONDS.toNanos(30);

    /** CONTINUATION frames of a head that carry little: more are meant to keep the server busy. */
    private static final int MAX_SMALL_CONTINUATIONS = 16;

    /** Bytes of responses and acknowledgements that a client lets pile up (CVE-2019-9512, -9515). */
    private static final long MAX_PENDING = 4L * 1024 * 1024;

    private final ServerContext server;
    private final Peer peer;
    private final Http2Connection.PropertyKey exchangeKey;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final WriteProgress progress;
    private final WriteProgress windowProgress;
    private final DataCounter sentData;
    private @Nullable ChannelHandlerContext context;
    private @Nullable OpenConnection open;
    private boolean reading;
    private int resets;
    private long resetsSince = System.nanoTime();

    private Http2Handler(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            DataCounter sentData,
            ServerContext server,
            Peer peer) {
        super(decoder, encoder, settings);
        this.server = server;
        this.peer = peer;
        this.progress = new WriteProgress(server.limits().writeTime());
        this.windowProgress = new WriteProgress(server.limits().writeTime());
        this.sentData = sentData;
        this.exchangeKey = sentData.exchangeKey;
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                closed(stream);
            }
        });
    }

    static Http2Handler of(ServerContext server, Peer peer) {
        return new Builder(server, peer).build();
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Handler, Builder> {
        private final ServerContext server;
        private final Peer peer;
        private @Nullable DataCounter sentData;

        Builder(ServerContext server, Peer peer) {
            this.server = server;
            this.peer = peer;
        }

        @Override
        public Http2Handler build() {
            DefaultHttp2Connection connection = new DefaultHttp2Connection(true);
            // Fair to all streams; priorities of clients, which RFC 9113 has given up, are not followed.
            connection
                    .remote()
                    .flowController(new DefaultHttp2RemoteFlowController(
                            connection, new UniformStreamByteDistributor(connection)));
            DataCounter writer = new DataCounter(connection);
            sentData = writer;
            DefaultHttp2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(connection, writer);
            codec(
                    new DefaultHttp2ConnectionDecoder(
                            connection,
                            encoder,
                            new DefaultHttp2FrameReader(new Http2FrameOrder(connection), MAX_SMALL_CONTINUATIONS),
                            Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                            true,
                            true,
                            true,
                            true),
                    encoder);
            initialSettings(Http2Settings.defaultSettings()
                    .maxConcurrentStreams(server.limits().streams())
                    .maxHeaderListSize(ServerLimits.MAX_HEADERS));
            gracefulShutdownTimeoutMillis(server.limits().lingerTime().toMillis());
            return super.build();
        }

        @Override
        protected Http2Handler build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            Http2Handler handler =
                    new Http2Handler(decoder, encoder, settings, Objects.requireNonNull(sentData), server, peer);
            frameListener(handler.new Frames());
            return handler;
        }
    }

    /** Counts the bytes of DATA frames: of the connection, and of each stream. */
    private static final class DataCounter extends DefaultHttp2FrameWriter {
        private final Http2Connection connection;
        private final Http2Connection.PropertyKey exchangeKey;
        private long bytes;

        DataCounter(Http2Connection connection) {
            this.connection = connection;
            this.exchangeKey = connection.newKey();
        }

        @Override
        public ChannelFuture writeData(
                ChannelHandlerContext ctx,
                int streamId,
                ByteBuf data,
                int padding,
                boolean endStream,
                ChannelPromise promise) {
            bytes += data.readableBytes();
            Http2Stream stream = connection.stream(streamId);
            Http2Exchange exchange = stream == null ? null : stream.getProperty(exchangeKey);
            if (exchange != null) {
                exchange.framed(data.readableBytes());
            }
            return super.writeData(ctx, streamId, data, padding, endStream, promise);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        // No new streams; those that are there are answered, and then the connection is closed.
        open = server.connections().open(ctx, peer, ctx.channel()::close);
        super.handlerAdded(ctx);
        open().watch(server.limits().checkInterval(), this::check);
    }

    ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    private OpenConnection open() {
        return Objects.requireNonNull(open);
    }

    ServerContext server() {
        return server;
    }

    EventExecutor executor() {
        return context().executor();
    }

    // --- What comes in ---

    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int streamId,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            onHeadersRead(ctx, streamId, headers, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
                throws Http2Exception {
            Http2Stream stream = connection().stream(streamId);
            if (stream == null) {
                return;
            }
            Http2Exchange known = stream.getProperty(exchangeKey);
            if (known != null) {
                trailers(known, endOfStream);
            } else {
                Http2Handler.this.begin(stream, headers, endOfStream);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
            Http2Stream stream = connection().stream(streamId);
            Http2Exchange exchange = stream == null ? null : stream.getProperty(exchangeKey);
            RequestBodyStream body = exchange == null || exchange.hasEnded() ? null : exchange.bodyStream();
            int bytes = data.readableBytes();
            if (body == null) {
                return bytes + padding;
            }
            body.offer(data.retain());
            if (endOfStream) {
                body.complete();
            }
            return padding;
        }
    }

    private static void trailers(Http2Exchange exchange, boolean endOfStream) throws Http2Exception {
        if (!endOfStream) {
            throw Http2Exception.streamError(
                    exchange.stream().id(), Http2Error.PROTOCOL_ERROR, "trailers do not end the request");
        }
        RequestBodyStream body = exchange.bodyStream();
        if (body != null) {
            body.complete();
        }
    }

    private void begin(Http2Stream stream, Http2Headers headers, boolean endOfStream) throws Http2Exception {
        CharSequence path = headers.path(); // which CONNECT has not
        if (path == null
                || headers.method().toString().equals("CONNECT")
                || (path.charAt(0) != '/'
                        && !Http1Rules.isAboutServer(headers.method().toString(), path.toString()))) {
            throw Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, "no path: %s", path);
        }
        int own = unfinished.get();
        if (own >= server.limits().unfinishedPerConnection()) {
            LOG.debug("{} resets requests faster than they are answered", peer.address());
            closeWith(Http2Error.ENHANCE_YOUR_CALM);
            return;
        }
        open().work();
        Http2Exchange exchange = new Http2Exchange(this, peer, stream, headers);
        stream.setProperty(exchangeKey, exchange);
        if (!endOfStream) {
            exchange.body(new RequestBodyStream(exchange, server.limits().bodyTime()));
        }
        if (!Http1Rules.isTarget(exchange.method(), exchange.target()) || !isHost(headers)) {
            server.router().refuse(exchange, 400);
        } else if (own >= SHARE && server.unfinished().get() >= server.limits().unfinished()) {
            server.router().refuse(exchange, 503);
        } else {
            server.router().handle(exchange);
        }
    }

    /** One host, by one name or by two that are the same (RFC 9113 §8.3.1). */
    private static boolean isHost(Http2Headers headers) {
        CharSequence authority = headers.authority();
        List<CharSequence> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.isEmpty()) {
            return authority != null && Http1Rules.isHost(authority.toString());
        }
        return hosts.size() == 1
                && Http1Rules.isHost(hosts.getFirst().toString())
                && (authority == null || AsciiString.contentEqualsIgnoreCase(authority, hosts.getFirst()));
    }

    /** A thread begins to answer a request, which it goes on with when the request is reset. */
    void workBegun() {
        unfinished.incrementAndGet();
        server.unfinished().incrementAndGet();
    }

    void workEnded() {
        unfinished.decrementAndGet();
        server.unfinished().decrementAndGet();
    }

    private void closeWith(Http2Error error) {
        ChannelHandlerContext ctx = context();
        goAway(ctx, connection().remote().lastStreamCreated(), error.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
        ctx.flush();
        ctx.close();
    }

    /** So many bytes of a body are no longer held: its client may send as many more. */
    void consume(Http2Stream stream, int bytes) {
        try {
            if (bytes > 0 && connection().local().flowController().consumeBytes(stream, bytes)) {
                context().flush();
            }
        } catch (Http2Exception | IllegalArgumentException closed) {
            LOG.debug("bytes of a stream that is closed: {}", closed.toString());
        }
    }

    private void closed(Http2Stream stream) {
        Http2Exchange exchange = stream.removeProperty(exchangeKey);
        if (exchange != null) {
            exchange.dropBody("the stream is closed");
            exchange.end();
        }
        if (connection().numActiveStreams() == 0) {
            open().rest();
        }
    }

    // --- What goes out ---

    /** While requests are read, all that they cause is sent in one go at the end. */
    void flushSoon(ChannelHandlerContext ctx) {
        if (!reading) {
            flush(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        reading = true;
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        reading = false;
        super.channelReadComplete(ctx);
        if (WriteProgress.pendingBytes(ctx.channel()) > MAX_PENDING) {
            LOG.debug("{} asks and does not read", peer.address());
            ctx.close();
        }
    }

    @Override
    public ChannelFuture resetStream(ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
        ChannelFuture sent = super.resetStream(ctx, streamId, errorCode, promise);
        if (errorCode == Http2Error.NO_ERROR.code()) {
            return sent; // the response is there, and only what is left of the request is not wanted
        }
        long now = System.nanoTime();
        if (now - resetsSince > RESET_WINDOW) {
            resetsSince = now;
            resets = 0;
        }
        if (++resets > MAX_RESETS) {
            closeWith(Http2Error.ENHANCE_YOUR_CALM);
        }
        return sent;
    }

    // --- Its end ---

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        server.connections().closed(open());
        super.channelInactive(ctx);
    }

    /** In HTTP/2 a client says what it has to say by frames: who ends its side of the connection is gone. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            LOG.debug("a client went away: {}", cause.toString());
            ctx.close();
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception protocol) {
        if (cause instanceof IOException) {
            LOG.debug("a client went away: {}", cause.toString());
        } else if (protocol == null) {
            LOG.error("a connection broke off", cause);
        } else {
            LOG.debug("{} does not speak HTTP/2 as it is: {}", peer.address(), protocol.getMessage());
        }
        super.onConnectionError(ctx, outbound, cause, protocol);
    }

    private void check(long now) {
        ChannelHandlerContext ctx = context();
        if (progress.isStuck(now, ctx.channel(), sentData.bytes)) {
            ctx.close();
        } else if (open().isIdleFor(server.limits().idleTime(), now)) {
            ctx.channel().close();
        } else {
            stuck(now).forEach(exchange -> exchange.reset(Http2Error.CANCEL));
        }
    }

    private int window(Http2Stream stream) {
        return connection().remote().flowController().windowSize(stream);
    }

    /** Streams whose client leaves too little window for the rest of the response: that of the stream, or of all together. */
    private List<Http2Exchange> stuck(long now) {
        boolean noWindow = windowProgress.isStuck(now, window(connection().connectionStream()) <= 0, sentData.bytes);
        List<Http2Exchange> stuck = new ArrayList<>();
        try {
            connection().forEachActiveStream(stream -> {
                Http2Exchange exchange = stream.getProperty(exchangeKey);
                if (exchange != null
                        && (exchange.isStuck(now, window(stream) <= 0) || (noWindow && exchange.isSending()))) {
                    stuck.add(exchange);
                }
                return true;
            });
        } catch (Http2Exception neverThrown) {
            throw new IllegalStateException(neverThrown);
        }
        return stuck;
    }
}
