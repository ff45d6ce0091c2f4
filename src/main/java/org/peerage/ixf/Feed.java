package org.peerage.ixf;

import java.time.Instant;

/**
 * What is known of the feed of a LAN.
 *
 * @param url that the document came from
 * @param hash of the last good document, SHA-256; empty: there is none yet
 * @param size in bytes
 * @param fetched when the document came, or was found to be the same; {@link Instant#EPOCH}: never
 * @param tried when it was asked for last
 * @param error why that failed; empty: it did not
 * @param failures in a row
 * @param released hash of the document whose held changes somebody let through; empty: none
 */
public record Feed(
        String url,
        FeedClient.Known known,
        String hash,
        long size,
        Instant fetched,
        Instant tried,
        String error,
        int failures,
        String released) {}
