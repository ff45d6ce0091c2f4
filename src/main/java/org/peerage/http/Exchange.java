package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.api.ApiRequest;
import org.peerage.api.WireResponse;
import org.peerage.trace.Span;
import org.peerage.trace.Tracing;

/**
 * One request and its response, on either version of HTTP. What concerns the response is called on the event loop of the connection
 * alone.
 */
abstract class Exchange extends ApiRequest {
    private static final String HOST = "Host";
    private static final String COOKIE = "Cookie";

    private final ServerContext server;
    private final Peer peer;
    private final String method;
    private final String rawPath;
    private final @Nullable String query;
    private final @Nullable String path;
    private final @Nullable String authority;
    private final long startedAt = System.nanoTime();
    private @Nullable Forwarded forwarded;
    private @Nullable RequestBodyStream body;
    private int status;
    private long sentBytes;
    private Span span = Span.NONE;

    /** @param target in origin-form or absolute-form (RFC 9112 §3.2) */
    Exchange(ServerContext server, Peer peer, String method, String target) {
        this.server = server;
        this.peer = peer;
        this.method = method;
        String origin = target;
        String named = null;
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme > 0) {
            int slash = authorityEnd(target, scheme + 3);
            named = target.substring(scheme + 3, slash);
            origin = slash == target.length() || target.charAt(slash) != '/'
                    ? "/" + target.substring(slash)
                    : target.substring(slash);
        }
        authority = named;
        int mark = origin.indexOf('?');
        rawPath = mark < 0 ? origin : origin.substring(0, mark);
        query = mark < 0 || mark == origin.length() - 1 ? null : origin.substring(mark + 1);
        path = RequestPath.of(rawPath);
    }

    /** Where the host and port end that begin there. */
    static int authorityEnd(String target, int from) {
        int at = from;
        while (at < target.length() && target.charAt(at) != '/' && target.charAt(at) != '?') {
            at++;
        }
        return at;
    }

    /** To be called once headers can be read. */
    void readForwarded() {
        if (peer.mayForward()) {
            forwarded =
                    Forwarded.of(last(sent(Forwarded.FOR)), last(sent(Forwarded.PROTO)), last(sent(Forwarded.HOST)));
        }
    }

    private static @Nullable String last(List<String> values) {
        return values.isEmpty() ? null : values.getLast();
    }

    void body(RequestBodyStream stream) {
        body = stream;
    }

    @Nullable
    RequestBodyStream bodyStream() {
        return body;
    }

    /** Nobody reads the body any more. */
    void dropBody(String reason) {
        if (body != null) {
            body.fail(new IOException(reason));
            body.discard();
        }
    }

    /** Whether the path can be meant well. */
    boolean hasPath() {
        return path != null;
    }

    /** The values of a header, its name in any case. */
    abstract List<String> sent(String name);

    /** All headers as they were sent. */
    abstract Iterator<Map.Entry<CharSequence, CharSequence>> sent();

    /** The first value of a header. */
    abstract @Nullable String first(String name);

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path == null ? "/" : path;
    }

    @Override
    public String rawPath() {
        return rawPath;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public @Nullable String header(String name) {
        if (name.equals(HOST)) {
            String told = forwarded == null ? null : forwarded.host();
            return told != null ? told : authority != null ? authority : first(HOST);
        }
        if (name.equals(COOKIE)) {
            // Each may come by itself: in HTTP/2 (RFC 9113 §8.2.3), and of Java's client.
            List<String> cookies = sent(COOKIE);
            return cookies.isEmpty() ? null : cookies.size() == 1 ? cookies.getFirst() : String.join("; ", cookies);
        }
        return first(name);
    }

    @Override
    public Iterable<String> headerNames(String beginning) {
        List<String> names = new ArrayList<>();
        for (Iterator<Map.Entry<CharSequence, CharSequence>> all = sent(); all.hasNext(); ) {
            String name = all.next().getKey().toString();
            if (name.regionMatches(true, 0, beginning, 0, beginning.length())) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public String remoteAddress() {
        return forwarded != null && forwarded.client() != null
                ? forwarded.client().getHostAddress()
                : peer.address();
    }

    @Override
    public String scheme() {
        return forwarded != null && forwarded.scheme() != null ? forwarded.scheme() : peer.scheme();
    }

    @Override
    public String localOrigin() {
        return peer.localOrigin(scheme());
    }

    @Override
    public InputStream body() {
        return body == null ? InputStream.nullInputStream() : body;
    }

    @Override
    public Form form(int maxBytes) throws IOException {
        return MultipartForm.read(this, maxBytes);
    }

    /** Whether the server as a whole is meant, and no resource of it. */
    boolean isAboutServer() {
        return Http1Rules.isAboutServer(method, rawPath);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Begins the span of this request, where spans are wanted; a proxy that is believed may say what it is a part of. */
    void beginSpan() {
        if (Tracing.isOn()) {
            span = Tracing.beginRemote(method, first("traceparent"), peer.mayForward());
        }
    }

    /** What is done for this request is a part of it. */
    Span span() {
        return span;
    }

    void endSpan(String route, int answered) {
        if (span.traceId() == null) {
            return;
        }
        span.rename(method + " " + route);
        span.set("http.request.method", method);
        span.set("http.route", route);
        span.set("http.response.status_code", answered);
        span.set("url.path", rawPath);
        span.set("url.scheme", scheme());
        span.set("client.address", remoteAddress());
        span.set("peerage.request_id", id());
        Caller who = caller();
        if (who != null) {
            span.set("enduser.id", who.actor());
        }
        if (answered >= 500) {
            span.failed("status " + answered);
        }
        span.close();
    }

    int status() {
        return status;
    }

    long sentBytes() {
        return sentBytes;
    }

    long nanosSinceStart() {
        return System.nanoTime() - startedAt;
    }

    void started(int sentStatus) {
        status = sentStatus;
    }

    void sending(long bytes) {
        sentBytes += bytes;
    }

    /** A thread begins to answer; it goes on if the client goes away. */
    void workBegun() {}

    void workEnded() {}

    /** Where responses are sent from. */
    abstract EventExecutor executor();

    /** Sends a whole response; the body has the length that is announced, or is null and nothing follows. */
    abstract void respond(WireResponse response, @Nullable ByteBuffer wholeBody);

    /**
     * Sends the head of a response; the body follows.
     *
     * @param length of the body; -1 where it is not known
     */
    abstract void begin(WireResponse response, long length);

    /** Sends a part of the body, which this lets go of. It counts as held until the client takes it, but for what many share. */
    final Future<Void> write(ByteBuf part, boolean isLast) {
        int length = part.readableBytes();
        long own = part.isReadOnly() ? 0 : length;
        if (!isOpen() || !server.held().add(own)) {
            part.release();
            abort();
            return executor()
                    .newFailedFuture(new IOException("the response is given up, or too much waits to be taken"));
        }
        sending(length);
        return send(part, isLast).addListener(taken -> server.held().remove(own));
    }

    /** Whether the response is awaited, and not at its end. */
    abstract boolean isOpen();

    abstract ChannelFuture send(ByteBuf part, boolean isLast);

    /** Gives the response up: who reads it has to see that it is not whole. */
    abstract void abort();
}
