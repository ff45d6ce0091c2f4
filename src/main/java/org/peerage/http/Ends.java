package org.peerage.http;

import java.net.InetSocketAddress;

/**
 * Both ends of a connection.
 *
 * @param client the other end's address, as text
 * @param here where it came in
 * @param isProxy whether the other end is believed for whom it asks
 */
record Ends(String client, InetSocketAddress here, boolean isProxy) {}
