package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.EventExecutor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.api.WireResponse;

/** A request of an HTTP/2 connection: a stream. */
final class Http2Exchange extends Exchange {
    private final Http2Handler handler;
    private final Http2Stream stream;
    private final Http2Headers headers;
    private final long contentLength;
    private final WriteProgress progress;
    private boolean ended;
    private int waitingParts;
    private long framedBytes;

    Http2Exchange(Http2Handler handler, Peer peer, Http2Stream stream, Http2Headers headers) {
        super(peer, headers.method().toString(), headers.path().toString());
        this.handler = handler;
        this.stream = stream;
        this.headers = headers;
        this.progress = new WriteProgress(handler.writeTime());
        this.contentLength = number(headers.get(HeaderNames.of("Content-Length")));
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

    boolean hasEnded() {
        return ended;
    }

    /** Its response is sent, or nobody waits for it any more. */
    void end() {
        ended = true;
    }

    @Override
    void workBegun() {
        handler.workBegun();
    }

    @Override
    void workEnded() {
        handler.workEnded();
    }

    /** A part of the response waits to be taken. */
    void partBegun() {
        waitingParts++;
    }

    void partTaken() {
        waitingParts--;
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

    @Override
    void respond(WireResponse response, @Nullable ByteBuffer wholeBody) {
        handler.respond(this, response, wholeBody);
    }

    @Override
    void begin(WireResponse response, long length) {
        handler.begin(this, response, length);
    }

    @Override
    ChannelFuture write(ByteBuf part, boolean isLast) {
        return handler.write(this, part, isLast);
    }

    @Override
    void abort() {
        handler.abort(this);
    }
}
