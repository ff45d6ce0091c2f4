package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.access.Transactions;
import org.peerage.access.credentials.Passwords;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.Statistics;
import org.peerage.accounts.mail.Outbox;
import org.peerage.accounts.people.AccountServices;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.copies.CachePurge;
import org.peerage.copies.CopyFolder;
import org.peerage.copies.CopyPublisher;
import org.peerage.ixf.DocumentBudget;
import org.peerage.ixf.FeedClient;
import org.peerage.ixf.ImportStore;
import org.peerage.ixf.Importer;
import org.peerage.ixf.Notices;
import org.peerage.ixf.ProposalStore;
import org.peerage.ixf.Proposals;
import org.peerage.jobs.DelegatedFiles;
import org.peerage.jobs.IrrServers;
import org.peerage.jobs.Job;
import org.peerage.jobs.JobHistory;
import org.peerage.jobs.JobRun;
import org.peerage.jobs.Leases;
import org.peerage.jobs.MemberListImports;
import org.peerage.jobs.Scheduler;
import org.peerage.registry.RegistrySettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code job}: runs a scheduled job now, tells what it would do, or tells which there are. */
@Command(
        name = "job",
        description = "Run a scheduled job now; without a name: list them, with what they do and when each was done.",
        footerHeading = "%nJobs%n%n",
        footer = {
            "  forget-answers       forgets answers kept for requests with an Idempotency-Key, after a day",
            "  forget-sessions      forgets sessions and mailed links that have ended",
            "  forget-tokens        forgets codes and tokens of applications that have ended, and what keys did a month ago",
            "  rotate-signing-key   makes the next key that signs id_tokens where it is time, and takes out old ones",
            "  end-organizations    ends memberships, keys, requests and invitations that a deleted organization still has",
            "  index-changes        notes what changes are about that were logged without it",
            "  tell-followers       writes mails about changes of what people follow, and of what they may edit",
            "  count-days           counts objects and people at the end of each day",
            "  close-tickets        closes tickets of what was decided or has ended, deletes those that have been done for a year",
            "  copies               makes the files that others keep copies from",
            "  ixf-requests         imports the member lists of exchanges that asked for it",
            "  ixf-switched         does what is proposed to networks that have just let exchanges change their connections",
            "  ixf-tidy             drops proposals whose cause is gone, and what old imports left",
            "  ixf-daily            imports the member lists of all exchanges that enabled it, once a day from midnight UTC",
            "  erase-contacts       erases contacts some time after their deletion, with their history",
            "  expire-affiliations  ends requests to join organizations that nobody answered",
            "  queue-timeout        denies what waited in the verification queue too long",
            "  empty-organizations  warns organizations without objects, and deletes them in the end",
            "  orphaned-accounts    warns people without an organization, and closes their accounts in the end",
            "  ask-coordinates      asks organizations where facilities without coordinates are",
            "  rir-status           compares networks with the RIRs' files, warns those whose number is gone, and deletes them in the end",
            "  as-sets              looks up the as-sets of networks in the routing registries"
        },
        mixinStandardHelpOptions = true)
public final class RunJob implements Callable<Integer> {
    private static final int TRY_LATER = 75;

    /** For completion in shells: those of the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(RunJob.class.getAnnotation(Command.class).footer())
                    .filter(line -> line.startsWith("  "))
                    .map(line -> line.strip().split(" ", 2)[0])
                    .iterator();
        }
    }

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = "",
            completionCandidates = Names.class,
            description = "The job.")
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

    @Option(
            names = "--ixf-allow",
            paramLabel = "PREFIX",
            split = ",",
            description = "Prefixes of private addresses from which member lists may be fetched, as for serve.")
    private List<String> ixfAllow = List.of();

    @Option(
            names = "--copies",
            paramLabel = "DIR",
            defaultValue = "",
            description = "Where the job copies makes its files, as for serve; without: in the data folder.")
    private String copies = "";

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        site = SiteAddress.parse(site);
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
            if (!dryRun && site.isEmpty() && wanted.mailsLinks()) {
                throw new CommandException(
                        name + " writes mails with links: name the site by --site or PEERAGE_SITE", 64);
            }
            return dryRun ? preview(wanted) : run(wanted, leases, open, clock, jobs);
        }
    }

    private List<Job> jobs(OpenRegistry open, Clock clock) throws CommandException {
        var source = open.database().source();
        Passwords passwords = new Passwords(Ticker.systemTicker());
        Accounts accounts = new Accounts(new AccountStore(source, passwords, clock));
        AccountServices people = new AccountServices(accounts, passwords, source, new Outbox(source, clock), clock);
        SiteSettings settings = new SiteSettings(source, clock);
        JobList all = new JobList(
                open.database(),
                open.store(),
                open::current,
                open.editor(),
                accounts,
                new Authenticator(accounts, passwords, clock, RegistrySettings.STANDARD.suggestions()),
                settings,
                clock,
                site);
        List<Job> jobs = new ArrayList<>(all.everywhere(
                all.followMails(open.past(clock)),
                new Statistics(open::current, open.store(), accounts, new Transactions(source), clock),
                new Tickets(source, accounts, clock, () -> {}),
                copies(open, clock)));
        ImportStore imports = new ImportStore(source, clock);
        Importer importer =
                all.importer(imports, new FeedClient(Serve.feeds(ixfAllow)), new DocumentBudget(), run -> {});
        jobs.addAll(all.ofOwnRegistry(
                new MemberListImports(
                        open::current,
                        importer,
                        new Proposals(open::current, open.editor(), new ProposalStore(source, clock), imports),
                        new Notices(open::current, source, clock, settings, site, () -> {}),
                        source,
                        clock),
                people.closure(),
                OpenRegistry.rules(),
                DelegatedFiles.of(rirData),
                IrrServers.of(irr.hosts()),
                AsnRecordSource.of(AsnRecordSource.source(rdap))));
        return jobs;
    }

    /** They lie beside the database as a server has them, where no other folder is named. */
    private Optional<CopyPublisher> copies(OpenRegistry open, Clock clock) {
        Path folder = copies.isEmpty() ? database.folder().resolve("copies") : Path.of(copies);
        return Optional.of(new CopyPublisher(
                new CopyFolder(folder), open.store(), open::current, clock, CachePurge.of(System.getenv())));
    }

    private static int preview(Job job) throws Exception {
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
