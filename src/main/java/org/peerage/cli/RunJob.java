package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.access.credentials.Passwords;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.Statistics;
import org.peerage.accounts.mail.Outbox;
import org.peerage.accounts.organizations.AffiliationStore;
import org.peerage.accounts.people.AccountServices;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.jobs.DelegatedFiles;
import org.peerage.jobs.IrrServers;
import org.peerage.jobs.Job;
import org.peerage.jobs.JobContext;
import org.peerage.jobs.JobHistory;
import org.peerage.jobs.JobRun;
import org.peerage.jobs.Leases;
import org.peerage.jobs.RegistryJobs;
import org.peerage.jobs.Scheduler;
import org.peerage.jobs.StandardJobs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code job}: runs a scheduled job now, tells what it would do, or tells which there are. */
@Command(
        name = "job",
        description = "Run a scheduled job now; without a name: list them.",
        mixinStandardHelpOptions = true)
public final class RunJob implements Callable<Integer> {
    private static final int TRY_LATER = 75;

    @Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "", description = "The job.")
    private String name = "";

    @Option(names = "--dry-run", description = "Tell what it would do, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--rir-data",
            paramLabel = "WHERE",
            defaultValue = "${PEERAGE_RIR_DATA:-off}",
            description = "Where the RIRs' delegated files are, as for serve (${DEFAULT-VALUE}).")
    private String rirData = "off";

    @Mixin
    private IrrOption irr = new IrrOption();

    @Option(
            names = "--rdap",
            defaultValue = "off",
            description = "Who is asked about AS numbers, as for serve (${DEFAULT-VALUE}).")
    private String rdap = "off";

    @Option(
            names = "--site",
            defaultValue = "${PEERAGE_SITE:-}",
            description = "The address of the site for links in mails.")
    private String site = "";

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        try (OpenRegistry open = OpenRegistry.of(database)) {
            Clock clock = Clock.systemUTC();
            List<Job> jobs = jobs(open, clock);
            Leases leases = new Leases(open.database().source(), clock);
            if (name.isEmpty()) {
                for (Job job : jobs) {
                    System.out.println(job.name() + "\t" + job.description() + "\t" + state(leases, job));
                }
                return 0;
            }
            Job wanted = jobs.stream()
                    .filter(job -> job.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new CommandException("there is no job " + name + "; peerage job lists them", 64));
            return dryRun ? preview(wanted) : run(wanted, leases, open, clock, jobs);
        }
    }

    private List<Job> jobs(OpenRegistry open, Clock clock) throws CommandException {
        var source = open.database().source();
        Passwords passwords = new Passwords(Ticker.systemTicker());
        Accounts accounts = new Accounts(new AccountStore(source, passwords, clock));
        AccountServices people = new AccountServices(accounts, passwords, source, new Outbox(source, clock), clock);
        List<Job> jobs = new ArrayList<>(StandardJobs.of(open.database(), clock));
        jobs.add(StandardJobs.countDays(
                new Statistics(open::current, open.store(), accounts, new Transactions(source), clock)));
        jobs.add(StandardJobs.closeTickets(new Tickets(source, accounts, clock, () -> {})));
        jobs.addAll(RegistryJobs.of(
                new JobContext(
                        open::current,
                        open.editor(),
                        open.store(),
                        accounts,
                        new SiteSettings(source, clock),
                        new Transactions(source),
                        clock,
                        site),
                new AffiliationStore(source, clock),
                people.closure(),
                OpenRegistry.rules(),
                DelegatedFiles.of(rirData),
                IrrServers.of(irr.hosts()),
                AsnRecordSource.of(AsnRecordSource.source(rdap))));
        return jobs;
    }

    private static int preview(Job job) throws Exception {
        if (!job.custodial()) {
            throw new CommandException(job.name() + " has no dry run: it only tidies up", 64);
        }
        print(Scheduler.preview(job));
        System.out.println("Nothing was changed: this was a dry run.");
        return 0;
    }

    private static int run(Job job, Leases leases, OpenRegistry open, Clock clock, List<Job> jobs) throws Exception {
        JobHistory history = new JobHistory(open.database().source(), clock);
        try (Scheduler schedule = new Scheduler(leases, history, Scheduler.JobObserver.NOBODY, jobs)) {
            JobRun run = JobRun.real();
            switch (schedule.runNow(job, run)) {
                case DONE -> {
                    print(run);
                    System.out.println(job.name() + " is done");
                }
                case FAILED -> throw new CommandException(job.name() + " failed; the log above says why", 1);
                case HELD ->
                    throw new CommandException(job.name() + " cannot be run now: " + state(leases, job), TRY_LATER);
            }
            return 0;
        }
    }

    private static void print(JobRun run) {
        run.lines().forEach(System.out::println);
        System.out.println(run.summary().isEmpty() ? "There is nothing to do." : run.summary());
    }

    private static String state(Leases leases, Job job) throws Exception {
        return leases.find(job.name())
                .map(entry -> entry.holder().isEmpty() ? "last done " + entry.doneAt() : "held by " + entry.holder())
                .orElse("never done");
    }
}
