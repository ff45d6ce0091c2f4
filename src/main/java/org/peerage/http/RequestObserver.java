package org.peerage.http;

import org.peerage.api.ApiRequest;

/** Is told of requests. Called where connections are polled: it must not wait. */
@FunctionalInterface
public interface RequestObserver {
    RequestObserver NOBODY = (request, status, bytes, nanos) -> {};

    /**
     * A request is answered, or its client went away.
     *
     * @param status of the response; 499: there was none, as the client went away
     * @param bytes of the body that were sent
     * @param nanos since the request's head was read
     */
    void ended(ApiRequest request, int status, long bytes, long nanos);
}
