package org.peerage.ixf;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How much of documents is in memory at the same time, whoever works on them: some small ones, or a large one by itself. Those
 * that are being fetched do not count (see {@link FeedBody}).
 *
 * <p>Reading a large one takes seconds. It is done on threads of their own: a virtual one is not taken off its processor, and requests
 * would wait for it.
 */
final class DocumentBudget {
    private static final int KIB = MemberListReader.MAX_BYTES >> 10;

    /** So many documents at most, however small they are. */
    private static final int DOCUMENTS = 8;

    private final Semaphore free = new Semaphore(KIB, true);
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("ixf-documents-", 0).factory());

    /** Works on a document of so many bytes when its turn has come. */
    <T> T with(long bytes, Supplier<T> work) {
        return with(bytes, RuntimeException.class, work::get);
    }

    /**
     * The same.
     *
     * @param expected what may go wrong; an interrupt does not: what was begun is done
     */
    <T, E extends Exception> T with(long bytes, Class<E> expected, Callable<T> work) throws E {
        int part = Math.clamp(bytes >> 10, KIB / DOCUMENTS, KIB);
        free.acquireUninterruptibly(part);
        try {
            return ended(threads.submit(work));
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case Error error -> throw error;
                case RuntimeException bug -> throw bug;
                case null, default -> {
                    if (expected.isInstance(failure.getCause())) {
                        throw expected.cast(failure.getCause());
                    }
                    throw new IllegalStateException(failure.getCause());
                }
            }
        } finally {
            free.release(part);
        }
    }

    private static <T> T ended(Future<T> work) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException stopped) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
