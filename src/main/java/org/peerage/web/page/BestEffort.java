package org.peerage.web.page;

import java.util.function.Supplier;
import org.peerage.access.AccountStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a page shows besides its subject: it goes on without where the database cannot be reached. */
public final class BestEffort {
    private static final Logger LOG = LoggerFactory.getLogger(BestEffort.class);

    private BestEffort() {}

    /**
     * What the database tells.
     *
     * @param what for the log, in the plural
     * @param fallback where it tells nothing
     */
    public static <T> T read(String what, Supplier<T> reading, T fallback) {
        try {
            return reading.get();
        } catch (AccountStoreException unreachable) {
            LOG.warn("{} cannot be read: {}", what, unreachable.toString());
            return fallback;
        }
    }
}
