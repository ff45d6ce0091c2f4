package org.peerage.testing;

import java.util.List;
import org.peerage.access.RequestHeaders;

/** A request that says no more than who asks, such as {@code Api-Key …}. */
public record AuthorizationHeader(String authorization) implements RequestHeaders {
    @Override
    public Iterable<String> headerNames(String beginning) {
        return List.of("Authorization");
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.1";
    }
}
