package org.peerage.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.ConduitWrapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.ConduitFactory;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Takes no request of a connection while another one is answered: what came behind it is dropped, and the client is told that the
 * connection ends, so it asks again on another (RFC 9112 §9.3.2; one that goes on sending may lose the answer, too). Undertow 2.3.26 would take it, but when a client that asks
 * ahead does not read, its {@code HttpResponseConduit} gives the buffer of a head away that is not on the wire yet, and then
 * sends all that the buffer holds: bytes of others.
 */
final class OneAtATime implements HttpHandler {
    private static final ConduitWrapper<StreamSinkConduit> BEFORE_ANSWERING = OneAtATime::answer;

    private final HttpHandler next;

    OneAtATime(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.getConnection() instanceof HttpServerConnection) {
            exchange.addResponseWrapper(BEFORE_ANSWERING);
        }
        next.handleRequest(exchange);
    }

    private static StreamSinkConduit answer(ConduitFactory<StreamSinkConduit> factory, HttpServerExchange exchange) {
        HttpServerConnection connection = (HttpServerConnection) exchange.getConnection();
        PooledByteBuffer behind = connection.getExtraBytes();
        if (behind != null && exchange.isRequestComplete()) {
            connection.setExtraBytes(null);
            behind.close();
            Leaving.end(exchange);
        }
        return factory.create();
    }
}
