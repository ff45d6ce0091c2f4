package org.peerage.jobs;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.access.Transactions;
import org.peerage.access.credentials.Passwords;
import org.peerage.accounts.SignedTokens;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.Statistics;
import org.peerage.accounts.following.FollowMails;
import org.peerage.accounts.mail.Outbox;
import org.peerage.accounts.organizations.AffiliationStore;
import org.peerage.accounts.organizations.OrganizationCleanup;
import org.peerage.accounts.people.AccountServices;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.copies.CachePurge;
import org.peerage.copies.CopyFolder;
import org.peerage.copies.CopyPublisher;
import org.peerage.ixf.SampleImports;
import org.peerage.registry.ChangeIndexer;
import org.peerage.registry.Editor;
import org.peerage.registry.Past;
import org.peerage.registry.Registry;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.store.ConnectionGate;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;

/** A process with all jobs of a server, whose connections to the database can be cut off. */
final class JobNode implements AutoCloseable {
    private static final long SUGGESTIONS = 20525;
    private static final String SITE = "https://peerage.example";

    private final ConnectionGate gate = new ConnectionGate();
    private final Database database;
    private final Registry registry;
    private final WriteLane lane;
    private final Editor editor;
    private final Accounts accounts;
    private final SiteSettings settings;
    private final List<Job> jobs = new ArrayList<>();

    /**
     * What its jobs find outside of the database.
     *
     * @param rirFiles the folder of delegated files
     * @param copies the folder that files for copies are made in
     */
    record Surroundings(Path rirFiles, IrrServers irr, Path copies) {}

    JobNode(Database opened, Clock clock, Surroundings around) throws Exception {
        database = gate.before(opened);
        var source = database.source();
        RegistryStore store = new RegistryStore(database);
        registry = Registry.open(store);
        registry.awaitLoaded();
        Passwords passwords = new Passwords(Ticker.systemTicker());
        accounts = new Accounts(new AccountStore(source, passwords, clock));
        lane = new WriteLane(store, registry, clock, new OrganizationCleanup(accounts::showChange));
        editor = SampleImports.editor(registry, lane, clock);
        settings = new SiteSettings(source, clock);
        Transactions rows = new Transactions(source);
        AccountServices people = new AccountServices(accounts, passwords, source, new Outbox(source, clock), clock);
        String _ = new SignedTokens(source, clock).issue(FollowMails.UNFOLLOW, ""); // makes the key of all links
        jobs.addAll(StandardJobs.of(database, clock));
        ChangeIndexer indexer = new ChangeIndexer(store, registry::current);
        jobs.add(StandardJobs.indexChanges(indexer));
        Past past = new Past(store, registry, clock, Optional.empty());
        FollowMails follow = new FollowMails(
                source,
                store,
                registry::current,
                accounts,
                new Authenticator(accounts, passwords, clock, SUGGESTIONS),
                clock,
                SITE,
                (_, _, _) -> Optional.of(id -> true),
                version -> past.at(version).snapshot(),
                () -> settings.isOn(SiteSettings.Setting.OWN_OBJECT_MAILS));
        jobs.add(StandardJobs.tellFollowers(follow));
        jobs.add(StandardJobs.countDays(new Statistics(registry::current, store, accounts, rows, clock)));
        jobs.add(StandardJobs.closeTickets(new Tickets(source, accounts, clock, () -> {})));
        CopyPublisher publisher =
                new CopyPublisher(new CopyFolder(around.copies), store, registry::current, clock, CachePurge.NONE);
        jobs.add(StandardJobs.copies(publisher));
        jobs.addAll(SampleImports.jobs(database, registry, editor, settings, clock));
        jobs.addAll(RegistryJobs.of(
                new JobContext(registry::current, editor, store, accounts, settings, rows, clock, SITE),
                new AffiliationStore(source, clock),
                people.closure(),
                RegistrySettings.STANDARD,
                DelegatedFiles.of(around.rirFiles.toString()),
                around.irr,
                asn -> new ExternalFacts.AsnRecord.Unassigned()));
    }

    ConnectionGate gate() {
        return gate;
    }

    Registry registry() {
        return registry;
    }

    Editor editor() {
        return editor;
    }

    Accounts accounts() {
        return accounts;
    }

    SiteSettings settings() {
        return settings;
    }

    List<String> names() {
        return jobs.stream().map(Job::name).toList();
    }

    void run(String name) throws Exception {
        job(name).task().run(JobRun.real());
    }

    Job job(String name) {
        return jobs.stream().filter(job -> job.name().equals(name)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        gate.guard(number -> {});
        lane.close();
        database.close();
    }
}
