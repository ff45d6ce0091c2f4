package org.peerage.ixf;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How much of documents is in memory at the same time, whoever works on them: some small ones, or a large one by itself. Those
 * that are being fetched do not count (see {@link FeedBody}). A process has one.
 *
 * <p>Reading a large one takes seconds. It is done on threads of their own: a virtual one is not taken off its processor, and requests
 * would wait for it.
 */
public final class DocumentBudget {
    private static final int KIB = MemberListReader.MAX_BYTES >> 10;

    /** So many documents at most, however small they are. */
    private static final int DOCUMENTS = 8;

    static final int UPLOADS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Semaphore free = new Semaphore(KIB, true);
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("ixf-documents-", 0).factory());

    /** As many lists that people send are in memory besides: each is read from its sender, who may be slow. */
    private final Semaphore uploads = new Semaphore(UPLOADS, true);

    private final Duration patience;

    public DocumentBudget() {
        this(PATIENCE);
    }

    /** @param patience how long somebody waits who looks at a page */
    DocumentBudget(Duration patience) {
        this.patience = patience;
    }

    /**
     * Works for somebody who waits for it on a document of so many bytes.
     *
     * @throws DocumentsBusyException where it is nobody's turn for a while
     */
    <T> T with(long bytes, Supplier<T> work) {
        int part = part(bytes);
        takeSoon(free, part);
        try {
            return ended(threads.submit(work::get), new AtomicBoolean());
        } catch (ExecutionException failure) {
            throw unexpected(failure);
        } finally {
            free.release(part);
        }
    }

    /**
     * Works with a list that somebody sends, which is read here.
     *
     * @throws DocumentsBusyException where too many send one
     */
    <T> T withUpload(Supplier<T> work) {
        takeSoon(uploads, 1);
        try {
            return work.get();
        } finally {
            uploads.release();
        }
    }

    private void takeSoon(Semaphore some, int part) {
        try {
            if (!some.tryAcquire(part, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new DocumentsBusyException();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DocumentsBusyException();
        }
    }

    /** Work of an import. */
    @FunctionalInterface
    interface ImportWork<T> {
        /** @param isStopped whether the import is to end, which it does before it writes or not at all */
        T work(BooleanSupplier isStopped) throws Exception;
    }

    /**
     * Works for an import on a document of so many bytes, whenever its turn has come.
     *
     * @param expected what may go wrong
     * @return empty: the import was interrupted before that
     */
    <T, E extends Exception> Optional<T> inTurn(long bytes, Class<E> expected, ImportWork<T> work) throws E {
        int part = part(bytes);
        try {
            free.acquire(part);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            AtomicBoolean stopped = new AtomicBoolean();
            return Optional.of(ended(threads.submit(() -> work.work(stopped::get)), stopped));
        } catch (ExecutionException failure) {
            if (expected.isInstance(failure.getCause())) {
                throw expected.cast(failure.getCause());
            }
            throw unexpected(failure);
        } finally {
            free.release(part);
        }
    }

    private static int part(long bytes) {
        return Math.clamp(bytes >> 10, KIB / DOCUMENTS, KIB);
    }

    private static RuntimeException unexpected(ExecutionException failure) {
        return switch (failure.getCause()) {
            case Error error -> throw error;
            case RuntimeException bug -> bug;
            case null, default -> new IllegalStateException(failure.getCause());
        };
    }

    /** The document is in memory until the work ends, so that an interrupt is told to it and does not leave it alone. */
    private static <T> T ended(Future<T> work, AtomicBoolean stopped) throws ExecutionException {
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException interrupt) {
                    stopped.set(true);
                }
            }
        } finally {
            if (stopped.get()) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
