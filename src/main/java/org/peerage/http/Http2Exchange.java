package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.EventExecutor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.peerage.api.WireResponse;
import org.peerage.api.responses.HttpDate;

/** A request of an HTTP/2 connection, and its response: a stream. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, which is heard of there
final class Http2Exchange extends Exchange implements RequestBodyStream.Source {
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1F]");
    private static final HttpDate.Latest NOW = new HttpDate.Latest();

    private final Http2Handler handler;
    private final Http2Stream stream;
    private final Http2Headers headers;
    private final long contentLength;
    private final WriteProgress progress;
    private boolean ended;
    private int waitingParts;
    private long framedBytes;

    Http2Exchange(Http2Handler handler, Peer peer, Http2Stream stream, Http2Headers headers) {
        super(
                handler.server(),
                peer,
                headers.method().toString(),
                headers.path().toString());
        this.handler = handler;
        this.stream = stream;
        this.headers = headers;
        this.progress = new WriteProgress(handler.server().limits().writeTime());
        this.contentLength = number(headers.get(HttpHeaderNames.CONTENT_LENGTH));
        readForwarded();
    }

    private static long number(@Nullable CharSequence digits) {
        try {
            return digits == null ? -1 : Long.parseLong(digits.toString());
        } catch (NumberFormatException noNumber) {
            return -1;
        }
    }

    /** The path and query. */
    String target() {
        return headers.path().toString();
    }

    Http2Stream stream() {
        return stream;
    }

    @Override
    List<String> sent(String name) {
        List<String> values = new ArrayList<>();
        headers.getAll(HeaderNames.of(name)).forEach(value -> values.add(value.toString()));
        return values;
    }

    @Override
    @Nullable
    String first(String name) {
        CharSequence value = name.equals("Host") && headers.authority() != null
                ? headers.authority()
                : headers.get(HeaderNames.of(name));
        return value == null ? null : value.toString();
    }

    @Override
    Iterator<Map.Entry<CharSequence, CharSequence>> sent() {
        return headers.iterator();
    }

    @Override
    public long contentLength() {
        return contentLength;
    }

    @Override
    void workBegun() {
        handler.workBegun();
    }

    @Override
    void workEnded() {
        handler.workEnded();
    }

    /** So many bytes of the response fit into the window. */
    void framed(int bytes) {
        framedBytes += bytes;
    }

    /** Whether the client left too little window for the response for so long; asked from time to time. */
    boolean isStuck(long now, boolean isBlocked) {
        return progress.isStuck(now, isBlocked && isSending(), framedBytes);
    }

    /** Whether a part of the response waits to be taken. */
    boolean isSending() {
        return waitingParts > 0;
    }

    @Override
    EventExecutor executor() {
        return handler.executor();
    }

    // --- What comes in ---

    /** A client may wait to be asked for its body. */
    @Override
    public void bodyExpected() {
        if ("100-continue".equalsIgnoreCase(first("Expect"))) {
            executor().execute(this::askForBody);
        }
    }

    private void askForBody() {
        if (isOpen() && status() == 0) {
            started(HttpResponseStatus.CONTINUE.code());
            ChannelHandlerContext ctx = handler.context();
            Http2Headers head = new DefaultHttp2Headers(false, 2).status(HttpResponseStatus.CONTINUE.codeAsText());
            handler.encoder().writeHeaders(ctx, stream.id(), head, 0, false, ctx.newPromise());
            handler.flushSoon(ctx);
        }
    }

    @Override
    public void bodyTaken(int bytes) {
        executor().execute(() -> handler.consume(stream, bytes));
    }

    // --- What goes out ---

    @Override
    void respond(WireResponse response, @Nullable ByteBuffer wholeBody) {
        if (!isOpen()) {
            return;
        }
        ChannelHandlerContext ctx = handler.context();
        boolean hasBody = wholeBody != null && wholeBody.hasRemaining();
        sendHead(ctx, response, response.announcedLength(), !hasBody);
        if (wholeBody != null && hasBody) {
            write(ctx.alloc().directBuffer(wholeBody.remaining()).writeBytes(wholeBody), true);
        } else {
            finished();
            handler.flushSoon(ctx);
        }
    }

    @Override
    void begin(WireResponse response, long length) {
        if (isOpen()) {
            sendHead(handler.context(), response, length, false);
        }
    }

    private void sendHead(ChannelHandlerContext ctx, WireResponse response, long length, boolean isLast) {
        started(response.status());
        DefaultHttp2Headers head = new DefaultHttp2Headers(false, 32);
        head.status(HttpResponseStatus.valueOf(response.status()).codeAsText());
        response.forEachHeader((name, value) -> head.add(HeaderNames.of(name), inOneLine(value)));
        if (length >= 0) {
            head.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
        }
        head.add(HttpHeaderNames.DATE, NOW.format(System.currentTimeMillis() / 1000));
        handler.encoder().writeHeaders(ctx, stream.id(), head, 0, isLast, ctx.newPromise());
    }

    /** A proxy in front may speak HTTP/1 to the client, where a line end in a value would begin another header. */
    private static String inOneLine(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ') {
                return CONTROL.matcher(value).replaceAll(" ");
            }
        }
        return value;
    }

    @Override
    ChannelFuture send(ByteBuf part, boolean isLast) {
        ChannelHandlerContext ctx = handler.context();
        waitingParts++;
        ChannelPromise written = ctx.newPromise();
        written.addListener(done -> {
            waitingParts--;
            if (isLast) {
                finished();
            }
        });
        handler.encoder().writeData(ctx, stream.id(), part, 0, isLast, written);
        handler.flushSoon(ctx);
        return written;
    }

    /** The response is sent: a client that still sends its request is told that nobody reads it (RFC 9113 §8.1). */
    private void finished() {
        if (ended) {
            return;
        }
        end();
        RequestBodyStream body = bodyStream();
        if (body != null) {
            handler.consume(stream, body.discard());
            if (stream.state().remoteSideOpen()) {
                ChannelHandlerContext ctx = handler.context();
                handler.resetStream(ctx, stream.id(), Http2Error.NO_ERROR.code(), ctx.newPromise());
                handler.flushSoon(ctx);
            }
        }
    }

    @Override
    void abort() {
        if (isOpen()) {
            reset(Http2Error.INTERNAL_ERROR);
        }
    }

    void reset(Http2Error error) {
        ChannelHandlerContext ctx = handler.context();
        handler.resetStream(ctx, stream.id(), error.code(), ctx.newPromise());
        handler.flush(ctx);
    }

    @Override
    boolean isOpen() {
        return !ended && handler.context().channel().isActive();
    }

    boolean hasEnded() {
        return ended;
    }

    /** The response is sent, or nobody waits for it any more. */
    void end() {
        if (!ended) {
            ended = true;
            handler.server().ended(this);
        }
    }
}
