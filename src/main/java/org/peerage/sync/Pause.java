package org.peerage.sync;

import java.time.Duration;

/** Waits; tests pass one that only counts. */
@FunctionalInterface
public interface Pause {
    void pause(Duration length) throws InterruptedException;
}
