package org.peerage.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.peerage.api.ApiRequest;
import org.peerage.api.Route;
import org.peerage.api.WireResponse;
import org.peerage.copies.CopyFolder;
import org.peerage.trace.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings requests to who answers them. Quick reads are answered on the event loop, without a change of threads; whatever may wait or takes
 * long has a virtual thread of its own (docs/decisions/0028).
 */
final class RequestRouter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);

    private final WebServer.Handlers handlers;
    private final Function<ApiRequest, WireResponse> api;
    private final ExecutorService threads;
    private final ResponseSender sender;
    private final boolean isPublic;

    /** @param isPublic whether the public asks, or the operator, on the port for management */
    RequestRouter(WebServer.Handlers handlers, ExecutorService threads, ResponseSender sender, boolean isPublic) {
        this.handlers = handlers;
        this.api = request -> handlers.api().handle(request);
        this.threads = threads;
        this.sender = sender;
        this.isPublic = isPublic;
    }

    /** Takes a request in; on the event loop. */
    void handle(Exchange exchange) {
        if (isPublic) {
            exchange.beginSpan();
        }
        if (exchange.isAboutServer()) {
            // OPTIONS * asks about the server as a whole (RFC 9110 §9.3.7).
            WireResponse response = WireResponse.of(200);
            response.set("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
            sendEmpty(exchange, response);
        } else if (!exchange.hasPath()) {
            refuse(exchange, 400);
        } else if (isPublic) {
            route(exchange);
        } else {
            dispatch(exchange, handlers.management());
        }
    }

    private void route(Exchange exchange) {
        String path = exchange.path();
        if (Route.isOfApi(path)) {
            if (handlers.isReady().getAsBoolean() && handlers.api().isFast(exchange)) {
                answer(exchange, api);
            } else {
                dispatch(exchange, api);
            }
        } else if (path.endsWith(".json") && path.lastIndexOf('/') == 0) {
            dispatch(exchange, handlers.dumps()::handle);
        } else if (CopyFolder.isAddress(path)) {
            dispatch(exchange, handlers.files());
        } else {
            dispatch(exchange, handlers.pages());
        }
    }

    /** The kind of address of a request, for statistics. */
    String routeName(Exchange exchange) {
        if (!isPublic) {
            return "management";
        }
        return exchange.hasPath() && !exchange.isAboutServer() ? exchange.routeName() : "none";
    }

    /** Refuses a request; on the event loop. */
    void refuse(Exchange exchange, int status) {
        WireResponse response = WireResponse.of(status);
        if (status == 503) {
            response.set("Retry-After", "1");
        }
        sendEmpty(exchange, response);
    }

    private void sendEmpty(Exchange exchange, WireResponse response) {
        response.length(0);
        sender.send(exchange, response);
    }

    private void answer(Exchange exchange, Function<ApiRequest, WireResponse> handler) {
        try (Span.Entered _ = exchange.span().enter()) {
            sender.send(exchange, handler.apply(exchange));
        }
    }

    private void dispatch(Exchange exchange, Function<ApiRequest, WireResponse> handler) {
        exchange.workBegun();
        try {
            threads.execute(() -> {
                try {
                    answer(exchange, handler);
                } catch (RuntimeException | Error bug) {
                    LOG.error("{} {} was not answered", exchange.method(), exchange.rawPath(), bug);
                    exchange.executor().execute(exchange::abort);
                } finally {
                    exchange.workEnded();
                }
            });
        } catch (RejectedExecutionException stopped) {
            LOG.debug("a request came after the server's end: {}", stopped.toString());
            exchange.workEnded();
            exchange.abort();
        }
    }
}
