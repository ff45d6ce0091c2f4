package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.EventExecutor;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.api.WireResponse;

/** A request of an HTTP/1 connection. */
final class Http1Exchange extends Exchange {
    private final Http1Handler handler;
    private final HttpHeaders headers;
    private final long contentLength;

    Http1Exchange(Http1Handler handler, Peer peer, HttpRequest request) {
        super(handler.server(), peer, request.method().name(), request.uri());
        this.handler = handler;
        this.headers = request.headers();
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        this.contentLength = length == null ? -1 : Long.parseLong(length);
        readForwarded();
    }

    @Override
    List<String> sent(String name) {
        return headers.getAll(HeaderNames.of(name));
    }

    @Override
    @Nullable
    String first(String name) {
        return headers.get(HeaderNames.of(name));
    }

    @Override
    Iterator<Map.Entry<CharSequence, CharSequence>> sent() {
        return headers.iteratorCharSequence();
    }

    @Override
    public long contentLength() {
        return contentLength;
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
    boolean isOpen() {
        return handler.isCurrent(this);
    }

    @Override
    ChannelFuture send(ByteBuf part, boolean isLast) {
        return handler.send(this, part, isLast);
    }

    @Override
    void abort() {
        handler.abort(this);
    }
}
