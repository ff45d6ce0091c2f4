package org.peerage.sync;

import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.copies.CopyNotification;
import org.peerage.registry.Registry;
import org.peerage.store.RegistryStore;

/**
 * Whether a copy is what its source is, by digests of each type: no rows are fetched for it. Both have to be at one version, which the
 * source tells of each minute.
 */
public final class SourceComparison {
    private static final int TRIES = 24;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private SourceComparison() {}

    /**
     * What came of it.
     *
     * @param from the address of the source
     * @param version at which both were compared
     * @param problems empty: all rows are the same
     */
    public record ComparedCopy(String from, long version, List<String> problems) {
        public ComparedCopy {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Compares the copy in a database with its source.
     *
     * @return empty where the registry is no copy
     * @throws RemoteRegistryException where the source does not tell what it is, or is not to be believed
     */
    public static Optional<ComparedCopy> compare(RegistryStore store, Clock clock, Sleeper pause)
            throws SQLException, RemoteRegistryException, InterruptedException {
        Optional<SyncState> state = store.state(SyncState.NAME).map(SyncState::read);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        String from = state.get().from();
        SyncSettings settings =
                new SyncSettings(URI.create(from), Optional.empty(), Optional.empty(), Duration.ofDays(1), true, false);
        CopySource files = new CopySource(new RemoteRegistry(settings, pause), settings, clock);
        String apart = "";
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) {
                pause.sleep(PAUSE);
            }
            SyncState known = store.state(SyncState.NAME).map(SyncState::read).orElseThrow();
            CopyNotification list = files.list(known.trust())
                    .map(CopySource.VerifiedList::list)
                    .orElseThrow(() -> new RemoteRegistryException(from + " has no files for copies", null));
            if (!list.session().equals(known.session())) {
                apart = from + " has another history now: sync takes it over";
            } else if (list.version() != known.feed()) {
                apart = from + " is at version " + list.version() + ", and the copy at " + known.feed();
            } else {
                Optional<ComparedCopy> compared = compare(store, known, list);
                if (compared.isPresent()) {
                    return compared;
                }
            }
        }
        return Optional.of(new ComparedCopy(from, state.get().feed(), List.of(apart)));
    }

    /** Empty where the copy went on meanwhile. */
    private static Optional<ComparedCopy> compare(RegistryStore store, SyncState known, CopyNotification list)
            throws SQLException {
        Registry registry = Registry.open(store);
        registry.awaitLoaded();
        if (!store.state(SyncState.NAME).map(SyncState::read).equals(Optional.of(known))) {
            return Optional.empty();
        }
        List<String> problems = new ArrayList<>();
        Optional<List<String>> different = DigestCheck.of(list, registry.current(), known.withKey());
        if (different.isEmpty()) {
            problems.add(known.from() + " runs a program whose rows have other keys: its digests cannot be compared");
        } else {
            different.get().forEach(type -> problems.add("rows of " + type + " are not those of " + known.from()));
        }
        known.held().forEach((type, ids) -> problems.add(type + " " + ids + " could not be taken over"));
        return Optional.of(new ComparedCopy(known.from(), list.version(), problems));
    }
}
