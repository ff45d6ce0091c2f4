package org.peerage.cli;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.peerage.registry.Past;
import org.peerage.registry.PastAnchors;
import org.peerage.registry.PastUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes files of states of the past in the background, where the log has grown far enough: each process has its own. */
final class AnchorKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnchorKeeper.class);
    private static final int FIRST_SECONDS = 20;
    private static final int EVERY_SECONDS = 300;

    private final PastAnchors anchors;
    private final Past past;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("past-files").factory());

    private AnchorKeeper(PastAnchors anchors, Past past) {
        this.anchors = anchors;
        this.past = past;
    }

    static AnchorKeeper start(PastAnchors anchors, Past past) {
        AnchorKeeper keeper = new AnchorKeeper(anchors, past);
        var _ = keeper.thread.scheduleWithFixedDelay(keeper::keep, FIRST_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return keeper;
    }

    private void keep() {
        try {
            anchors.keep(past);
        } catch (IOException | SQLException | PastUnavailableException | RuntimeException failed) {
            LOG.warn("states of the past are not kept in files now: {}", failed.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
