package org.peerage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.accounts.organizations.OrganizationCleanup;
import org.peerage.registry.HistoryLoader;
import org.peerage.registry.HistoryLoader.HistoryResult;
import org.peerage.registry.LoadReport;
import org.peerage.registry.Moment;
import org.peerage.registry.WriteLane;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;

/** {@code load --as-of}: dumps as history. */
final class HistoryFiles {
    private static final String AUTO = "auto";
    private static final int MAX_SHOWN_REJECTED = 20;

    private final DatabaseOptions database;
    private final String asOf;

    HistoryFiles(DatabaseOptions database, String asOf) {
        this.database = database;
        this.asOf = asOf;
    }

    private record DatedFile(Path path, Instant time) {}

    int load(List<Path> paths) throws Exception {
        List<DatedFile> files = dated(files(paths));
        try (Database open = database.open()) {
            HistoryLoader loader = new HistoryLoader(new RegistryStore(open), new OrganizationCleanup(() -> {}));
            for (DatedFile file : files) {
                load(loader, file);
            }
        }
        return 0;
    }

    private static void load(HistoryLoader loader, DatedFile file) throws CommandException {
        long begun = System.nanoTime();
        try {
            switch (loader.load(file.path, file.time)) {
                case HistoryResult.TooOld(Instant head) ->
                    throw new CommandException(
                            file.path + " is of " + file.time + ", and the registry was changed after that, at " + head
                                    + ": load older dumps first, into an empty database",
                            65);
                case HistoryResult.Loaded(long version, int changed, List<LoadReport.RejectedRow> refused) -> {
                    System.out.printf(
                            Locale.ROOT,
                            "%s: version %d as of %s, %d objects differ, %d rows refused, in %.1f s%n",
                            file.path.getFileName(),
                            version,
                            file.time,
                            changed,
                            refused.size(),
                            (System.nanoTime() - begun) / 1e9);
                    refused.stream().limit(MAX_SHOWN_REJECTED).forEach(row -> System.err.println("refused " + row));
                }
            }
        } catch (IOException unreadable) {
            throw new CommandException("cannot load " + file.path + ": " + ErrorMessages.of(unreadable), 66);
        } catch (SQLException | WriteLane.WriteUnavailableException failed) {
            throw new CommandException(
                    file.path + " was not loaded; the database says: " + ErrorMessages.of(failed), 74);
        }
    }

    /** Files, and those of folders. */
    private static List<Path> files(List<Path> paths) throws CommandException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> inside = Files.list(path)) {
                inside.filter(file -> String.valueOf(file.getFileName()).matches(".*\\.json(\\.gz)?"))
                        .forEach(files::add);
            } catch (IOException unreadable) {
                throw new CommandException("cannot read " + path + ": " + ErrorMessages.of(unreadable), 66);
            }
        }
        return files;
    }

    private List<DatedFile> dated(List<Path> files) throws CommandException {
        if (!asOf.equals(AUTO) && files.size() > 1) {
            throw new CommandException("one time is for one dump: say --as-of auto for several", 64);
        }
        List<DatedFile> dated = new ArrayList<>();
        for (Path file : files) {
            try {
                Optional<Instant> time = asOf.equals(AUTO) ? HistoryLoader.timeOf(file) : time();
                if (time.isEmpty()) {
                    throw new CommandException(
                            asOf.equals(AUTO)
                                    ? file + " does not say when it was made, and nor does its name: --as-of TIME"
                                    : "--as-of needs to be auto, a time such as 2018-03-01T07:00:00Z, or a day",
                            asOf.equals(AUTO) ? 65 : 64);
                }
                dated.add(new DatedFile(file, time.get()));
            } catch (IOException unreadable) {
                throw new CommandException("cannot load " + file + ": " + ErrorMessages.of(unreadable), 66);
            }
        }
        dated.sort(Comparator.comparing(DatedFile::time));
        return dated;
    }

    private Optional<Instant> time() {
        return Moment.parse(asOf).flatMap(moment -> switch (moment) {
            case Moment.Time(Instant time) -> Optional.of(time);
            case Moment.Day(var day) -> Optional.of(day.atStartOfDay().toInstant(java.time.ZoneOffset.UTC));
            case Moment.Version version -> Optional.empty();
            case Moment.Archived version -> Optional.empty();
        });
    }
}
