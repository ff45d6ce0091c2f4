package org.peerage.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.peerage.api.ApiRequest;
import org.peerage.api.WireResponse;

/** A web server whose every page is answered by one function; it has no API. */
final class TestServer implements AutoCloseable {
    private final WebServer server;

    private TestServer(WebServer server) {
        this.server = server;
    }

    static TestServer start(Function<ApiRequest, WireResponse> handler) {
        return start(WebSettings.onLoopback(), ServerLimits.STANDARD, handler);
    }

    @SuppressWarnings("NullAway") // nobody asks the API
    static TestServer start(WebSettings settings, ServerLimits limits, Function<ApiRequest, WireResponse> handler) {
        return new TestServer(new WebServer(
                settings,
                new WebServer.Handlers(() -> true, null, null, handler, handler, handler),
                RequestObserver.NOBODY,
                () -> {},
                limits));
    }

    static WireResponse text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    static WireResponse bytes(byte[] bytes) {
        WireResponse response = new WireResponse();
        response.set("Content-Type", "text/plain; charset=utf-8");
        response.body(ByteBuffer.wrap(bytes));
        return response;
    }

    int port() {
        return server.port();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int connections() {
        return server.connections();
    }

    @Override
    public void close() {
        server.close();
    }
}
