package org.peerage.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Both ends of a connection.
 *
 * @param remote the client's address; behind a PROXY protocol header, the one it names
 * @param local where the connection came in
 * @param isSecure whether it is encrypted
 * @param mayForward whether the client is a proxy that is believed for whom it asks
 */
record Peer(InetSocketAddress remote, InetSocketAddress local, boolean isSecure, boolean mayForward) {

    /** The client's IP address as text. */
    String address() {
        return text(remote);
    }

    String scheme() {
        return isSecure ? "https" : "http";
    }

    /** Scheme, IP address and port of this end. */
    String localOrigin(String scheme) {
        String host = text(local);
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + local.getPort();
    }

    private static String text(InetSocketAddress end) {
        InetAddress address = end.getAddress();
        return address == null ? end.getHostString() : address.getHostAddress();
    }
}
