package org.peerage.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Both ends of a connection.
 *
 * @param client the other end's address, as text
 * @param here where it came in
 * @param isProxy whether the other end is believed for whom it asks
 */
record Ends(String client, InetSocketAddress here, boolean isProxy) {

    /** The address alone. */
    static String text(InetSocketAddress end) {
        InetAddress address = end.getAddress();
        return address == null ? end.getHostString() : address.getHostAddress();
    }

    /** Scheme, address and port. */
    static String origin(String scheme, InetSocketAddress here) {
        return scheme + "://" + here.getAddress().getHostAddress() + ":" + here.getPort();
    }
}
