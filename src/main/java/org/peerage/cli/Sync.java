package org.peerage.cli;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.peerage.accounts.FormerOrganizations;
import org.peerage.registry.Checkpoints;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.sync.Copy;
import org.peerage.sync.CopySettings;
import org.peerage.sync.Follower;
import org.peerage.sync.RemoteFailed;
import org.peerage.sync.Round;
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
    private static final int SHOWN = 50;
    private static final int BAD_DATA = 65;
    private static final int NO_ANSWER = 69;

    @Option(names = "--from", required = true, paramLabel = "URL", description = "The other registry.")
    private String from = "";

    @Option(names = "--once", description = "Take over what is new, and end.")
    private boolean once;

    @Option(names = "--verify", description = "Fetch and compare everything, and end.")
    private boolean verify;

    @Mixin
    private CopyOptions options = new CopyOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        CopySettings settings = options.settings(from);
        try (Database open = database.open()) {
            RegistryStore store = new RegistryStore(open);
            Clock clock = Clock.systemUTC();
            Checkpoints checkpoints = new Checkpoints(store, database.folder());
            Registry registry = Registry.open(store, checkpoints);
            registry.awaitLoaded();
            try (WriteLane lane = new WriteLane(store, registry, clock, new FormerOrganizations(() -> {}))) {
                Copy copy = new Copy(settings, store, registry, lane, clock, Thread::sleep);
                return once || verify ? once(copy) : follow(copy);
            }
        }
    }

    private int once(Copy copy) throws CommandFailed, InterruptedException, SQLException, WriteLane.Unavailable {
        try {
            Round round = verify ? copy.compare() : copy.round();
            System.out.println(round);
            refusals(round);
            round.rows()
                    .forEach((tag, rows) -> System.out.printf(
                            Locale.ROOT,
                            "%-10s %7d  %s%n",
                            tag,
                            rows.count(),
                            rows.hash().substring(0, 16)));
            return round.different().isEmpty() ? 0 : BAD_DATA;
        } catch (RemoteFailed failed) {
            throw new CommandFailed("nothing was copied: " + failed.getMessage(), NO_ANSWER);
        }
    }

    private static int follow(Copy copy) throws InterruptedException {
        try (Follower follower = Follower.start(copy, Sync::tell)) {
            Runtime.getRuntime().addShutdownHook(new Thread(follower::close, "stop"));
            follower.await();
        }
        return 0;
    }

    /** Of rounds without end, only those that something came of are told. */
    private static void tell(Round round) {
        boolean quiet = !round.way().equals("full") && round.changed() == 0;
        if (!quiet) {
            System.out.println(round);
            refusals(round);
        }
    }

    private static void refusals(Round round) {
        round.refused().stream().limit(SHOWN).forEach(row -> System.err.println("refused " + row));
    }
}
