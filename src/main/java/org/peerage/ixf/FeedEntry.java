package org.peerage.ixf;

import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;

/**
 * A connection as an exchange's feed has it: at most one address of each family.
 *
 * @param badSpeed a value that is no speed; empty: none
 * @param routeServer null: the feed does not know
 * @param facility of the exchange's end; null: the feed does not say, or names several
 * @param pointer where in the document
 */
record FeedEntry(
        Asn asn,
        @Nullable IpAddress ipv4,
        @Nullable IpAddress ipv6,
        long speed,
        String badSpeed,
        @Nullable Boolean routeServer,
        boolean operational,
        @Nullable Long facility,
        String pointer) {}
