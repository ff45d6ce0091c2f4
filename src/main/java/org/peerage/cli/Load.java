package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountsFile;
import org.peerage.access.credentials.Passwords;
import org.peerage.registry.DoctorReport;
import org.peerage.registry.DumpFile;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.LoadReport;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.RuleAudit;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code load}: loads a public dump as it is, and accounts with their keys. */
@Command(name = "load", description = "Load a public dump, and accounts.", mixinStandardHelpOptions = true)
public final class Load implements Callable<Integer> {
    private static final int MAX_SHOWN_REJECTED = 50;

    @Parameters(
            paramLabel = "DUMP.json",
            arity = "1..*",
            description = "The dump, plain or .gz; with --as-of also several, or folders of them.")
    private List<Path> dumps = List.of();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--accounts", description = "Users and API keys to make.")
    private @Nullable Path accounts;

    @Option(
            names = "--keys-out",
            description = "Where to write the secrets of the keys made; they are shown nowhere else.")
    private @Nullable Path keysOut;

    @Option(
            names = "--type",
            paramLabel = "TAG",
            description =
                    "Of which type the rows are of a file {\"data\": [...]}, where its name does not tell: org-0.json"
                            + " does.")
    private @Nullable String type;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where to list every row that was refused, put right, or loaded although it breaks a rule.")
    private @Nullable Path report;

    @Option(
            names = "--as-of",
            paramLabel = "auto|TIME",
            description = "Make history of dumps, oldest first: each is a version of its own time, which is in the"
                    + " dump or in its name.")
    private @Nullable String asOf;

    @Option(names = "--atomic", description = "Load nothing if a single row is refused.")
    private boolean atomic;

    @Override
    public Integer call() throws Exception {
        if (asOf != null) {
            return new HistoryFiles(database, asOf).load(dumps);
        }
        if (dumps.size() > 1) {
            throw new CommandException("several dumps are history: say --as-of auto", 64);
        }
        if (accounts != null && keysOut == null) {
            throw new CommandException(
                    "--accounts makes keys, whose secrets must go somewhere: add --keys-out FILE", 64);
        }
        try (Database open = database.open()) {
            LoadReport loaded = load(open);
            print(loaded);
            if (report != null) {
                list(loaded, open, report);
            }
            if (!loaded.committed()) {
                throw new CommandException("nothing was loaded: --atomic, and rows were refused", 65);
            }
            if (accounts != null && keysOut != null) {
                makeAccounts(open, accounts, keysOut);
            }
        }
        return 0;
    }

    private LoadReport load(Database open) throws CommandException {
        try (ProgressBar progress = new ProgressBar()) {
            return new DumpLoader(new RegistryStore(open), Clock.systemUTC()).load(file(), atomic, progress);
        } catch (DumpLoader.NotADumpException unknown) {
            throw new CommandException(ErrorMessages.of(unknown), 65);
        } catch (IOException unreadable) {
            throw new CommandException("cannot load " + dumps.getFirst() + ": " + ErrorMessages.of(unreadable), 66);
        } catch (SQLException failed) {
            throw new CommandException("nothing was loaded; the database says: " + ErrorMessages.of(failed), 74);
        }
    }

    private DumpFile file() throws CommandException {
        if (type == null) {
            return DumpFile.of(dumps.getFirst());
        }
        Optional<ObjectType> known = ObjectTypes.byName(type);
        if (known.isEmpty()) {
            throw new CommandException("there is no type " + type + "; one of " + ObjectTypes.ALL, 64);
        }
        return new DumpFile(dumps.getFirst(), known);
    }

    /** All rows, where what is printed has the first ones. */
    private static void list(LoadReport report, Database open, Path file) throws SQLException, CommandException {
        RegistryStore store = new RegistryStore(open);
        Set<String> lines = new LinkedHashSet<>(); // the reader and the rules may say the same
        report.rejected().forEach(row -> lines.add("refused " + row));
        report.changed().forEach(row -> lines.add("changed " + row));
        report.odd().forEach(row -> lines.add("odd " + row));
        DoctorReport.of(store).odd().forEach(row -> lines.add("odd " + row));
        RuleAudit.of(store, RegistrySettings.STANDARD.takingDocumentationNumbers(Serve.documentationNumbers()))
                .forEach(row -> lines.add("odd " + row));
        try {
            Files.write(file, lines);
        } catch (IOException unwritable) {
            throw new CommandException("cannot write " + file + ": " + ErrorMessages.of(unwritable), 73);
        }
    }

    private static void print(LoadReport report) {
        report.ignored().forEach(name -> System.err.println("ignored, unknown here: " + name));
        report.corrections().forEach(change -> System.err.println("put right: " + change));
        report.warnings().forEach(oddity -> System.err.println("loaded as it is: " + oddity));
        report.rejected().stream().limit(MAX_SHOWN_REJECTED).forEach(row -> System.err.println("refused " + row));
        if (report.rejected().size() > MAX_SHOWN_REJECTED) {
            System.err.println("... and " + (report.rejected().size() - MAX_SHOWN_REJECTED)
                    + " more rows refused; --report FILE lists them all");
        }
        if (report.committed()) {
            System.out.printf(
                    Locale.ROOT,
                    "%d rows loaded, %d refused, in %.1f s: %s%n",
                    report.total(),
                    report.rejected().size(),
                    report.seconds(),
                    report.loaded());
        }
    }

    private static void makeAccounts(Database open, Path file, Path keysOut) throws CommandException {
        AccountsFile accounts;
        try (InputStream in = Files.newInputStream(file)) {
            accounts = AccountsFile.read(in);
        } catch (IOException | RuntimeException unreadable) {
            throw new CommandException("cannot read the accounts in " + file + ": " + ErrorMessages.of(unreadable), 66);
        }
        AccountStore store = new AccountStore(open.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
        try {
            // The file is there, and nobody else's to read, before there are secrets to write into it.
            Files.deleteIfExists(keysOut);
            Files.createFile(
                    keysOut, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException unwritable) {
            throw new CommandException("cannot write " + keysOut + ": " + ErrorMessages.of(unwritable), 73);
        }
        switch (store.importAccounts(accounts)) {
            case AccountChangeResult.Imported imported -> {
                Map<String, String> secrets = imported.secrets();
                try {
                    Files.writeString(
                            keysOut,
                            JsonMapper.shared()
                                            .writerWithDefaultPrettyPrinter()
                                            .writeValueAsString(new TreeMap<>(secrets))
                                    + "\n",
                            StandardOpenOption.TRUNCATE_EXISTING);
                } catch (IOException unwritable) {
                    throw new CommandException("cannot write " + keysOut + ": " + ErrorMessages.of(unwritable), 73);
                }
                System.out.println(
                        accounts.users().size() + " users and " + secrets.size() + " keys made; secrets in " + keysOut);
            }
            case AccountChangeResult.NamesTaken taken ->
                throw new CommandException(
                        "no accounts were made; these exist already: " + String.join(", ", taken.names()), 65);
            case AccountChangeResult.UserAdded added -> throw new IllegalStateException("one user instead of a file");
        }
    }
}
