package org.peerage.http;

import java.time.Duration;

/**
 * How long a client is waited for: at most so long without a byte, and not for ever with a byte now and then. Each byte that it sends or takes
 * buys time at {@link ServerLimits#MIN_BYTES_PER_SECOND}, up to the longest.
 */
final class ClientTimeout {
    private static final long NANOS_PER_BYTE =
            Duration.ofSeconds(1).dividedBy(ServerLimits.MIN_BYTES_PER_SECOND).toNanos();

    private final long longest;
    private long left;

    ClientTimeout(Duration longest) {
        this.longest = longest.toNanos();
        this.left = this.longest;
    }

    /** The nanoseconds for which the client is still waited for. */
    long left() {
        return left;
    }

    boolean isOver() {
        return left <= 0;
    }

    /** The client was waited for. */
    void spend(long nanos) {
        left -= nanos;
    }

    /** The client sent or took bytes. */
    void earn(long bytes) {
        left = bytes > longest / NANOS_PER_BYTE ? longest : Math.min(longest, left + bytes * NANOS_PER_BYTE);
    }

    /** Nothing is waited for. */
    void restore() {
        left = longest;
    }
}
