package org.peerage.registry;

import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.RegistryStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was before the log of this registry: another database, made of old dumps ({@link HistoryLoader}), that answers for moments before it
 * (docs/spec/record.md §1.6). Which one that is stands in this registry's database, so it is attached and taken away while servers run. No
 * change is written to it, but it is brought to the schema of this program when it is opened. Safe for use by many threads.
 */
public final class PastArchive implements AutoCloseable {
    /** The name under which its folder is remembered; empty: there is none. */
    public static final String STATE = "archive";

    private static final Logger LOG = LoggerFactory.getLogger(PastArchive.class);

    /** How long one that could not be opened is left alone: its disk may come back, and others may let go of it. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final RegistryStore live;
    private final InstantSource clock;
    private @Nullable OpenArchive open;
    private @Nullable FailedArchive failed;

    public PastArchive(RegistryStore live, InstantSource clock) {
        this.live = live;
        this.clock = clock;
    }

    private record FailedArchive(String folder, Instant at) {}

    /** An archive that is open; its latest rows are kept while there is room. */
    private static final class OpenArchive {
        private final String folder;
        private final Database database;
        private final RegistryStore store;
        private final String session;
        private final RegistryStore.Head beginning;
        private SoftReference<Snapshot> latest = new SoftReference<>(null);

        OpenArchive(String folder, Database database) throws SQLException {
            this.folder = folder;
            this.database = database;
            this.store = new RegistryStore(database);
            RegistryStore.PastMarks marks = store.pastMarks();
            this.session = marks.session();
            this.beginning = marks.beginning();
        }

        /** What one of its versions is called here. */
        long version(long number) {
            return ArchivedVersion.of(number, session);
        }

        /** Its last state, laid onto the present, so that what is still so is shared. */
        synchronized Snapshot latest(Snapshot present) throws SQLException {
            Snapshot known = latest.get();
            if (known != null && known.version() == version(store.head().version())) {
                return known;
            }
            RegistryStore.RegistryContents all = store.readAll(ObjectTypes.ALL);
            Snapshot made = PastAnchors.laidOnto(
                    present,
                    all.rows(),
                    version(all.head().version()),
                    all.head().changedAt());
            latest = new SoftReference<>(made);
            return made;
        }
    }

    /** The version that a moment before the registry's own log is; empty: there is no archive, or it begins later. */
    synchronized Optional<Past.Resolution> resolve(Moment moment) throws SQLException {
        if (moment instanceof Moment.Version) {
            return Optional.empty();
        }
        OpenArchive archive = opened();
        if (archive == null) {
            return Optional.empty();
        }
        RegistryStore store = archive.store;
        long version =
                switch (moment) {
                    case Moment.Version(long number) -> number;
                    case Moment.Time time -> store.versionBefore(time.end());
                    case Moment.Day day -> store.versionBefore(day.end());
                    case Moment.Archived(long number) -> number;
                };
        long head = store.head().version();
        if (version > head) {
            return Optional.of(new Past.Resolution.AboveHead(archive.version(head)));
        }
        if (version < archive.beginning.version() || version == 0) {
            return Optional.of(new Past.Resolution.BeforeBeginning(
                    archive.version(archive.beginning.version()), archive.beginning.changedAt()));
        }
        return Optional.of(new Past.Resolution.Found(archive.version(version), true));
    }

    /**
     * The rows after a version of the archive, which nobody is told.
     *
     * @throws PastUnavailableException where it was taken away
     */
    Snapshot raw(long version, Snapshot present) throws SQLException, PastUnavailableException {
        OpenArchive archive;
        synchronized (this) {
            archive = opened();
        }
        if (archive == null || archive.version(ArchivedVersion.inArchive(version)) != version) {
            throw PastUnavailableException.never("the archive was taken away");
        }
        Snapshot latest = archive.latest(present);
        return CompactedChanges.walk(
                archive.store,
                latest,
                ArchivedVersion.inArchive(latest.version()),
                ArchivedVersion.inArchive(version),
                version);
    }

    /** The archive that is attached now; one that cannot be opened is told of once, and tried again after a while. */
    private @Nullable OpenArchive opened() throws SQLException {
        String folder = live.state(STATE).orElse("");
        OpenArchive known = open;
        if (known != null && known.folder.equals(folder)) {
            return known;
        }
        close();
        if (folder.isEmpty()) {
            failed = null;
            return null;
        }
        FailedArchive before = failed != null && failed.folder.equals(folder) ? failed : null;
        if (before != null && clock.instant().isBefore(before.at.plus(PAUSE))) {
            return null;
        }
        try {
            OpenArchive made = open(folder);
            open = made;
            failed = null;
            if (before != null) {
                LOG.info("the archive {} can be used again", folder);
            }
            return made;
        } catch (DatabaseUnusableException | SQLException unusable) {
            failed = new FailedArchive(folder, clock.instant());
            if (before == null) {
                LOG.warn("the archive {} cannot be used: {}", folder, unusable.getMessage());
            }
            return null;
        }
    }

    private static OpenArchive open(String folder) throws DatabaseUnusableException, SQLException {
        if (!Files.exists(Path.of(folder).resolve(Database.FILE))) {
            throw new DatabaseUnusableException(
                    "there is no database in it", DatabaseUnusableException.CANNOT_CREATE, null);
        }
        Database database = Database.openFolder(Path.of(folder));
        try {
            return new OpenArchive(folder, database);
        } catch (SQLException | RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /**
     * When the archive in a folder begins, and how far it goes; empty where there is nothing.
     *
     * @throws DatabaseUnusableException where it is no database of this program
     */
    public static Optional<ArchiveRange> range(Path folder) throws DatabaseUnusableException, SQLException {
        try (Database database = Database.openFolder(folder)) {
            RegistryStore store = new RegistryStore(database);
            RegistryStore.Head head = store.head();
            RegistryStore.Head beginning = store.pastMarks().beginning();
            return beginning.version() == 0
                    ? Optional.empty()
                    : Optional.of(new ArchiveRange(beginning.changedAt(), head.changedAt(), head.version()));
        }
    }

    /** From when on an archive tells, and to when. */
    public record ArchiveRange(Instant from, Instant to, long versions) {}

    @Override
    public synchronized void close() {
        OpenArchive known = open;
        open = null;
        if (known != null) {
            known.database.close();
        }
    }
}
