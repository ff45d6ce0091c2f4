package org.peerage.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * What connections share.
 *
 * @param unfinished HTTP/2 requests that a thread answers, those among them that were reset
 * @param observer is told of each request that ended
 * @param draining whether the server is about to end: then each response is the last of its connection
 */
record ServerContext(
        RequestRouter router,
        Connections connections,
        ServerLimits limits,
        HeldBytes held,
        AtomicInteger unfinished,
        BooleanSupplier draining,
        RequestObserver observer) {
    /** The same for other requests, of which nobody is told. */
    ServerContext unobserved(RequestRouter other) {
        return new ServerContext(
                other, connections, limits, held, new AtomicInteger(), draining, RequestObserver.NOBODY);
    }

    /** A request is answered, or its client went away. */
    void ended(Exchange exchange) {
        String route = router.routeName(exchange);
        exchange.named(route);
        AccessLog.write(exchange);
        RequestLog.write(exchange, route);
        int status = AccessLog.status(exchange);
        observer.ended(exchange, status, exchange.sentBytes(), exchange.nanosSinceStart());
        exchange.endSpan(route, status);
    }

    boolean isDraining() {
        return draining.getAsBoolean();
    }
}
