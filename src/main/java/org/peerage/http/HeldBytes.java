package org.peerage.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of responses that wait for clients to read them, of all connections together. */
final class HeldBytes {
    private final long limit;
    private final AtomicLong held = new AtomicLong();

    HeldBytes(long limit) {
        this.limit = limit;
    }

    /** Adds them; false, and nothing added, where they are too many. */
    boolean add(long bytes) {
        if (bytes == 0 || held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void remove(long bytes) {
        if (bytes != 0) {
            held.addAndGet(-bytes);
        }
    }
}
