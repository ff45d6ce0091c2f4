package org.peerage.ixf;

import java.util.concurrent.Semaphore;

/**
 * How much of documents is in memory at the same time, whoever works on them: some small ones, or a large one by itself. Those
 * that are being fetched do not count (see {@link FeedBody}).
 */
final class DocumentBudget {
    private static final int KIB = MemberListReader.MAX_BYTES >> 10;

    /** So many documents at most, however small they are. */
    private static final int DOCUMENTS = 8;

    private final Semaphore free = new Semaphore(KIB, true);

    /** What is done with a document. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Works on a document of so many bytes when its turn has come. */
    <T, E extends Exception> T with(long bytes, Work<T, E> work) throws E {
        int part = (int) Math.clamp(bytes >> 10, KIB / DOCUMENTS, KIB);
        free.acquireUninterruptibly(part);
        try {
            return work.run();
        } finally {
            free.release(part);
        }
    }
}
