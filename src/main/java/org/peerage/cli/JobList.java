package org.peerage.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.access.Transactions;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.Statistics;
import org.peerage.accounts.following.FollowMails;
import org.peerage.accounts.organizations.AffiliationStore;
import org.peerage.accounts.people.AccountClosure;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.api.handlers.PageFilters;
import org.peerage.copies.CopyPublisher;
import org.peerage.ixf.DocumentBudget;
import org.peerage.ixf.FeedClient;
import org.peerage.ixf.ImportStore;
import org.peerage.ixf.Importer;
import org.peerage.ixf.Run;
import org.peerage.jobs.DelegatedFiles;
import org.peerage.jobs.IrrServers;
import org.peerage.jobs.Job;
import org.peerage.jobs.JobContext;
import org.peerage.jobs.MemberListImports;
import org.peerage.jobs.RegistryJobs;
import org.peerage.jobs.StandardJobs;
import org.peerage.net.Asn;
import org.peerage.registry.ChangeIndexer;
import org.peerage.registry.Editor;
import org.peerage.registry.Past;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;

/**
 * All jobs there are, of a server and of the command that runs one: they cannot be different ones.
 *
 * @param site the address of the site, for links in mails
 */
record JobList(
        Database database,
        RegistryStore store,
        Supplier<Snapshot> registry,
        Editor editor,
        Accounts accounts,
        Authenticator authenticator,
        SiteSettings settings,
        Clock clock,
        String site) {

    /** What mails followers. */
    FollowMails followMails(Past past) {
        return new FollowMails(
                database.source(),
                store,
                registry,
                accounts,
                authenticator,
                clock,
                site,
                PageFilters::search,
                version -> past.at(version).snapshot(),
                () -> settings.isOn(SiteSettings.Setting.OWN_OBJECT_MAILS));
    }

    /** What imports member lists, of jobs and of pages. */
    Importer importer(ImportStore imports, FeedClient feeds, DocumentBudget documents, Consumer<Run> watch) {
        return new Importer(
                registry,
                editor,
                imports,
                feeds,
                documents,
                clock,
                () -> settings.isOn(SiteSettings.Setting.IXF_STALE),
                () -> settings.isOn(SiteSettings.Setting.IXF_NETWORK_MAILS),
                watch);
    }

    /**
     * What each registry does, copies of others too.
     *
     * @param copies empty: they are not made here
     */
    List<Job> everywhere(FollowMails follow, Statistics statistics, Tickets tickets, Optional<CopyPublisher> copies) {
        List<Job> jobs = new ArrayList<>(StandardJobs.of(database, clock));
        jobs.add(StandardJobs.indexChanges(new ChangeIndexer(store, registry)));
        jobs.add(StandardJobs.tellFollowers(follow));
        jobs.add(StandardJobs.countDays(statistics));
        jobs.add(StandardJobs.closeTickets(tickets));
        copies.ifPresent(publisher -> jobs.add(StandardJobs.copies(publisher)));
        return jobs;
    }

    /** What only a registry of its own does. */
    List<Job> ofOwnRegistry(
            MemberListImports imports,
            AccountClosure closure,
            RegistrySettings rules,
            DelegatedFiles files,
            IrrServers irr,
            Function<Asn, ExternalFacts.AsnRecord> rdap) {
        List<Job> jobs = new ArrayList<>(imports.jobs());
        jobs.addAll(RegistryJobs.of(
                new JobContext(
                        registry, editor, store, accounts, settings, new Transactions(database.source()), clock, site),
                new AffiliationStore(database.source(), clock),
                closure,
                rules,
                files,
                irr,
                rdap));
        return jobs;
    }
}
