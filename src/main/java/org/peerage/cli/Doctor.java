package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.peerage.access.AccountCheck;
import org.peerage.access.AccountStore;
import org.peerage.access.credentials.Passwords;
import org.peerage.registry.Checkpoints;
import org.peerage.registry.DoctorReport;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.sync.RemoteRegistryException;
import org.peerage.sync.SourceComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: checks the database file, the registry in it against its rules, and what hangs together with both. */
@Command(
        name = "doctor",
        description = "Check the database, the registry and its log, accounts, and the checkpoint.",
        mixinStandardHelpOptions = true)
public final class Doctor implements Callable<Integer> {
    private static final int MAX_SHOWN = 100;
    private static final int USAGE = 64;
    private static final int BAD_DATA = 65;
    private static final int NO_ANSWER = 69;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--repair", description = "Make counters right; nothing else is changed.")
    private boolean repair;

    @Option(
            names = "--strict",
            description = "Fail also for what a dump brought along and the rules would not let anybody write.")
    private boolean strict;

    @Option(
            names = "--acknowledge-loss",
            description = "Take note that the last writes were lost: neither doctor nor health tells of it any more.")
    private boolean acknowledgeLoss;

    @Option(
            names = "--source",
            description = "Compare a copy with the registry that it is a copy of, by digests; it may take two minutes.")
    private boolean source;

    @Option(
            names = "--new-session",
            description =
                    "Begin another session of the change feed: the database was taken back to an earlier moment by"
                            + " other means than restore, so that versions will be given out again.")
    private boolean newSession;

    @Override
    public Integer call() throws Exception {
        database.requireExisting();
        try (Database open = database.open()) {
            List<String> lost = lost(open);
            List<String> damage = open.damage();
            damage.forEach(problem -> System.out.println("damaged: " + problem));
            if (!damage.isEmpty()) {
                throw new CommandException("the database is damaged: restore a backup", BAD_DATA);
            }
            RegistryStore store = new RegistryStore(open);
            if (newSession) {
                renewSession(store);
            }
            if (repair) {
                System.out.println(
                        DoctorReport.repair(store, Clock.systemUTC()) + " rows had wrong counters, and are right");
            }
            DoctorReport checkup = DoctorReport.of(store);
            int problems = print(checkup) + tellOthers(open, store) + lost.size() + (source ? compare(store) : 0);
            if (problems > 0) {
                throw new CommandException(
                        problems + " problems; the registry has " + checkup.rows() + " rows at version "
                                + checkup.version(),
                        BAD_DATA);
            }
            System.out.println("all is well: " + checkup.rows() + " rows at version " + checkup.version());
        }
        return 0;
    }

    private static void renewSession(RegistryStore store) throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.lockHead();
            transaction.renewSession();
            transaction.commit();
        }
        System.out.println("another session of the change feed begins; followers and copies start anew");
    }

    private List<String> lost(Database open) throws IOException {
        if (acknowledgeLoss && open.headFile().isPresent()) {
            open.headFile().get().takeNote();
        }
        List<String> lost = DamageCheck.lost(open);
        list("lost, --acknowledge-loss takes note", lost);
        return lost;
    }

    private int print(DoctorReport checkup) {
        list("broken", checkup.broken());
        list("the log", checkup.log());
        list("counter, --repair makes it right", checkup.counters());
        list("odd, as it was loaded", checkup.odd());
        return checkup.broken().size()
                + checkup.log().size()
                + checkup.counters().size()
                + (strict ? checkup.odd().size() : 0);
    }

    private int tellOthers(Database open, RegistryStore store) throws SQLException {
        List<String> accounts = AccountCheck.problems(
                new AccountStore(open.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC()), store);
        list("accounts", accounts);
        List<String> checkpoint = new ArrayList<>();
        new Checkpoints(store, database.folder()).problem().ifPresent(checkpoint::add);
        list("the checkpoint, which may be deleted", checkpoint);
        return accounts.size() + checkpoint.size();
    }

    private static int compare(RegistryStore store) throws SQLException, InterruptedException, CommandException {
        try {
            SourceComparison.ComparedCopy compared = SourceComparison.compare(store, Clock.systemUTC(), Thread::sleep)
                    .orElseThrow(() -> new CommandException("this registry is no copy of another", USAGE));
            list("the copy", compared.problems());
            if (compared.problems().isEmpty()) {
                System.out.println("the copy is what " + compared.from() + " is at its version " + compared.version());
            }
            return compared.problems().size();
        } catch (RemoteRegistryException failed) {
            throw new CommandException("nothing was compared: " + failed.getMessage(), NO_ANSWER);
        }
    }

    private static void list(String kind, List<?> problems) {
        problems.stream().limit(MAX_SHOWN).forEach(problem -> System.out.println(kind + ": " + problem));
        if (problems.size() > MAX_SHOWN) {
            System.out.println(kind + ": and " + (problems.size() - MAX_SHOWN) + " more");
        }
    }
}
