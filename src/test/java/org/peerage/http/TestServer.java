package org.peerage.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.peerage.api.Asked;
import org.peerage.api.Outgoing;

/** A web server whose every page is answered by one function; it has no API. */
final class TestServer implements AutoCloseable {
    private final WebServer server;

    private TestServer(WebServer server) {
        this.server = server;
    }

    static TestServer start(Function<Asked, Outgoing> handler) {
        return start(WebSettings.onLoopback(), ServerLimits.STANDARD, handler);
    }

    @SuppressWarnings("NullAway") // nobody asks the API
    static TestServer start(WebSettings settings, ServerLimits limits, Function<Asked, Outgoing> handler) {
        return new TestServer(WebServer.start(
                settings, new WebServer.Handlers(() -> true, null, null, handler, handler), () -> {}, limits));
    }

    static Outgoing text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    static Outgoing bytes(byte[] bytes) {
        Outgoing response = new Outgoing();
        response.set("Content-Type", "text/plain; charset=utf-8");
        response.body(ByteBuffer.wrap(bytes));
        return response;
    }

    int port() {
        return server.port();
    }

    String address() {
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
