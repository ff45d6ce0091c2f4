package org.peerage.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * What connections share.
 *
 * @param unfinished HTTP/2 requests that a thread answers, those among them that were reset
 * @param draining whether the server is about to end: then each response is the last of its connection
 */
record ServerContext(
        RequestRouter router,
        Connections connections,
        ServerLimits limits,
        HeldBytes held,
        AtomicInteger unfinished,
        BooleanSupplier draining) {
    boolean isDraining() {
        return draining.getAsBoolean();
    }
}
