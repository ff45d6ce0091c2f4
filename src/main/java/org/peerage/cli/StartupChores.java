package org.peerage.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start leaves for later, one thing after the other: those who ask meanwhile have all cores but one. Side by side, three
 * of them made the first requests of a process wait three times as long as they need.
 */
final class StartupChores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StartupChores.class);
    private static final long END_MILLIS = 10_000;

    private final Deque<Runnable> chores;
    private final Thread thread;
    private volatile boolean closed;

    private StartupChores(List<Runnable> chores) {
        this.chores = new ArrayDeque<>(chores);
        this.thread = Thread.ofPlatform().daemon().name("startup-chores").unstarted(this::run);
    }

    static StartupChores start(List<Runnable> chores) {
        StartupChores begun = new StartupChores(chores);
        begun.thread.start();
        return begun;
    }

    private void run() {
        // What was done is forgotten, with the versions that it knows.
        for (Runnable chore = chores.poll(); chore != null && !closed; chore = chores.poll()) {
            try {
                chore.run();
            } catch (RuntimeException failed) {
                LOG.warn("something of the start failed, and the rest goes on: {}", failed.toString());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
