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
 */
public record SyncSettings(
        URI from, Optional<String> key, Optional<Duration> every, Duration compareEvery, boolean feed, boolean adopt) {}
