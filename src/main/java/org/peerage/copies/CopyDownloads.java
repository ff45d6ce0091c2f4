package org.peerage.copies;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;

/** The registry as files to work with: an SQLite database each hour and CSV each day, of active rows as anybody reads them. */
final class CopyDownloads {
    private static final Duration SQLITE_AGE = Duration.ofHours(1);
    private static final Duration CSV_AGE = Duration.ofHours(24);

    /** Who withdraws something each minute makes nobody write all rows each minute. */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private static final List<String> COMPRESSED = List.of(CopyFolder.SQLITE + ".gz", CopyFolder.SQLITE + ".zst");
    private static final List<String> NAMES =
            List.of(CopyFolder.SQLITE + ".gz", CopyFolder.SQLITE + ".zst", CopyFolder.CSV);

    private final CopyFolder folder;
    private final Clock clock;
    private Made sqlite = Made.NEVER;
    private Made csv = Made.NEVER;

    /** When a file was made last, and of what. */
    private record Made(long version, Instant at) {
        static final Made NEVER = new Made(-1, Instant.EPOCH);
    }

    CopyDownloads(CopyFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** What a row of a type has of its own at depth 0. */
    static List<JsonKey> columns(ObjectType type) {
        return type.keys().stream()
                .filter(key -> key instanceof Field<?> || key instanceof JsonKey.Computed<?>)
                .toList();
    }

    /** Makes those that are missing, unless they were made a moment ago, and those that are old while the registry went on. */
    void run(Snapshot now, String session) throws IOException, SQLException {
        if (isSqliteDue(now)) {
            sqlite(now, session);
            sqlite = new Made(now.version(), clock.instant());
        }
        Path file = folder.root().resolve(CopyFolder.CSV);
        if (isCsvDue(now)) {
            Path part = CopyFolder.part(file);
            CsvDownload.write(part, now);
            CopyFolder.finish(part, file, clock.instant());
            csv = new Made(now.version(), clock.instant());
        }
    }

    /** Those that {@link #run} would make. */
    List<String> due(Snapshot now) throws IOException {
        List<String> due = new ArrayList<>();
        if (isSqliteDue(now)) {
            due.add(CopyFolder.SQLITE);
        }
        if (isCsvDue(now)) {
            due.add(CopyFolder.CSV);
        }
        return due;
    }

    private boolean isSqliteDue(Snapshot now) throws IOException {
        return isDue(folder.root().resolve(COMPRESSED.getLast()), SQLITE_AGE, sqlite, now);
    }

    private boolean isCsvDue(Snapshot now) throws IOException {
        return isDue(folder.root().resolve(CopyFolder.CSV), CSV_AGE, csv, now);
    }

    private boolean isDue(Path file, Duration age, Made made, Snapshot now) throws IOException {
        if (!Files.exists(file)) {
            return !made.at.plus(PAUSE).isAfter(clock.instant());
        }
        return made.version != now.version()
                && Files.getLastModifiedTime(file).toInstant().plus(age).isBefore(clock.instant());
    }

    private void sqlite(Snapshot now, String session) throws IOException, SQLException {
        Path plain = CopyFolder.part(folder.root().resolve(CopyFolder.SQLITE));
        try {
            SqliteDownload.write(plain, now, session);
            for (String name : COMPRESSED) {
                Path file = folder.root().resolve(name);
                Path part = CopyFolder.part(file);
                try (InputStream in = Files.newInputStream(plain);
                        OutputStream out = CopyFileWriter.compressed(Files.newOutputStream(part), name)) {
                    in.transferTo(out);
                }
                CopyFolder.finish(part, file, clock.instant());
            }
        } finally {
            Files.deleteIfExists(plain);
        }
    }

    /** Takes them out: they tell what nobody may read any more. A run makes others soon. */
    void remove() throws IOException {
        for (String name : NAMES) {
            Files.deleteIfExists(folder.root().resolve(name));
        }
    }

    /** The addresses of those that are there. */
    List<String> addresses() {
        return NAMES.stream()
                .filter(name -> Files.exists(folder.root().resolve(name)))
                .map(name -> "/" + name)
                .toList();
    }
}
