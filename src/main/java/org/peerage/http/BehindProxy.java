package org.peerage.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Takes from the headers of a proxy nearby who asked it, and by which address. */
final class BehindProxy implements HttpHandler {
    private final HttpHandler next;

    BehindProxy(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        InetSocketAddress proxy = exchange.getSourceAddress();
        if (Forwarded.isNear(proxy.getAddress())) {
            HeaderMap headers = exchange.getRequestHeaders();
            Forwarded told = Forwarded.of(
                    last(headers, Forwarded.FOR), last(headers, Forwarded.PROTO), last(headers, Forwarded.HOST));
            if (told.client() != null) {
                exchange.setSourceAddress(new InetSocketAddress(told.client(), proxy.getPort()));
            }
            if (told.scheme() != null) {
                exchange.setRequestScheme(told.scheme());
            }
            if (told.host() != null) {
                headers.put(Headers.HOST, told.host());
            }
        }
        next.handleRequest(exchange);
    }

    private static @Nullable String last(HeaderMap headers, String name) {
        HeaderValues values = headers.get(HeaderNames.of(name));
        return values == null ? null : values.getLast();
    }
}
