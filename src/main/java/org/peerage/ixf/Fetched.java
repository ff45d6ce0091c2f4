package org.peerage.ixf;

import org.peerage.store.Sql;
import org.peerage.text.Excerpt;

/** What came of asking for a feed. */
public sealed interface Fetched extends AutoCloseable {

    /**
     * A document.
     *
     * @param etag as the server gave it; empty: none
     * @param lastModified likewise
     * @param signature that came with it; empty: none
     */
    record Document(FeedBody body, String etag, String lastModified, String signature) implements Fetched {
        @Override
        public void close() {
            body.close();
        }
    }

    /** It is the one that we have. */
    record Unchanged() implements Fetched {}

    /** Nothing came; in a sentence for the exchange. */
    record Failed(String error) implements Fetched {
        private static final int LONGEST = 500;

        public Failed {
            error = Sql.storable(Excerpt.of(error, LONGEST));
        }
    }

    /** Lets go of the document. */
    @Override
    default void close() {
        // There is none.
    }
}
