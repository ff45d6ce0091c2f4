package org.peerage.cli;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.peerage.registry.Checkpoints;
import org.peerage.registry.Registry;
import org.peerage.snapshot.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the checkpoint anew in the background: soon after the start, after many changes, and at the end. */
final class CheckpointWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);
    private static final long MANY = 500;
    private static final long MIN_CHANGES_AT_END = 20;
    private static final int FIRST_SECONDS = 10;
    private static final int EVERY_SECONDS = 60;

    private final Checkpoints checkpoints;
    private final Registry registry;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("checkpoint").factory());

    private CheckpointWriter(Checkpoints checkpoints, Registry registry) {
        this.checkpoints = checkpoints;
        this.registry = registry;
    }

    static CheckpointWriter start(Checkpoints checkpoints, Registry registry) {
        CheckpointWriter keeper = new CheckpointWriter(checkpoints, registry);
        var _ = keeper.thread.scheduleWithFixedDelay(
                () -> keeper.writeIfBehind(MANY), FIRST_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return keeper;
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(EVERY_SECONDS, TimeUnit.SECONDS)) {
                writeIfBehind(MIN_CHANGES_AT_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeIfBehind(long versions) {
        Snapshot snapshot = registry.current();
        if (checkpoints.written() >= 0 && Math.abs(snapshot.version() - checkpoints.written()) < versions) {
            return;
        }
        try {
            checkpoints.write(snapshot);
            LOG.debug("a checkpoint of version {} was written", snapshot.version());
        } catch (IOException | SQLException | RuntimeException failed) {
            LOG.warn("no checkpoint was written: {}", failed.toString());
        }
    }
}
