package org.peerage.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.peerage.api.Api;
import org.peerage.api.Asked;
import org.peerage.api.Dumps;
import org.peerage.api.Outgoing;
import org.peerage.api.Parameters;

/**
 * The first who sees a request. Quick reads are answered by the thread that heard of them, without a change of threads
 * (docs/decisions/0022); whatever may wait or takes long has a virtual thread of its own.
 */
final class Front implements HttpHandler {
    private final BooleanSupplier isReady;
    private final Api api;
    private final Dumps dumps;
    private final HttpHandler pages;
    private final Executor threads;

    Front(WebServer.Answering answering, HttpHandler pages, Executor threads) {
        this.isReady = answering.isReady();
        this.api = answering.api();
        this.dumps = answering.dumps();
        this.pages = pages;
        this.threads = threads;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = RequestPath.of(exchange.getRequestPath());
        boolean tooLarge = exchange.getRequestContentLength() > WebServer.LARGEST_BODY;
        if (tooLarge) {
            // It is not read to its end, so nothing can follow it on this connection.
            exchange.setPersistent(false);
        }
        if (path == null) {
            exchange.setStatusCode(StatusCodes.BAD_REQUEST).endExchange();
        } else if (isOfApi(path)) {
            ExchangeRequest request = new ExchangeRequest(exchange, path);
            if (isQuick(request)) {
                Wire.send(exchange, answer(request), threads);
            } else {
                aside(exchange, request, this::answer);
            }
        } else if (path.endsWith(".json") && path.lastIndexOf('/') == 0) {
            aside(exchange, new ExchangeRequest(exchange, path), dumps::answer);
        } else if (tooLarge) {
            // The servlet would read it to its end first.
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
            exchange.setStatusCode(StatusCodes.REQUEST_ENTITY_TOO_LARGE)
                    .getResponseSender()
                    .send("What was sent is too large. Nothing was changed.\n");
        } else {
            exchange.setRelativePath(path);
            decodeQuery(exchange);
            pages.handleRequest(exchange);
        }
    }

    /** Whether a request can be answered where connections are polled. */
    boolean isQuick(Asked request) {
        return isOfApi(request.path()) && isReady.getAsBoolean() && api.isQuick(request);
    }

    /** The answer of the API. */
    Outgoing answer(Asked request) {
        return api.answer(request);
    }

    private static boolean isOfApi(String path) {
        return path.startsWith("/api") && (path.length() == 4 || path.charAt(4) == '/');
    }

    private void aside(HttpServerExchange exchange, Asked request, Function<Asked, Outgoing> answering) {
        exchange.dispatch(threads, later -> {
            if (!isRead(request)) {
                later.startBlocking();
            }
            Wire.send(later, answering.apply(request), threads);
        });
    }

    /** Whether the body, if there is one, is of no interest: the answer can go out without a thread that waits. */
    private static boolean isRead(Asked request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    /** Pages expect their parameters decoded, which the server leaves to us. */
    private static void decodeQuery(HttpServerExchange exchange) {
        Map<String, Deque<String>> values = exchange.getQueryParameters();
        if (!values.isEmpty()) {
            values.clear();
            Parameters.forEach(exchange.getQueryString(), exchange::addQueryParam);
        }
    }
}
