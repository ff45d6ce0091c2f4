package org.peerage.cli;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.peerage.copies.CachePurge;
import org.peerage.registry.Checkpoints;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.store.RegistryStore;
import org.peerage.sync.Replicator;
import org.peerage.sync.SyncLoop;
import org.peerage.sync.SyncSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs beside a server.
 *
 * @param checkpoints the folder for the file that makes the next start fast; empty: none is kept
 * @param mirrorOf what the registry is a copy of; empty: it is one of its own
 * @param copies the files that others keep copies from; empty: none are made
 */
public record BackgroundServices(
        Optional<Path> checkpoints, Optional<SyncSettings> mirrorOf, Optional<CopySettings> copies) {
    /** Nothing. */
    public static final BackgroundServices NONE =
            new BackgroundServices(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Where files for copies are.
     *
     * @param purge who is told of files that no cache may keep
     */
    public record CopySettings(Path folder, CachePurge purge) {}

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundServices.class);

    /** Starts them. */
    List<AutoCloseable> start(
            RegistryStore store,
            Registry registry,
            WriteLane lane,
            Optional<Checkpoints> kept,
            Clock clock,
            MeterRegistry metrics) {
        List<AutoCloseable> running = new ArrayList<>();
        AtomicReference<Double> lastRound =
                new AtomicReference<>(Double.NaN); // and so it stays where nothing is copied
        metrics.gauge("peerage.sync.last.success.seconds", lastRound, AtomicReference::get);
        mirrorOf.ifPresent(settings -> running.add(
                SyncLoop.start(new Replicator(settings, store, registry, lane, clock, Thread::sleep), result -> {
                    lastRound.set((double) clock.instant().getEpochSecond());
                    if (result.changed() > 0 || !result.refused().isEmpty()) {
                        LOG.info("copied from {}: {}", settings.from(), result);
                    }
                })));
        kept.ifPresent(files -> running.add(CheckpointWriter.start(files, registry)));
        return running;
    }

    /** Ends them, in order. */
    static void stop(List<AutoCloseable> running) {
        for (AutoCloseable companion : running) {
            try {
                companion.close();
            } catch (Exception failed) {
                LOG.warn("could not end in order: {}", failed.toString());
            }
        }
    }
}
