package org.peerage.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/**
 * Loads a public dump as it is: ids, statuses and timestamps are kept, rows of known ids are replaced. Everything
 * becomes durable at once. Rows that would break the registry are left out, and so are rows that refer to them.
 *
 * <p>The dump is read twice: first to judge its rows, which may refer to others further on, then to write them. Dumps
 * that are larger than the heap can be loaded that way.
 */
public final class DumpLoader {
    private final RegistryStore store;
    private final Clock clock;

    public DumpLoader(RegistryStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A file that can be read, and has nothing in it that a registry has. */
    public static final class NotADumpException extends IOException {
        private static final long serialVersionUID = 1L;

        NotADumpException(Path file, List<String> names) {
            super("nothing in " + file + " is known here"
                    + (names.isEmpty() ? "" : ": it has " + String.join(", ", names))
                    + (names.contains("data") ? "; say of which type its rows are: --type TAG" : ""));
        }
    }

    /** Told how far a load is: rows read, then rows written of all. */
    public interface Progress {
        /** Nobody watches. */
        Progress UNWATCHED = new Progress() {
            @Override
            public void read(long rows) {}

            @Override
            public void written(long rows, long all) {}
        };

        void read(long rows);

        void written(long rows, long all);
    }

    /**
     * Loads a file.
     *
     * @param atomic whether one refused row undoes the whole load
     * @throws IOException where the file cannot be read, or is no dump; then nothing was changed
     * @throws SQLException where the database fails; then nothing was changed
     */
    public LoadReport load(Path dump, boolean atomic, Progress progress) throws IOException, SQLException {
        return load(DumpFile.of(dump), atomic, progress);
    }

    /**
     * The same with the type of a file that has rows of one.
     *
     * @throws NotADumpException where there is nothing in the file that a registry has; then nothing was changed
     */
    public LoadReport load(DumpFile dump, boolean atomic, Progress progress) throws IOException, SQLException {
        if (!Files.isRegularFile(dump.path())) {
            throw new IOException(Files.exists(dump.path()) ? "not a regular file" : "there is no such file");
        }
        long begun = System.nanoTime();
        DumpValidator survey = new DumpValidator();
        DumpReader reader = new DumpReader(survey::add, progress::read);
        reader.read(dump);
        if (!reader.isRecognized()) {
            throw new NotADumpException(dump.path(), reader.ignored());
        }
        try (RegistryStore.Transaction transaction = store.beginLongTransaction()) {
            Instant now = clock.instant();
            long version = transaction.nextVersion(now); // from here on nobody else writes
            survey.validate(transaction);
            List<LoadReport.RejectedRow> refused = new ArrayList<>(reader.rejected());
            refused.addAll(survey.rejected());
            Map<String, Integer> loaded = new LinkedHashMap<>();
            ObjectTypes.ALL.forEach(type -> loaded.put(type.typeName(), survey.accepted(type)));
            boolean commit = !atomic || refused.isEmpty();
            if (commit) {
                write(dump, survey, transaction, loaded, progress);
                // A load replaces the registry as a whole: a row in the log for each of its rows would only repeat it.
                transaction.log(List.of(new Change(
                        version, 0, now, "load", null, "load", Change.EVERYTHING, null, null, loaded.toString())));
                transaction.renewSession();
                transaction.commit();
            }
            return new LoadReport(
                    loaded,
                    List.copyOf(refused),
                    reader.ignored(),
                    List.copyOf(reader.changed()),
                    List.copyOf(reader.odd()),
                    reader.warnings(),
                    commit,
                    (System.nanoTime() - begun) / 1e9);
        }
    }

    private static void write(
            DumpFile dump,
            DumpValidator survey,
            RegistryStore.Transaction transaction,
            Map<String, Integer> loaded,
            Progress progress)
            throws IOException, SQLException {
        long all = loaded.values().stream().mapToLong(Integer::longValue).sum();
        long written = 0;
        try (AcceptedRows rows = new AcceptedRows(dump, survey)) {
            for (AcceptedRows.RowBatch batch = rows.next(); !batch.rows().isEmpty(); batch = rows.next()) {
                ObjectType type = batch.rows().getFirst().type();
                transaction.put(type, batch.rows());
                written += batch.rows().size();
                progress.written(written, all);
            }
        }
        if (written != all) {
            throw new IOException("the file changed while it was loaded");
        }
    }
}
