package org.peerage.ixf;

import java.time.Instant;
import java.util.Optional;

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
 * @param verified that the last good document was signed
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
        String released,
        Verified verified) {

    /**
     * That a document was signed.
     *
     * @param key fingerprint of the key that it was verified with; empty: it was not
     */
    public record Verified(String key, Instant at) {
        static final Verified NOT = new Verified("", Instant.EPOCH);
    }

    /** Whether there is a document, which counts where the exchange signs its lists with that key. */
    boolean counts(Optional<FeedKey> pinned) {
        return !hash.isEmpty()
                && pinned.map(FeedKey::fingerprint).map(verified.key()::equals).orElse(true);
    }
}
