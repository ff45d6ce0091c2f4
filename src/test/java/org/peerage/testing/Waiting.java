package org.peerage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what comes by itself, never for a time to go by. */
public final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Waiting() {}

    /** What is waited for. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits until that holds; fails if it does not within the time. */
    public static void until(Duration patience, Condition condition) throws Exception {
        until("in time", patience, condition);
    }

    /** The same; a failure says what was waited for. */
    public static void until(String what, Duration patience, Condition condition) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
