package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.api.WireResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1 connection: one request is answered after the other, in order. While one is answered little is read, so a client that does not
 * read its responses cannot make more of them. All of it happens on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, which is heard of there
final class Http1Handler extends ChannelInboundHandlerAdapter implements RequestBodyStream.Source {
    private static final Logger LOG = LoggerFactory.getLogger(Http1Handler.class);

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String CLOSE = "Connection: close\r\n";
    private static final String KEEP_ALIVE = "Connection: keep-alive\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final long NEVER = Long.MIN_VALUE;

    private final ServerContext server;
    private final Peer peer;
    private final Http1Decoder decoder = new Http1Decoder(this);
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelHandlerContext decoderContext;

    /** The request that is being answered. */
    private @Nullable Http1Exchange current;
    /** Whether the body of the current or last request is still to come. */
    private boolean bodyPending;
    /** Whether the body waits for its reader to make room. */
    private volatile boolean bodyStalled;

    private boolean continueExpected;
    private boolean isOldVersion;
    private boolean keepsAlive = true;
    private boolean isChunked;
    /** Bytes that may still be passed over of a body that nobody read. */
    private long discardable;

    private boolean lingering;
    private long lingeringSince = NEVER;
    private long dropped;
    private boolean inputEnded;
    private int inTurn;
    private boolean resting;
    private long headSince = NEVER;
    private @Nullable OpenConnection open;
    private final WriteProgress progress;
    /** Bytes that were handed to the connection so far, and those of them that belong to parts of bodies, which {@link Exchange#write} counts. */
    private long handed;

    private long pendingParts;
    /** Bytes of whole responses, which have no part, that are counted as held. */
    private long held;

    private boolean isTakingAwaited;

    Http1Handler(ServerContext server, Peer peer) {
        this.server = server;
        this.peer = peer;
        this.progress = new WriteProgress(server.limits().writeTime());
    }

    Http1Decoder decoder() {
        return decoder;
    }

    ServerContext server() {
        return server;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        decoderContext = ctx.pipeline().context(decoder);
        open = server.connections().open(ctx, peer, () -> {
            if (current == null) {
                endConnection();
            }
        });
        open().watch(server.limits().checkInterval(), this::check);
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    private OpenConnection open() {
        return Objects.requireNonNull(open);
    }

    EventExecutor executor() {
        return context().executor();
    }

    // --- What comes in ---

    boolean isLingering() {
        return lingering;
    }

    void dropped(int bytes) {
        dropped += bytes;
        if (dropped > ServerLimits.MAX_LINGERING) {
            context().close();
        }
    }

    /** Whether the decoder is to go on. */
    boolean wantsInput() {
        Http1Exchange answered = current;
        if (answered == null) {
            return bodyPending || (!resting && context().channel().isWritable());
        }
        RequestBodyStream body = answered.bodyStream();
        return bodyPending && (body == null || body.hasRoom());
    }

    /** Whether the next that comes is a request line or a header. */
    boolean awaitsHead() {
        return current == null && !bodyPending;
    }

    void headBegun() {
        if (headSince == NEVER) {
            headSince = System.nanoTime();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            begin(request);
        } else if (message instanceof HttpContent content) {
            take(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        headSince = NEVER;
        open().work();
        isOldVersion = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        keepsAlive = HttpUtil.isKeepAlive(request);
        discardable = ServerLimits.MAX_DISCARDED;
        int refusal = Http1Rules.check(request);
        if (refusal == Http1Rules.CLOSE) {
            current = null;
            bodyPending = false;
            endConnection();
            return;
        }
        if (refusal != Http1Rules.VALID) {
            refuse(refusal);
            return;
        }
        Http1Exchange exchange = new Http1Exchange(this, peer, request);
        current = exchange;
        bodyPending = exchange.contentLength() > 0 || request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        continueExpected = bodyPending && !isOldVersion && HttpUtil.is100ContinueExpected(request);
        if (bodyPending) {
            exchange.body(new RequestBodyStream(this, server.limits().bodyTime()));
        }
        if (++inTurn >= ServerLimits.MAX_PER_TURN) {
            rest();
        }
        server.router().handle(exchange);
    }

    /** What cannot be read has no request that could be answered in the API's shape, and nothing behind it can be trusted. */
    private void refuse(int status) {
        keepsAlive = false;
        current = null;
        bodyPending = false;
        WireResponse response = WireResponse.of(status);
        response.length(0);
        send(response, 0, "", null);
        endConnection();
    }

    private void take(HttpContent content) {
        try {
            if (!bodyPending) {
                return; // the empty end of a request without a body
            }
            RequestBodyStream body = current == null ? null : current.bodyStream();
            if (content.decoderResult().isFailure()) {
                fail(
                        body,
                        new IOException(
                                "the body is malformed", content.decoderResult().cause()));
                return;
            }
            ByteBuf bytes = content.content();
            if (body != null && bytes.isReadable()) {
                body.offer(bytes.retain());
            } else {
                discardable -= bytes.readableBytes();
            }
            if (content instanceof LastHttpContent) {
                bodyPending = false;
                if (body != null) {
                    body.complete();
                } else {
                    open().rest();
                }
            } else if (current == null && discardable < 0) {
                endConnection();
            }
        } finally {
            content.release();
        }
    }

    private void fail(@Nullable RequestBodyStream body, IOException reason) {
        keepsAlive = false;
        if (body != null) {
            body.fail(reason);
        } else if (current == null) {
            endConnection();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
        if (!resting) {
            inTurn = 0;
        }
        updateReading();
    }

    /** Lets other connections have their turn. */
    private void rest() {
        resting = true;
        executor().execute(() -> {
            resting = false;
            inTurn = 0;
            resume();
        });
    }

    /** Takes off the connection what can be worked on now, and no more. */
    private void updateReading() {
        countHeld();
        RequestBodyStream body = current == null ? null : current.bodyStream();
        bodyStalled = bodyPending && body != null && !body.hasRoom();
        boolean reads = lingering || wantsInput() || decoder.buffered() < ServerLimits.PIPELINE_WINDOW;
        if (context().channel().config().isAutoRead() != reads) {
            context().channel().config().setAutoRead(reads);
        }
    }

    /** Counts what waits of responses that are sent whole. Most are taken at once, so that nothing is to be done. */
    private void countHeld() {
        ChannelHandlerContext ctx = context();
        long waits = Math.max(0, WriteProgress.pendingBytes(ctx.channel()) - pendingParts);
        if (waits > held) {
            if (!server.held().add(waits - held)) {
                ctx.close();
                return;
            }
            held = waits;
            awaitTaking(ctx);
        } else {
            server.held().remove(held - waits);
            held = waits;
        }
    }

    private void awaitTaking(ChannelHandlerContext ctx) {
        if (!isTakingAwaited) {
            isTakingAwaited = true;
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(taken -> {
                isTakingAwaited = false;
                countHeld();
            });
        }
    }

    /** Goes on with what came already. */
    private void resume() {
        if (!context().channel().isActive() || decoderContext == null || decoderContext.isRemoved()) {
            return;
        }
        try {
            decoder.resume(decoderContext);
        } catch (Exception unreadable) {
            exceptionCaught(context(), unreadable);
            return;
        }
        context().flush();
        updateReading();
        if (inputEnded) {
            endInput();
        }
    }

    /** Nothing more comes; what waits to be parsed still counts. */
    private void endInput() {
        if (lingering) {
            context().close();
        } else if (bodyPending && wantsInput()) {
            fail(current == null ? null : current.bodyStream(), new IOException("the body ended early"));
        } else if (awaitsHead() && !resting) {
            endConnection();
        }
    }

    @Override
    public void bodyExpected() {
        executor().execute(() -> {
            if (continueExpected && context().channel().isActive()) {
                continueExpected = false;
                context().writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
            }
            resume();
        });
    }

    @Override
    public void bodyTaken(int bytes) {
        if (bodyStalled) {
            bodyStalled = false;
            executor().execute(this::resume);
        }
    }

    // --- What goes out ---

    void respond(Http1Exchange exchange, WireResponse response, @Nullable ByteBuffer wholeBody) {
        if (!isCurrent(exchange)) {
            return;
        }
        exchange.started(response.status());
        exchange.sending(wholeBody == null ? 0 : wholeBody.remaining());
        send(response, response.announcedLength(), "", wholeBody);
        finished(exchange);
    }

    void begin(Http1Exchange exchange, WireResponse response, long length) {
        if (!isCurrent(exchange)) {
            return;
        }
        exchange.started(response.status());
        isChunked = length < 0 && !isOldVersion;
        if (length < 0 && isOldVersion) {
            keepsAlive = false;
        }
        send(response, length, isChunked ? CHUNKED : "", null);
    }

    ChannelFuture send(Http1Exchange exchange, ByteBuf part, boolean isLast) {
        int length = part.readableBytes();
        handed += length;
        pendingParts += length;
        ChannelFuture written = isChunked ? sendChunk(part, isLast) : context().write(part);
        written.addListener(done -> pendingParts -= length);
        if (isLast) {
            finished(exchange);
        }
        context().flush();
        return written;
    }

    private ChannelFuture sendChunk(ByteBuf part, boolean isLast) {
        ByteBufAllocator alloc = context().alloc();
        ChannelFuture written = null;
        if (part.isReadable()) {
            ByteBuf size = alloc.directBuffer(12);
            ByteBufUtil.writeAscii(size, Integer.toHexString(part.readableBytes()));
            context().write(size.writeBytes(LINE_END));
            context().write(part);
            written = context().write(Unpooled.wrappedBuffer(LINE_END));
        } else {
            part.release();
        }
        if (isLast || written == null) {
            written = context().write(isLast ? Unpooled.wrappedBuffer(LAST_CHUNK) : Unpooled.EMPTY_BUFFER);
        }
        return written;
    }

    private void send(WireResponse response, long length, String framing, @Nullable ByteBuffer body) {
        if (server.isDraining() || (bodyPending && !isDiscardable())) {
            keepsAlive = false;
        }
        continueExpected = false; // nothing comes between the head and the body of a response
        ResponseHead head = ResponseHead.ofThread();
        String connection = !keepsAlive ? CLOSE : isOldVersion ? KEEP_ALIVE : "";
        int size = head.make(response, length, framing.isEmpty() ? connection : framing + connection);
        ByteBuf out = context().alloc().directBuffer(size + (body == null ? 0 : body.remaining()));
        head.copyTo(out);
        if (body != null) {
            out.writeBytes(body);
        }
        handed += out.readableBytes();
        context().write(out, context().voidPromise());
    }

    /** Whether what is left of the body is soon over. A client that waits to be asked for its body may never send it. */
    private boolean isDiscardable() {
        Http1Exchange answered = current;
        return !continueExpected
                && answered != null
                && answered.contentLength() >= 0
                && answered.contentLength() <= ServerLimits.MAX_DISCARDED;
    }

    boolean isCurrent(Http1Exchange exchange) {
        return exchange.equals(current) && context().channel().isActive();
    }

    private void finished(Http1Exchange exchange) {
        current = null;
        server.ended(exchange);
        RequestBodyStream body = exchange.bodyStream();
        if (body != null) {
            discardable -= body.discard();
        }
        open().rest();
        if (!keepsAlive) {
            endConnection();
        } else if (!decoder.isDecoding()) {
            resume();
        }
    }

    /** Closes after what is sent, so that it arrives: who still sends gets no reset (RFC 9112 §9.6). */
    private void endConnection() {
        if (lingering) {
            return;
        }
        lingering = true;
        ChannelHandlerContext ctx = context();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            lingeringSince = System.nanoTime();
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            if (inputEnded || !sent.isSuccess()) {
                ctx.close();
            } else if (tls != null) {
                tls.closeOutbound();
            } else if (ctx.channel() instanceof DuplexChannel both) {
                both.shutdownOutput();
            }
        });
        updateReading();
    }

    void abort(Http1Exchange exchange) {
        if (exchange.equals(current)) {
            context().close();
        }
    }

    // --- Its end ---

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && current == null && !decoder.isDecoding()) {
            resume();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            endInput();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Http1Exchange lost = current;
        current = null;
        server.held().remove(held);
        held = 0;
        server.connections().closed(open());
        if (lost != null) {
            lost.dropBody("the connection is closed");
            server.ended(lost);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            LOG.debug("a client went away: {}", cause.toString());
        } else if (cause instanceof io.netty.handler.codec.DecoderException) {
            LOG.debug("{} sent what is not HTTP: {}", peer.address(), cause.toString());
        } else {
            LOG.error("a connection broke off", cause);
        }
        ctx.close();
    }

    private void check(long now) {
        ServerLimits limits = server.limits();
        boolean isIdle = open().isIdleFor(limits.idleTime(), now);
        if (isOver(headSince, now, limits.headTime())
                || isOver(lingeringSince, now, limits.lingerTime())
                || (headSince == NEVER && isIdle)
                || progress.isStuck(now, context().channel(), handed)) {
            context().close();
        }
    }

    private static boolean isOver(long since, long now, Duration time) {
        return since != NEVER && now - since > time.toNanos();
    }
}
