package org.peerage.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.registry.Checkpoints;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.store.RegistryStore;
import org.peerage.sync.Copy;
import org.peerage.sync.CopySettings;
import org.peerage.sync.Follower;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs beside a server.
 *
 * @param checkpoints the folder for the file that makes the next start fast; empty: none is kept
 * @param mirrorOf what the registry is a copy of; empty: it is one of its own
 */
public record Companions(Optional<Path> checkpoints, Optional<CopySettings> mirrorOf) {
    /** Nothing. */
    public static final Companions NONE = new Companions(Optional.empty(), Optional.empty());

    private static final Logger LOG = LoggerFactory.getLogger(Companions.class);

    /** Starts them. */
    List<AutoCloseable> begin(
            RegistryStore store, Registry registry, WriteLane lane, Optional<Checkpoints> kept, Clock clock) {
        List<AutoCloseable> running = new ArrayList<>();
        mirrorOf.ifPresent(settings ->
                running.add(Follower.start(new Copy(settings, store, registry, lane, clock, Thread::sleep), round -> {
                    if (round.changed() > 0 || !round.refused().isEmpty()) {
                        LOG.info("copied from {}: {}", settings.from(), round);
                    }
                })));
        kept.ifPresent(files -> running.add(CheckpointKeeper.start(files, registry)));
        return running;
    }

    /** Ends them, in order. */
    static void end(List<AutoCloseable> running) {
        for (AutoCloseable companion : running) {
            try {
                companion.close();
            } catch (Exception failed) {
                LOG.warn("could not end in order: {}", failed.toString());
            }
        }
    }
}
