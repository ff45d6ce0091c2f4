package org.peerage.http;

import io.undertow.util.HttpString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names of headers as Undertow keeps them: made once, as each has a hash of its own. */
final class HeaderNames {
    /** Names that the program asks for or sends, of which there are some forty; never those that clients send. */
    private static final Map<String, HttpString> KNOWN = new ConcurrentHashMap<>();

    private HeaderNames() {}

    static HttpString of(String name) {
        HttpString known = KNOWN.get(name);
        return known != null ? known : KNOWN.computeIfAbsent(name, HttpString::new);
    }
}
