package org.peerage.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;
import org.peerage.store.checkpoint.CheckpointFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the registry of a database in a file beside it, so that a start need not read the database. The database decides:
 * a file that does not belong to it, or to a past that it does not have, is not used. It may be deleted at any time.
 */
public final class Checkpoints {
    /** The file in its folder. */
    public static final String FILE = "registry.checkpoint";

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final int VERSIONS_AT_ONCE = 10_000;
    private static final long MAX_REPLAYED = 50_000;

    private final RegistryStore store;
    private final Path file;
    private volatile long written = -1;

    public Checkpoints(RegistryStore store, Path folder) {
        this.store = store;
        this.file = folder.resolve(FILE);
    }

    /** The version that the file has; negative where none was read or written. */
    public long written() {
        return written;
    }

    /** The registry of the file with all that was changed since; empty where there is no file that can be used. */
    Optional<Snapshot> latest() throws SQLException {
        try {
            Optional<CheckpointFile> found = CheckpointFile.open(file, ObjectTypes.ALL);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> problem = misfit(found.get().origin());
            if (problem.isPresent()) {
                throw new IOException(problem.get());
            }
            Snapshot snapshot = snapshot(found.get());
            written = snapshot.version();
            return replayed(snapshot);
        } catch (IOException unusable) {
            LOG.info("the checkpoint {} is not used: {}", file, unusable.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Makes the file anew from a version that the database has.
     *
     * @throws IOException where it cannot be written; the old one stays
     */
    public void write(Snapshot snapshot) throws IOException, SQLException {
        Map<ObjectType, List<Row>> rows = new HashMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            List<Row> all = new ArrayList<>(snapshot.size(type));
            snapshot.forEach(type, all::add);
            rows.put(type, all);
        }
        CheckpointFile.Origin origin = new CheckpointFile.Origin(
                store.identity(), snapshot.version(), snapshot.time(), witness(snapshot.version()));
        CheckpointFile.write(file, origin, ObjectTypes.ALL, rows);
        written = snapshot.version();
    }

    /** What is wrong with the file; empty where there is none, or all is well. */
    public Optional<String> problem() throws SQLException {
        try {
            Optional<CheckpointFile> found = CheckpointFile.open(file, ObjectTypes.ALL);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> misfit = misfit(found.get().origin());
            if (misfit.isPresent()) {
                return misfit;
            }
            Optional<Snapshot> replayed = replayed(snapshot(found.get()));
            return replayed.isPresent() ? difference(replayed.get()) : Optional.empty();
        } catch (IOException damaged) {
            return Optional.of(String.valueOf(damaged.getMessage()));
        }
    }

    private Optional<String> difference(Snapshot snapshot) throws SQLException {
        List<String> differences = StoredRows.differences(store, snapshot);
        return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differences));
    }

    /**
     * Where the rows of the database are not those that a registry began with: empty where it did not begin with the file,
     * or all is well. It reads the whole database.
     *
     * @param begun what the registry was when it had begun
     */
    public List<String> differences(Snapshot begun) throws SQLException {
        return written < 0 ? List.of() : StoredRows.differences(store, begun);
    }

    private Snapshot snapshot(CheckpointFile found) throws IOException, SQLException {
        return Snapshot.of(found.origin().version(), found.origin().at(), found.rows(ObjectTypes.ALL))
                .withRetiredIds(RetiredIds.byType(store.retiredIds()));
    }

    /** Why the file does not fit the database. */
    private Optional<String> misfit(CheckpointFile.Origin origin) throws SQLException {
        if (!origin.database().equals(store.identity())) {
            return Optional.of("it is of another database");
        }
        long ahead = store.head().version() - origin.version();
        if (ahead < 0 || !origin.witness().equals(witness(origin.version()))) {
            return Optional.of("the database has another past");
        }
        return ahead > MAX_REPLAYED ? Optional.of("it is " + ahead + " versions old") : Optional.empty();
    }

    private Optional<Snapshot> replayed(Snapshot from) throws SQLException {
        Snapshot current = from;
        for (List<Change> changes = store.changesAfter(current.version(), VERSIONS_AT_ONCE);
                !changes.isEmpty();
                changes = store.changesAfter(current.version(), VERSIONS_AT_ONCE)) {
            Optional<Snapshot> next = ChangeLog.replay(current, changes);
            if (next.isEmpty()) {
                return Optional.empty(); // everything was loaded anew since
            }
            current = next.get();
        }
        return current.version() == store.head().version() || current.version() > from.version()
                ? Optional.of(current)
                : Optional.empty();
    }

    /** A hash of all that the database logged of one version: pasts that differ have different ones. */
    private String witness(long version) throws SQLException {
        return witness(store, version);
    }

    static String witness(RegistryStore store, long version) throws SQLException {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (Change change : store.changesAfter(version - 1, 1)) {
                hash.update(change.toString().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
