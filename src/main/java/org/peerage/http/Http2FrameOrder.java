package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses HEADERS on streams that cannot have any more (RFC 9113 §5.1, §5.1.1), where Netty answers with a lesser error than the RFC asks for.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, which is heard of there
final class Http2FrameOrder extends DefaultHttp2FrameReader {
    private static final int REMEMBERED = 256;

    /** CONTINUATION frames of a head that carry little: more are meant to keep the server busy. */
    private static final int MAX_SMALL_CONTINUATIONS = 16;

    private final Http2Connection connection;
    /** The streams that were closed last; those that were reset from this end are negative: their client may not know yet. */
    private final int[] closed = new int[REMEMBERED];

    private int next;
    private @Nullable Http2FrameListener target;
    private @Nullable Http2FrameListener checking;

    Http2FrameOrder(Http2Connection connection) {
        super(new DefaultHttp2HeadersDecoder(true, ServerLimits.MAX_HEADERS), MAX_SMALL_CONTINUATIONS);
        this.connection = connection;
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                closed[next++ % REMEMBERED] = stream.isResetSent() ? -stream.id() : stream.id();
            }
        });
    }

    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener) throws Http2Exception {
        Http2FrameListener decorated = checking;
        if (decorated == null || !listener.equals(target)) {
            decorated = new Checking(listener);
            target = listener;
            checking = decorated;
        }
        super.readFrame(ctx, input, decorated);
    }

    private void check(int streamId) throws Http2Exception {
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            if (stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
                throw Http2Exception.connectionError(
                        Http2Error.STREAM_CLOSED, "HEADERS after the end of stream %d", streamId);
            }
            return;
        }
        if (streamId > connection.remote().lastStreamCreated()) {
            return;
        }
        for (int known : closed) {
            if (known == -streamId) {
                return;
            }
            if (known == streamId) {
                throw Http2Exception.connectionError(
                        Http2Error.STREAM_CLOSED, "HEADERS on stream %d, which is closed", streamId);
            }
        }
        throw Http2Exception.connectionError(
                Http2Error.PROTOCOL_ERROR, "stream %d is opened after a higher one", streamId);
    }

    private final class Checking extends Http2FrameListenerDecorator {
        Checking(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
                throws Http2Exception {
            check(streamId);
            super.onHeadersRead(ctx, streamId, headers, padding, endOfStream);
        }

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
            check(streamId);
            super.onHeadersRead(ctx, streamId, headers, dependency, weight, exclusive, padding, endOfStream);
        }
    }
}
