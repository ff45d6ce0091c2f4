package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Refuses HEADERS on streams that cannot have any more (RFC 9113 §5.1, §5.1.1), where Netty answers with a lesser error than the RFC asks for.
 * They are looked at once they are whole and decoded, before anything else sees them.
 */
final class Http2FrameOrder extends DefaultHttp2HeadersDecoder {
    private static final int REMEMBERED = 256;

    private final Http2Connection connection;
    /** The streams that were closed last; those that were reset from this end are negative: their client may not know yet. */
    private final int[] closed = new int[REMEMBERED];

    private int next;

    Http2FrameOrder(Http2Connection connection) {
        super(true, ServerLimits.MAX_HEADERS);
        this.connection = connection;
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                closed[next++ % REMEMBERED] = stream.isResetSent() ? -stream.id() : stream.id();
            }
        });
    }

    @Override
    public Http2Headers decodeHeaders(int streamId, ByteBuf block) throws Http2Exception {
        Http2Headers headers = super.decodeHeaders(streamId, block);
        check(streamId);
        return headers;
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
}
