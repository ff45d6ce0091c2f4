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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.peerage.access.AccountChange;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountsFile;
import org.peerage.access.Passwords;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.LoadReport;
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
    private static final int SHOWN_REFUSALS = 50;

    @Parameters(paramLabel = "DUMP.json", description = "The dump, plain or .gz.")
    private Path dump = Path.of("");

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--accounts", description = "Users and API keys to make.")
    private @Nullable Path accounts;

    @Option(
            names = "--keys-out",
            description = "Where to write the secrets of the keys made; they are shown nowhere else.")
    private @Nullable Path keysOut;

    @Option(names = "--atomic", description = "Load nothing if a single row is refused.")
    private boolean atomic;

    @Override
    public Integer call() throws Exception {
        if (accounts != null && keysOut == null) {
            throw new CommandFailed("--accounts makes keys, whose secrets must go somewhere: add --keys-out FILE", 64);
        }
        try (Database open = database.open()) {
            LoadReport report = load(open);
            print(report);
            if (!report.committed()) {
                throw new CommandFailed("nothing was loaded: --atomic, and rows were refused", 65);
            }
            if (accounts != null && keysOut != null) {
                makeAccounts(open, accounts, keysOut);
            }
        }
        return 0;
    }

    private LoadReport load(Database open) throws CommandFailed {
        try (ProgressBar progress = new ProgressBar()) {
            return new DumpLoader(new RegistryStore(open), Clock.systemUTC()).load(dump, atomic, progress);
        } catch (IOException unreadable) {
            throw new CommandFailed("cannot load " + dump + ": " + Messages.of(unreadable), 66);
        } catch (SQLException failed) {
            throw new CommandFailed("nothing was loaded; the database says: " + Messages.of(failed), 74);
        }
    }

    private static void print(LoadReport report) {
        report.ignored().forEach(name -> System.err.println("ignored, unknown here: " + name));
        report.warnings().forEach(oddity -> System.err.println("loaded as it is: " + oddity));
        report.refused().stream().limit(SHOWN_REFUSALS).forEach(row -> System.err.println("refused " + row));
        if (report.refused().size() > SHOWN_REFUSALS) {
            System.err.println("... and " + (report.refused().size() - SHOWN_REFUSALS) + " more rows refused");
        }
        if (report.committed()) {
            System.out.printf(
                    Locale.ROOT,
                    "%d rows loaded, %d refused, in %.1f s: %s%n",
                    report.total(),
                    report.refused().size(),
                    report.seconds(),
                    report.loaded());
        }
    }

    private static void makeAccounts(Database open, Path file, Path keysOut) throws CommandFailed {
        AccountsFile accounts;
        try (InputStream in = Files.newInputStream(file)) {
            accounts = AccountsFile.read(in);
        } catch (IOException | RuntimeException unreadable) {
            throw new CommandFailed("cannot read the accounts in " + file + ": " + Messages.of(unreadable), 66);
        }
        AccountStore store = new AccountStore(open.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
        try {
            // The file is there, and nobody else's to read, before there are secrets to write into it.
            Files.deleteIfExists(keysOut);
            Files.createFile(
                    keysOut, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException unwritable) {
            throw new CommandFailed("cannot write " + keysOut + ": " + Messages.of(unwritable), 73);
        }
        switch (store.importAccounts(accounts)) {
            case AccountChange.Imported imported -> {
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
                    throw new CommandFailed("cannot write " + keysOut + ": " + Messages.of(unwritable), 73);
                }
                System.out.println(
                        accounts.users().size() + " users and " + secrets.size() + " keys made; secrets in " + keysOut);
            }
            case AccountChange.Taken taken ->
                throw new CommandFailed(
                        "no accounts were made; these exist already: " + String.join(", ", taken.what()), 65);
            case AccountChange.UserAdded added -> throw new IllegalStateException("one user instead of a file");
        }
    }
}
