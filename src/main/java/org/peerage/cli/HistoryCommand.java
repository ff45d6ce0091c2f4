package org.peerage.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.peerage.accounts.AuditLog;
import org.peerage.registry.PastArchive;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.RegistryStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code history}: what answers for the time before the log begins (docs/spec/record.md §1.6). Running servers follow. */
@Command(
        name = "history",
        description = "Attach a database of old dumps, which answers for the time before the log begins.",
        mixinStandardHelpOptions = true)
public final class HistoryCommand implements Runnable {
    private static final String ACTOR = "operator";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "attach, detach or show?");
    }

    @Command(
            name = "attach",
            description = "Attach the database in a folder, such as load --as-of makes.",
            mixinStandardHelpOptions = true)
    int attach(@Mixin DatabaseOptions database, @Parameters(paramLabel = "FOLDER") Path folder) throws Exception {
        database.requireExisting();
        Path archive = folder.toAbsolutePath().normalize();
        if (!Files.exists(archive.resolve(Database.FILE))) {
            throw new CommandException("there is no database in " + folder, 66);
        }
        if (archive.equals(database.folder().toAbsolutePath().normalize())) {
            throw new CommandException("a registry is not its own archive", 64);
        }
        Optional<PastArchive.ArchiveRange> range = PastArchive.range(archive);
        try (Database open = database.open()) {
            RegistryStore store = new RegistryStore(open);
            Instant beginning = store.pastMarks().beginning().changedAt();
            if (range.isEmpty() || !range.get().from().isBefore(beginning)) {
                throw new CommandException(folder + " has nothing before " + beginning + ", when the log begins", 65);
            }
            remember(open, store, archive.toString());
            System.out.println(folder + " answers from " + range.get().from() + " to " + beginning + " ("
                    + range.get().versions() + " versions, the last of "
                    + range.get().to() + ")");
        }
        return 0;
    }

    @Command(name = "detach", description = "Take it away again.", mixinStandardHelpOptions = true)
    int detach(@Mixin DatabaseOptions database) throws Exception {
        database.requireExisting();
        try (Database open = database.open()) {
            remember(open, new RegistryStore(open), "");
        }
        return 0;
    }

    @Command(name = "show", description = "Say which folder is attached.", mixinStandardHelpOptions = true)
    int show(@Mixin DatabaseOptions database) throws DatabaseUnusableException, SQLException, CommandException {
        database.requireExisting();
        try (Database open = database.open()) {
            RegistryStore store = new RegistryStore(open);
            String folder = store.state(PastArchive.STATE).orElse("");
            System.out.println((folder.isEmpty() ? "nothing is attached" : folder) + "; the log begins at "
                    + store.pastMarks().beginning().changedAt());
        }
        return 0;
    }

    private static void remember(Database open, RegistryStore store, String folder) throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.putState(PastArchive.STATE, folder);
            transaction.commit();
        }
        String action = folder.isEmpty() ? "detach history" : "attach history";
        new AuditLog(open.source(), Clock.systemUTC()).record(ACTOR, action, "", folder, "");
    }
}
