package org.peerage.access;

import org.jspecify.annotations.Nullable;

/** What of a request tells who asks. */
public interface RequestHeaders {
    /** The value of {@code Authorization}; null without that header, empty if it is there and empty. */
    @Nullable
    String authorization();

    /** Names of headers that begin so, in any case. */
    Iterable<String> headerNames(String beginning);

    /** The address of the client, as text. */
    String remoteAddress();
}
