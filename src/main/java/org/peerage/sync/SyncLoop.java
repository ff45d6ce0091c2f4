package org.peerage.sync;

import java.sql.SQLException;
import java.util.function.Consumer;
import org.peerage.registry.WriteLane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the other registry again and again, until it is closed; what fails is told, and tried again. */
public final class SyncLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyncLoop.class);

    private final Replicator replicator;
    private final Consumer<SyncResult> told;
    private final Thread thread;

    private SyncLoop(Replicator replicator, Consumer<SyncResult> told) {
        this.replicator = replicator;
        this.told = told;
        this.thread = Thread.ofPlatform().daemon().name("sync").unstarted(this::run);
    }

    /** Begins at once; {@code told} is given each round. */
    public static SyncLoop start(Replicator replicator, Consumer<SyncResult> told) {
        SyncLoop follower = new SyncLoop(replicator, told);
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
        replicator.close();
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
                told.accept(replicator.synchronize());
                failures = 0;
            } catch (InterruptedException stop) {
                return;
            } catch (RemoteRegistryException
                    | SQLException
                    | WriteLane.WriteUnavailableException
                    | RuntimeException failure) {
                failures++;
                LOG.warn("nothing was copied: {}", failure.toString());
            }
            try {
                replicator.awaitNews(failures);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }
}
