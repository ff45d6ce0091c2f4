package org.peerage.ixf;

import java.time.Instant;

/**
 * An import that was begun.
 *
 * @param number of its LAN's imports, from 1
 * @param ended {@link Instant#EPOCH}: not yet
 * @param error empty: none
 * @param version of the registry that it made; 0: none
 */
public record Run(
        long lan,
        long number,
        Cause cause,
        Instant began,
        Instant ended,
        State state,
        String error,
        Counts counts,
        long version) {

    /** The same at its end, before the registry has a version of it. */
    Run ended(Instant now, State how, String why, Counts changed) {
        return new Run(lan, number, cause, began, now, how, why, changed, 0);
    }

    /** Why it was begun. */
    public enum Cause {
        DAILY,
        REQUEST;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** How far it is. */
    public enum State {
        RUNNING,
        DONE,
        FAILED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How many rows it changed and did not.
     *
     * @param refused by a rule of the registry
     * @param held until somebody has looked
     * @param findings about the feed
     */
    public record Counts(
            int added, int modified, int deleted, int proposed, int refused, int held, int ignored, int findings) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);
    }
}
