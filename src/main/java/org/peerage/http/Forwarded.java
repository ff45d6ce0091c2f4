package org.peerage.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Takes from the headers of a proxy who asked it, and by which address. Of several the last counts, which the proxy itself
 * wrote; and only a proxy nearby is believed.
 */
final class Forwarded implements HttpHandler {
    private static final int FIRST_BITS = 0xFE;
    private static final int UNIQUE_LOCAL = 0xFC;

    private final HttpHandler next;

    Forwarded(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        InetSocketAddress proxy = exchange.getSourceAddress();
        if (isNear(proxy.getAddress())) {
            HeaderMap headers = exchange.getRequestHeaders();
            InetAddress client = address(last(headers.get(Headers.X_FORWARDED_FOR)));
            if (client != null) {
                exchange.setSourceAddress(new InetSocketAddress(client, proxy.getPort()));
            }
            String scheme = last(headers.get(Headers.X_FORWARDED_PROTO));
            if (scheme != null && (scheme.equals("http") || scheme.equals("https"))) {
                exchange.setRequestScheme(scheme);
            }
            String host = last(headers.get(Headers.X_FORWARDED_HOST));
            if (host != null && !host.isEmpty()) {
                headers.put(Headers.HOST, host);
            }
        }
        next.handleRequest(exchange);
    }

    private static boolean isNear(@Nullable InetAddress address) {
        return address != null
                && (address.isLoopbackAddress()
                        || address.isSiteLocalAddress()
                        || address.isLinkLocalAddress()
                        || (address instanceof Inet6Address && (address.getAddress()[0] & FIRST_BITS) == UNIQUE_LOCAL));
    }

    private static @Nullable String last(@Nullable HeaderValues values) {
        if (values == null) {
            return null;
        }
        String text = values.getLast();
        return text.substring(text.lastIndexOf(',') + 1).strip();
    }

    /** An address as text, with or without brackets; null where it is none: names are not looked up. */
    private static @Nullable InetAddress address(@Nullable String text) {
        try {
            return text == null ? null : InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }
}
