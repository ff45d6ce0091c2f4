package org.peerage.access.limits;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;

/**
 * Wrong tries of one address or name. A try is counted before it is looked at, and given back if it was right; where those
 * that are being looked at have taken the last ones, the next waits for what comes of them. So many at once are no more
 * than one after another, and nobody is refused for others' right passwords. Safe for use by many threads.
 */
final class FailedAttempts {
    private static final int MAX_WAITING = 100;

    private final Bucket bucket;
    private final Duration patience;
    private int open;
    private int waiting;

    FailedAttempts(Bucket bucket, Duration patience) {
        this.bucket = bucket;
        this.patience = patience;
    }

    /** Counts a try, which has to be ended; throttled: it is one too many. */
    synchronized Optional<RateLimited> tryAcquire() {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!bucket.tryConsume(1)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (open == 0 || left <= 0 || waiting >= MAX_WAITING) {
                    return Optional.of(refusal());
                }
                waiting++;
                try {
                    wait(left);
                } finally {
                    waiting--;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(refusal());
        }
        open++;
        return Optional.empty();
    }

    private RateLimited refusal() {
        return RateLimited.forNanos(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }

    /** Tells what came of a try. */
    synchronized void release(boolean right) {
        open--;
        if (right) {
            bucket.addTokens(1);
        }
        notifyAll();
    }
}
