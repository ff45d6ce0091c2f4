package org.peerage.sync;

import java.sql.SQLException;
import java.util.function.Consumer;
import org.peerage.registry.WriteLane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the other registry again and again, until it is closed; what fails is told, and tried again. */
public final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int FARTHEST = 16;

    private final Copy copy;
    private final Consumer<Round> told;
    private final Thread thread;

    private Follower(Copy copy, Consumer<Round> told) {
        this.copy = copy;
        this.told = told;
        this.thread = Thread.ofPlatform().daemon().name("sync").unstarted(this::run);
    }

    /** Begins at once; {@code told} is given each round. */
    public static Follower start(Copy copy, Consumer<Round> told) {
        Follower follower = new Follower(copy, told);
        follower.thread.start();
        return follower;
    }

    /** Waits until it is closed. */
    public void await() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                told.accept(copy.round());
                failures = 0;
            } catch (InterruptedException stop) {
                return;
            } catch (RemoteFailed | SQLException | WriteLane.Unavailable | RuntimeException failure) {
                failures++;
                LOG.warn("nothing was copied: {}", failure.toString());
            }
            try {
                Thread.sleep(copy.pace().multipliedBy(Math.min(FARTHEST, 1L << Math.min(failures, 4))));
            } catch (InterruptedException stop) {
                return;
            }
        }
    }
}
