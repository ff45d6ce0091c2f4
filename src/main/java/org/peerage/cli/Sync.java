package org.peerage.cli;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.peerage.accounts.organizations.OrganizationCleanup;
import org.peerage.registry.Checkpoints;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.sync.RemoteRegistryException;
import org.peerage.sync.Replicator;
import org.peerage.sync.SyncLoop;
import org.peerage.sync.SyncResult;
import org.peerage.sync.SyncSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync}: keeps this registry a copy of another one. */
@Command(
        name = "sync",
        description = "Keep this registry a copy of another that speaks the same API; a server on the same database"
                + " shows it at once.",
        mixinStandardHelpOptions = true)
public final class Sync implements Callable<Integer> {
    private static final int MAX_SHOWN = 50;
    private static final int BAD_DATA = 65;
    private static final int NO_ANSWER = 69;

    @Option(names = "--from", required = true, paramLabel = "URL", description = "The other registry.")
    private String from = "";

    @Option(names = "--once", description = "Take over what is new, and end.")
    private boolean once;

    @Option(names = "--verify", description = "Fetch and compare everything, and end.")
    private boolean verify;

    @Mixin
    private SyncOptions options = new SyncOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        SyncSettings settings = options.settings(from);
        try (Database open = database.open()) {
            RegistryStore store = new RegistryStore(open);
            Clock clock = Clock.systemUTC();
            Checkpoints checkpoints = new Checkpoints(store, database.folder());
            Registry registry = Registry.open(store, checkpoints);
            registry.awaitLoaded();
            try (WriteLane lane = new WriteLane(store, registry, clock, new OrganizationCleanup(() -> {}))) {
                Replicator replicator = new Replicator(settings, store, registry, lane, clock, Thread::sleep);
                return once || verify ? once(replicator) : follow(replicator);
            }
        }
    }

    private int once(Replicator replicator)
            throws CommandException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        try {
            SyncResult result = verify ? replicator.compare() : replicator.synchronize();
            System.out.println(result);
            refusals(result);
            if (result.way().equals("files")) { // what changed since they were made
                SyncResult rest = replicator.synchronize();
                System.out.println(rest);
                refusals(rest);
            }
            result.rows()
                    .forEach((typeName, rows) -> System.out.printf(
                            Locale.ROOT,
                            "%-10s %7d  %s%n",
                            typeName,
                            rows.count(),
                            rows.hash().substring(0, 16)));
            return result.different().isEmpty() ? 0 : BAD_DATA;
        } catch (RemoteRegistryException failed) {
            throw new CommandException("nothing was copied: " + failed.getMessage(), NO_ANSWER);
        }
    }

    private static int follow(Replicator replicator) throws InterruptedException {
        try (SyncLoop follower = SyncLoop.start(replicator, Sync::print)) {
            Runtime.getRuntime().addShutdownHook(new Thread(follower::close, "stop"));
            follower.await();
        }
        return 0;
    }

    /** Of rounds without end, only those that something came of are told. */
    private static void print(SyncResult result) {
        boolean quiet = !result.way().equals("full")
                && result.changed() == 0
                && result.different().isEmpty();
        if (!quiet) {
            System.out.println(result);
            refusals(result);
        }
    }

    private static void refusals(SyncResult result) {
        result.refused().stream().limit(MAX_SHOWN).forEach(row -> System.err.println("refused " + row));
    }
}
