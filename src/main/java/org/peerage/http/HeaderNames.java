package org.peerage.http;

import io.netty.util.AsciiString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of headers as Netty looks them up fastest: they know their hash, which it computes of a string each time; and in small letters, as
 * HTTP/2 has them (RFC 9113 §8.2). Names that the program asks for or sends, of which there are some forty; never those that clients send.
 */
final class HeaderNames {
    private static final Map<String, AsciiString> KNOWN = new ConcurrentHashMap<>();

    private HeaderNames() {}

    static AsciiString of(String name) {
        AsciiString known = KNOWN.get(name);
        return known != null
                ? known
                : KNOWN.computeIfAbsent(name, any -> AsciiString.of(any).toLowerCase());
    }
}
