package org.peerage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.Checkpoints;
import org.peerage.registry.PointInTimeRestore;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.Dialect;
import org.peerage.store.PortableCopy;
import org.peerage.store.RegistryStore;
import org.peerage.store.SqliteCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore}: makes a backup a database again, as it was or at an earlier version. */
@Command(
        name = "restore",
        description = "Make a backup the database of a folder that has none, or of an empty PostgreSQL database.",
        mixinStandardHelpOptions = true)
public final class Restore implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "What backup wrote, from either kind of database.")
    private Path file = Path.of("");

    @Option(
            names = "--data",
            defaultValue = "./data",
            description = "Folder of the embedded database (${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Option(names = "--db", description = "JDBC URL of an empty PostgreSQL database to fill instead.")
    private @Nullable String db;

    @Option(
            names = "--until",
            paramLabel = "TIME|VERSION",
            description = "Take the registry back to a version, or to a time such as 2026-11-24T18:00:00Z;"
                    + " accounts stay as in the backup.")
    private @Nullable String until;

    @Override
    public Integer call() throws Exception {
        if (!Files.isRegularFile(file)) {
            throw new CommandException("there is no backup " + file, 66);
        }
        if (db == null) {
            intoFolder();
        } else {
            intoServer(db);
        }
        System.out.println(file + " is now the database in " + (db == null ? data : "PostgreSQL"));
        return 0;
    }

    private void intoFolder() throws Exception {
        boolean portable = PortableCopy.isOne(file);
        SqliteCopy.restore(portable ? null : file, file, data, database -> {
            try (RegistryStore.Transaction transaction = new RegistryStore(database).beginTransaction()) {
                if (portable) {
                    PortableCopy.read(file, transaction, Dialect.SQLITE);
                }
                finish(transaction);
            }
        });
        Files.deleteIfExists(data.resolve(Checkpoints.FILE));
    }

    private void intoServer(String url) throws Exception {
        if (PortableCopy.isOne(file)) {
            intoServer(url, file);
            return;
        }
        Path between = Files.createTempDirectory("peerage-restore");
        Path portable = between.resolve("backup.gz");
        try {
            Path folder = between.resolve("data");
            SqliteCopy.restore(file, file, folder, database -> PortableCopy.write(database, portable));
            intoServer(url, portable);
        } finally {
            for (String name : new String[] {"data/" + Database.FILE, "data", "backup.gz", ""}) {
                Files.deleteIfExists(name.isEmpty() ? between : between.resolve(name));
            }
        }
    }

    private void intoServer(String url, Path portable) throws Exception {
        try (Database database = Database.openUrl(url);
                RegistryStore.Transaction transaction = new RegistryStore(database).beginTransaction()) {
            PortableCopy.read(portable, transaction, database.dialect());
            finish(transaction);
        } catch (IOException unreadable) {
            throw new DatabaseUnusableException(
                    ErrorMessages.of(unreadable), DatabaseUnusableException.BAD_DATA, unreadable);
        }
    }

    /** Goes back in time, if that is wanted, and makes it all durable. */
    private void finish(RegistryStore.Transaction transaction) throws SQLException, CommandException {
        if (until != null) {
            switch (rewound(transaction, until)) {
                case PointInTimeRestore.RestoreResult.NotRestorable(String reason) ->
                    throw new CommandException("nothing was restored: " + reason, 65);
                case PointInTimeRestore.RestoreResult.Restored(long version, Instant at, int rows) ->
                    System.out.println("the registry is at version " + version + " of " + at + "; " + rows
                            + " rows are as they were then");
            }
        }
        transaction.forgetIdentity();
        transaction.commit();
    }

    private static PointInTimeRestore.RestoreResult rewound(RegistryStore.Transaction transaction, String until)
            throws SQLException, CommandException {
        if (until.matches("\\d{1,18}")) {
            return PointInTimeRestore.restoreTo(transaction, Long.parseLong(until));
        }
        return PointInTimeRestore.restoreTo(transaction, time(until));
    }

    private static Instant time(String text) throws CommandException {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException neither) {
            throw new CommandException(
                    "--until takes a version, a date, or a time such as 2026-11-24T18:00:00Z: "
                            + ErrorMessages.of(neither),
                    64);
        }
    }
}
