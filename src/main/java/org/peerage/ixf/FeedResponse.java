package org.peerage.ixf;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request for a feed by HTTP/1.1 (RFC 9112) on a connection of its own, and what comes back. */
record FeedResponse(
        int status, String location, String encoding, String etag, String lastModified, String signature, FeedBody body)
        implements AutoCloseable {
    private static final int OK = 200;
    private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);
    private static final int CHUNK = 64 * 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    /** An answer that would be of no more use if it were asked for again. */
    static final class UnusableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    boolean isRedirect() {
        return REDIRECTS.contains(status) && !location.isEmpty();
    }

    static FeedResponse of(
            Socket socket, FeedUrl place, FeedClient.Known known, Optional<FeedHeader> header, FeedPart part)
            throws IOException {
        socket.getOutputStream().write(request(place, known, header, part).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        Decoder decoder = new Decoder(part);
        try (decoder) {
            InputStream in = socket.getInputStream();
            byte[] chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0 && !decoder.ended; length = in.read(chunk)) {
                decoder.take(chunk, length);
                if (decoder.ended) {
                    break;
                }
            }
            return decoder.response();
        }
    }

    @Override
    public void close() {
        body.close();
    }

    private static String request(FeedUrl place, FeedClient.Known known, Optional<FeedHeader> header, FeedPart part) {
        return "GET " + place.path() + " HTTP/1.1\r\n"
                + "Host: " + place.authority() + "\r\n"
                + "User-Agent: Peerage (IX-F member list import)\r\n"
                + "Accept: " + part.mediaType() + "\r\n"
                + "Accept-Encoding: gzip\r\n"
                + "Connection: close\r\n"
                + header("If-None-Match", known.etag())
                + header("If-Modified-Since", known.lastModified())
                + header.map(FeedHeader::line).orElse("")
                + "\r\n";
    }

    private static String header(String name, String value) {
        return value.isEmpty() || value.chars().anyMatch(c -> c < ' ' || c > '~') ? "" : name + ": " + value + "\r\n";
    }

    /** Takes a response in, piece by piece, and no more of it than is allowed. */
    private static final class Decoder implements AutoCloseable {
        private final EmbeddedChannel channel = new EmbeddedChannel(
                new HttpResponseDecoder(new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_BYTES)));
        private final FeedBody body;
        private @Nullable HttpResponse head;
        private boolean ended;
        private boolean taken;

        Decoder(FeedPart part) {
            this.body = new FeedBody(part);
        }

        void take(byte[] chunk, int length) throws IOException {
            channel.writeInbound(Unpooled.copiedBuffer(chunk, 0, length));
            drain();
        }

        private void drain() throws IOException {
            for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
                try {
                    take(part);
                } finally {
                    ReferenceCountUtil.release(part);
                }
            }
        }

        private void take(Object part) throws IOException {
            if (part instanceof HttpResponse response) {
                if (response.decoderResult().isFailure()) {
                    throw new UnusableException("The server's answer is no HTTP");
                }
                head = response;
            }
            if (part instanceof HttpContent content) {
                if (content.decoderResult().isFailure()) {
                    throw new UnusableException("The server's answer is no HTTP");
                }
                content.content().readBytes(body, content.content().readableBytes());
            }
            // What comes before the answer proper, such as 103, has an end of its own; of errors nothing but their
            // status is of use.
            int status = head == null ? 0 : head.status().code();
            ended |= status > OK || (status == OK && part instanceof LastHttpContent);
        }

        FeedResponse response() throws IOException {
            if (!ended) {
                channel.finish();
                drain();
            }
            if (head == null || !ended) {
                throw new IOException(
                        head == null ? "The server closed the connection" : "The server's answer broke off");
            }
            HttpHeaders headers = head.headers();
            taken = true;
            return new FeedResponse(
                    head.status().code(),
                    headers.get("Location", ""),
                    headers.get("Content-Encoding", "").strip().toLowerCase(Locale.ROOT),
                    headers.get("ETag", ""),
                    headers.get("Last-Modified", ""),
                    headers.get(FeedSignature.HEADER, "").strip(),
                    body);
        }

        @Override
        public void close() {
            channel.finishAndReleaseAll();
            if (!taken) {
                body.close();
            }
        }
    }
}
