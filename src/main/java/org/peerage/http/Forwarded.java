package org.peerage.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy tells in headers: who asks, and by which address. Of several values the last counts, which the proxy itself
 * wrote; and only a proxy nearby is believed.
 *
 * @param client null where it is not told
 * @param scheme {@code http} or {@code https}; null where it is not told
 * @param host null where it is not told
 */
record Forwarded(
        @Nullable InetAddress client,
        @Nullable String scheme,
        @Nullable String host) {
    static final String FOR = "X-Forwarded-For";
    static final String PROTO = "X-Forwarded-Proto";
    static final String HOST = "X-Forwarded-Host";

    private static final int FIRST_BITS = 0xFE;
    private static final int UNIQUE_LOCAL = 0xFC;

    /** Reads the headers' last lines; null where there are none. */
    static Forwarded of(@Nullable String client, @Nullable String scheme, @Nullable String host) {
        String told = last(scheme);
        boolean known = "http".equals(told) || "https".equals(told);
        String name = last(host);
        return new Forwarded(
                address(last(client)), known ? told : null, name == null || !Http1Rules.isHost(name) ? null : name);
    }

    /** Whether whoever has this address may speak for others. */
    static boolean isNear(@Nullable InetAddress address) {
        return address != null
                && (address.isLoopbackAddress()
                        || address.isSiteLocalAddress()
                        || address.isLinkLocalAddress()
                        || (address instanceof Inet6Address && (address.getAddress()[0] & FIRST_BITS) == UNIQUE_LOCAL));
    }

    private static @Nullable String last(@Nullable String text) {
        return text == null ? null : text.substring(text.lastIndexOf(',') + 1).strip();
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
