package org.peerage.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.Headers;

/** Once a server is about to end, makes each answer the last of its connection, which the client is told. */
final class Leaving implements HttpHandler {
    private final HttpHandler next;
    private volatile boolean begun;

    Leaving(HttpHandler next) {
        this.next = next;
    }

    void begin() {
        begun = true;
    }

    /** Makes an answer the last of its connection, of which Undertow tells the client only where it has a body. */
    static void end(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        if (exchange.getConnection() instanceof HttpServerConnection) {
            exchange.getResponseHeaders().put(Headers.CONNECTION, Headers.CLOSE.toString());
        }
    }

    boolean hasBegun() {
        return begun;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (begun) {
            end(exchange);
        }
        next.handleRequest(exchange);
    }
}
