package org.peerage.registry;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;
import org.peerage.store.checkpoint.CheckpointFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of states of the past, so that no way by the log is long: one wherever the log has grown by so many rows
 * (docs/decisions/0046). They may be deleted at any time. When something is taken out of the log they are made anew, and
 * until then not used.
 */
public final class PastAnchors {
    /** The folder of the files. */
    public static final String FOLDER = "past";

    private static final Logger LOG = LoggerFactory.getLogger(PastAnchors.class);
    private static final String ENDING = ".checkpoint";

    /** Rows of the log from one to the next. */
    public static final int SPACING = 250_000;

    private final RegistryStore store;
    private final Path folder;
    private final int spacing;
    private final NavigableSet<Long> usable = new ConcurrentSkipListSet<>();
    private volatile RegistryStore.@Nullable PastMarks checkedFor;

    public PastAnchors(RegistryStore store, Path folder) {
        this(store, folder, SPACING);
    }

    /** Makes one of smaller steps: for tests. */
    public PastAnchors(RegistryStore store, Path folder, int spacing) {
        this.store = store;
        this.folder = folder;
        this.spacing = spacing;
    }

    /** The versions that there are files of, oldest first. */
    public List<Long> versions() {
        return List.copyOf(usable);
    }

    /**
     * Makes files that are due, and deletes those that are not of this past.
     *
     * @throws IOException where one cannot be written
     * @throws PastUnavailableException where states cannot be made now
     */
    public void keep(Past past) throws IOException, SQLException, PastUnavailableException {
        RegistryStore.PastMarks marks = store.pastMarks();
        long head = store.head().version();
        if (!marks.equals(checkedFor)) {
            usable.clear();
            for (long version : found()) {
                if (open(version, marks).isPresent()) {
                    usable.add(version);
                }
            }
            checkedFor = marks;
        }
        long last = usable.isEmpty() ? marks.beginning().version() : usable.last();
        @Nullable Snapshot state = null;
        while (true) {
            Optional<RegistryStore.Head> next = store.versionAfterRows(last, spacing);
            // The present itself is near enough to what follows the last one.
            if (next.isEmpty()
                    || store.versionAfterRows(next.get().version(), spacing).isEmpty()) {
                return;
            }
            last = next.get().version();
            state = state == null ? past.walk(past.present(head), last) : past.walk(state, last);
            write(state, marks);
            usable.add(last);
        }
    }

    private void write(Snapshot state, RegistryStore.PastMarks marks) throws IOException, SQLException {
        Map<ObjectType, List<Row>> rows = new HashMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            List<Row> all = new ArrayList<>(state.size(type));
            state.forEach(type, all::add);
            rows.put(type, all);
        }
        CheckpointFile.write(
                file(state.version()),
                new CheckpointFile.Origin(
                        store.identity(), state.version(), state.time(), witness(state.version(), marks)),
                ObjectTypes.ALL,
                rows);
    }

    /**
     * The state of the file that is nearest to a version, laid onto the present; empty where none is that near.
     *
     * @param way the most versions that may lie between
     */
    Optional<Snapshot> nearest(long version, long way, RegistryStore.PastMarks marks, Snapshot present)
            throws SQLException {
        if (!marks.equals(checkedFor)) {
            return Optional.empty();
        }
        Long below = usable.floor(version);
        Long above = usable.ceiling(version);
        Long best = below == null || (above != null && above - version < version - below) ? above : below;
        if (best == null || Math.abs(best - version) >= way) {
            return Optional.empty();
        }
        Optional<CheckpointFile> file = open(best, marks);
        try {
            if (file.isEmpty()) {
                return Optional.empty();
            }
            CheckpointFile.Origin origin = file.get().origin();
            return Optional.of(laidOnto(present, file.get().rows(ObjectTypes.ALL), origin.version(), origin.at()));
        } catch (IOException damaged) {
            LOG.warn("{} is not used: {}", file(best), damaged.getMessage());
            usable.remove(best);
            delete(file(best));
            return Optional.empty();
        }
    }

    /** Deletes all files of a folder, for when something was taken out of the log that they may have. */
    public static void deleteAll(Path folder) throws IOException {
        delete(folder, "*" + ENDING + "*");
    }

    private static void delete(Path folder, String pattern) throws IOException {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** What cannot be read is not left lying about either. */
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException held) {
            LOG.warn("{} cannot be deleted: {}", file, held.getMessage());
        }
    }

    /** A state of which all rows are known, each type's in order of id, as differences from the present. */
    static Snapshot laidOnto(Snapshot present, Map<ObjectType, List<Row>> rows, long version, Instant at) {
        List<Row> others = new ArrayList<>();
        List<Row> gone = new ArrayList<>();
        rows.forEach((type, all) -> {
            int[] next = {0};
            // Both are in order of id.
            present.forEach(type, now -> {
                while (next[0] < all.size() && all.get(next[0]).id() < now.id()) {
                    others.add(all.get(next[0]++));
                }
                if (next[0] < all.size() && all.get(next[0]).id() == now.id()) {
                    Row then = all.get(next[0]++);
                    if (!then.equals(now)) {
                        others.add(then);
                    }
                } else {
                    gone.add(now);
                }
            });
            others.addAll(all.subList(next[0], all.size()));
        });
        return present.laidOver(version, at, others, gone);
    }

    private Optional<CheckpointFile> open(long version, RegistryStore.PastMarks marks) throws SQLException {
        try {
            Optional<CheckpointFile> found = CheckpointFile.open(file(version), ObjectTypes.ALL);
            if (found.isEmpty()) {
                usable.remove(version);
                return Optional.empty();
            }
            CheckpointFile.Origin origin = found.get().origin();
            if (origin.version() == version
                    && version > marks.beginning().version()
                    && origin.database().equals(store.identity())
                    && origin.witness().equals(witness(version, marks))) {
                return found;
            }
            Files.deleteIfExists(file(version));
        } catch (IOException unusable) {
            LOG.info("{} is not used: {}", file(version), unusable.getMessage());
            delete(file(version));
        }
        usable.remove(version);
        return Optional.empty();
    }

    private List<Long> found() throws IOException {
        List<Long> found = new ArrayList<>();
        delete(folder, "*" + ENDING + ".part"); // of a process that was stopped
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    String number = name.substring(0, name.length() - ENDING.length());
                    if (number.matches("[0-9]{1,15}")) {
                        found.add(Long.parseLong(number));
                    }
                }
            }
        }
        return found;
    }

    private Path file(long version) {
        return folder.resolve(version + ENDING);
    }

    /** What the log says of the version, and what had been taken out of it. */
    private String witness(long version, RegistryStore.PastMarks marks) throws SQLException {
        return Checkpoints.witness(store, version) + " " + marks.session() + " " + marks.purged();
    }
}
