package org.peerage.cli;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.peerage.access.Accounts;
import org.peerage.registry.Registry;
import org.peerage.store.HeadFile;
import org.peerage.store.RegistryStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes beside the database how far it has come, after it has: writers wait for nothing of it. Many writes share one note,
 * so what is lost of the last tenth of a second is not noticed.
 */
final class HeadKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadKeeper.class);
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final long PAUSE_MILLIS = 100;

    private final HeadFile file;
    private final RegistryStore store;
    private final Registry registry;
    private final Accounts accounts;
    private final Thread thread;
    private volatile boolean closed;
    private boolean failed;
    private long head = -1;
    private long accountsHead = -1;
    private String identity = "";

    private HeadKeeper(HeadFile file, RegistryStore store, Registry registry, Accounts accounts) {
        this.file = file;
        this.store = store;
        this.registry = registry;
        this.accounts = accounts;
        this.thread = Thread.ofPlatform().daemon().name("head").unstarted(this::run);
    }

    static HeadKeeper start(HeadFile file, RegistryStore store, Registry registry, Accounts accounts) {
        HeadKeeper keeper = new HeadKeeper(file, store, registry, accounts);
        keeper.thread.start();
        return keeper;
    }

    private void run() {
        try {
            while (!closed) {
                note();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                boolean _ = registry.await(head + 1, LONGEST);
            }
        } catch (InterruptedException stop) {
            // The server stops.
        }
    }

    private void note() {
        long registryVersion = registry.current().version();
        long accountsVersion = accounts.current().version();
        if (registryVersion == head && accountsVersion == accountsHead) {
            return;
        }
        try {
            if (identity.isEmpty()) {
                identity = store.identity();
            }
            file.note(new HeadFile.Noted(identity, registryVersion, accountsVersion));
            head = registryVersion;
            accountsHead = accountsVersion;
            failed = false;
        } catch (IOException | SQLException | RuntimeException failure) {
            if (!failed) {
                failed = true;
                LOG.warn("how far the database has come cannot be noted beside it: {}", failure.toString());
            }
        }
    }

    /** Notes the end, too. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
            note();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
