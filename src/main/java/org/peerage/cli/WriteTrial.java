package org.peerage.cli;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.peerage.registry.WriteHealth;
import org.peerage.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries whether writes become durable: now and then while nobody writes, and each second since one failed, so that it is
 * known before somebody needs it, and that a server is well again by itself.
 */
final class WriteTrial implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteTrial.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int END_SECONDS = 10;

    /** A full disk may take a byte more; so there has to be room again for some writes. */
    private static final int BYTES_TO_RECOVER = 64 << 10;

    private final Database database;
    private final WriteHealth health;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("write-trial").factory());
    private boolean failing;

    private WriteTrial(Database database, WriteHealth health) {
        this.database = database;
        this.health = health;
    }

    static WriteTrial start(Database database, WriteHealth health) {
        WriteTrial trial = new WriteTrial(database, health);
        var _ = trial.thread.scheduleWithFixedDelay(trial::tryIfDue, 1, 1, TimeUnit.SECONDS);
        return trial;
    }

    private void tryIfDue() {
        boolean failed = health.failure().isPresent();
        tell(failed);
        if (!failed && System.nanoTime() - health.succeededAt() < IDLE.toNanos()) {
            return;
        }
        try {
            database.tryWrite(failed ? BYTES_TO_RECOVER : 1);
            health.succeeded();
        } catch (SQLException | RuntimeException failure) {
            health.failed(failure);
        }
        tell(health.failure().isPresent());
    }

    private void tell(boolean fails) {
        if (fails != failing) {
            failing = fails;
            if (fails) {
                LOG.error(
                        "writes fail; readers are answered: {}",
                        health.failure().orElse(""));
            } else {
                LOG.info("writes succeed again");
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            boolean _ = thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
