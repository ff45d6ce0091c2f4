package org.peerage.sync;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What is copied, and how.
 *
 * @param from the address of the other registry, without {@code /api}
 * @param key an API key of the other registry; what it may not see is not copied
 * @param every the time between two looks; empty: seconds where there is a feed, else a minute
 * @param compareEvery the time between two comparisons of everything
 * @param feed whether to follow the change feed where the other has one
 * @param adopt whether rows that are here already, and come from elsewhere, may be replaced
 * @param files whether to take what the other has as files for copies
 * @param copyKey the key that signs those, base64 of its SubjectPublicKeyInfo; empty: the first one that is seen
 */
public record SyncSettings(
        URI from,
        Optional<String> key,
        Optional<Duration> every,
        Duration compareEvery,
        boolean feed,
        boolean adopt,
        boolean files,
        Optional<String> copyKey) {
    /** With files, signed by whoever is seen first. */
    public SyncSettings(
            URI from,
            Optional<String> key,
            Optional<Duration> every,
            Duration compareEvery,
            boolean feed,
            boolean adopt) {
        this(from, key, every, compareEvery, feed, adopt, true, Optional.empty());
    }
}
