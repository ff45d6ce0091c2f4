package org.peerage.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

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

    boolean hasBegun() {
        return begun;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (begun) {
            exchange.setPersistent(false);
        }
        next.handleRequest(exchange);
    }
}
