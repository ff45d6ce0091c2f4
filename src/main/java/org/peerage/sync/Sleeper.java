package org.peerage.sync;

import java.time.Duration;

/** Waits; tests pass one that only counts. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration length) throws InterruptedException;
}
