package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.access.Caller;
import org.peerage.access.ClientVersion;
import org.peerage.access.Transactions;
import org.peerage.access.changes.ChangeVisibility;
import org.peerage.access.changes.UndoService;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.limits.RateLimitSettings;
import org.peerage.access.limits.RateLimiter;
import org.peerage.access.limits.StreamLimits;
import org.peerage.accounts.AuditLog;
import org.peerage.accounts.SignedTokens;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.Statistics;
import org.peerage.accounts.following.FollowMails;
import org.peerage.accounts.following.Follows;
import org.peerage.accounts.keys.KeyActivity;
import org.peerage.accounts.keys.KeyNotices;
import org.peerage.accounts.mail.FileTransport;
import org.peerage.accounts.mail.MailTransport;
import org.peerage.accounts.mail.Outbox;
import org.peerage.accounts.mail.SmtpTransport;
import org.peerage.accounts.mail.SmtpUrl;
import org.peerage.accounts.organizations.AffiliationService;
import org.peerage.accounts.organizations.AffiliationStore;
import org.peerage.accounts.organizations.Invitations;
import org.peerage.accounts.organizations.Memberships;
import org.peerage.accounts.organizations.OrganizationCleanup;
import org.peerage.accounts.people.AccountServices;
import org.peerage.accounts.people.Reauthentication;
import org.peerage.accounts.people.Sessions;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.api.KeyWarnings;
import org.peerage.api.PasswordAccess;
import org.peerage.api.ReadYourWrites;
import org.peerage.api.RequestFilter;
import org.peerage.api.handlers.CopyFileHandler;
import org.peerage.api.handlers.DumpHandler;
import org.peerage.api.handlers.FollowsHandler;
import org.peerage.api.handlers.HistoryHandler;
import org.peerage.api.handlers.ImportProposalsHandler;
import org.peerage.api.handlers.ImportStatusColumn;
import org.peerage.api.handlers.LeakReports;
import org.peerage.api.handlers.LogoHandler;
import org.peerage.api.handlers.MembersHandler;
import org.peerage.api.handlers.OrganizationLogHandler;
import org.peerage.api.handlers.PastReads;
import org.peerage.api.handlers.WriteHandler;
import org.peerage.api.openapi.OpenApi;
import org.peerage.api.routing.AccessFilter;
import org.peerage.api.routing.Api;
import org.peerage.copies.CopyFolder;
import org.peerage.copies.CopyPublisher;
import org.peerage.http.PortInUseException;
import org.peerage.http.WebServer;
import org.peerage.ixf.CachedFeedClaims;
import org.peerage.ixf.DocumentBudget;
import org.peerage.ixf.FeedClient;
import org.peerage.ixf.FeedProof;
import org.peerage.ixf.ImportStatuses;
import org.peerage.ixf.ImportStore;
import org.peerage.ixf.Importer;
import org.peerage.ixf.Notices;
import org.peerage.ixf.ProposalStore;
import org.peerage.ixf.Proposals;
import org.peerage.ixf.Rollback;
import org.peerage.ixf.SwitchedNetworks;
import org.peerage.jobs.AsSetLookup;
import org.peerage.jobs.DelegatedFiles;
import org.peerage.jobs.IrrServers;
import org.peerage.jobs.Job;
import org.peerage.jobs.JobHistory;
import org.peerage.jobs.Leases;
import org.peerage.jobs.MailDelivery;
import org.peerage.jobs.MemberListImports;
import org.peerage.jobs.NetworkNotices;
import org.peerage.jobs.Scheduler;
import org.peerage.oauth.IdentityProvider;
import org.peerage.rdap.RdapService;
import org.peerage.registry.Checkpoints;
import org.peerage.registry.DependentData;
import org.peerage.registry.Editor;
import org.peerage.registry.Logos;
import org.peerage.registry.OperationHandler;
import org.peerage.registry.Past;
import org.peerage.registry.PastAnchors;
import org.peerage.registry.PastArchive;
import org.peerage.registry.Registry;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.ReplicaFollower;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.search.Search;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.snapshot.WholeList;
import org.peerage.store.Database;
import org.peerage.store.LogoStore;
import org.peerage.store.RegistryStore;
import org.peerage.web.PageRouter;
import org.peerage.web.page.PageServices;
import org.peerage.whois.WhoisQuery;
import org.peerage.whois.WhoisServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** A running server: the registry in memory, accounts, and the web server in front of them. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final long MAIL_SECONDS = 5;
    private static final long BACKLOG_SECONDS = 15;
    private static final Duration WHOIS_TIME = Duration.ofSeconds(20);

    /** Pages tell a key's last use within a minute on every node. */
    private static final long USE_SECONDS = 20;

    private final WebServer web;
    private final Management management;
    private final ScheduledExecutorService chores;
    private final Accounts accounts;
    private final WriteLane lane;
    private final List<AutoCloseable> companions;
    private final ReplicaFollower follower;
    private final Scheduler schedule;
    private final MailDelivery mail;
    private final Optional<String> invitation;
    private final ServeSettings settings;
    private final Search search;
    private final Runnable lastNotes;
    private final OptionalInt whoisPort;

    private Server(
            WebServer web,
            Management management,
            ScheduledExecutorService chores,
            Accounts accounts,
            WriteLane lane,
            List<AutoCloseable> companions,
            ReplicaFollower follower,
            Scheduler schedule,
            MailDelivery mail,
            Optional<String> invitation,
            ServeSettings settings,
            Search search,
            OptionalInt whoisPort,
            Runnable lastNotes) {
        this.whoisPort = whoisPort;
        this.search = search;
        this.lastNotes = lastNotes;
        this.companions = companions;
        this.settings = settings;
        this.mail = mail;
        this.invitation = invitation;
        this.web = web;
        this.management = management;
        this.chores = chores;
        this.accounts = accounts;
        this.lane = lane;
        this.follower = follower;
        this.schedule = schedule;
    }

    /** Starts a server on an open database; it answers when this returns. */
    public static Server start(ServeSettings settings, Database database) throws SQLException {
        return start(settings, database, BackgroundServices.NONE);
    }

    /** The same with another clock: for tests. */
    public static Server start(ServeSettings settings, Database database, Clock clock) throws SQLException {
        return start(settings, database, BackgroundServices.NONE, clock);
    }

    /** The same with checkpoints, and as a copy of another registry. */
    public static Server start(ServeSettings settings, Database database, BackgroundServices wanted)
            throws SQLException {
        return start(settings, database, wanted, Clock.systemUTC());
    }

    /** The same with another clock: for tests. */
    public static Server start(ServeSettings settings, Database database, BackgroundServices wanted, Clock clock)
            throws SQLException {
        RegistryStore store = new RegistryStore(database);
        Optional<Checkpoints> checkpoints = wanted.checkpoints().map(folder -> new Checkpoints(store, folder));
        Registry registry = checkpoints.isPresent() ? Registry.open(store, checkpoints.get()) : Registry.open(store);
        Passwords passwords = new Passwords(Ticker.systemTicker());
        AccountStore accountStore = new AccountStore(database.source(), passwords, clock);
        Accounts accounts = new Accounts(accountStore);
        Authenticator authenticator =
                new Authenticator(accounts, passwords, clock, RegistrySettings.STANDARD.suggestions());
        SiteSettings switches = new SiteSettings(database.source(), clock);
        RateLimiter rateLimiter =
                new RateLimiter(switches.derived(current -> limits(settings.limits(), current)), Ticker.systemTicker());
        RequestFilter requestFilter = new AccessFilter(
                authenticator, rateLimiter, ClientVersion.standard(), () -> passwordAccess(switches, clock));
        Outbox post = new Outbox(database.source(), clock);
        MailDelivery mail = new MailDelivery(
                database.source(),
                clock,
                transport(settings, clock),
                settings.mail().contact(),
                settings.site());
        post.whenAdded(mail::wakeUp);
        AccountServices people = new AccountServices(accounts, passwords, database.source(), post, clock);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ServerMetrics.ofProcess(metrics);
        ServerMetrics.ofRegistry(metrics, registry);
        ServerMetrics.ofDatabase(metrics, database);
        WriteLane lane = new WriteLane(
                store,
                registry,
                clock,
                DependentData.of(new OrganizationCleanup(accounts::showChange), new SwitchedNetworks()));
        lane.observe(new WriteMetrics(metrics, lane));
        wanted.mirrorOf()
                .ifPresent(origin -> lane.refuse("this registry is a copy of " + origin.from() + ": write there"));
        RegistrySettings rules = RegistrySettings.STANDARD.takingDocumentationNumbers(settings.documentationNumbers());
        RdapService rdap = AsnRecordSource.source(settings.rdap());
        ImportStore imports = new ImportStore(database.source(), clock);
        FeedClient feeds = new FeedClient(settings.feeds());
        DocumentBudget documents = new DocumentBudget();
        AffiliationStore affiliationStore = new AffiliationStore(database.source(), clock);
        Editor editor = new Editor(
                registry,
                lane,
                new OperationHandler(rules),
                AsnRecordSource.of(rdap),
                new CachedFeedClaims(imports, documents),
                new FeedProof(() -> switches.isOn(SiteSettings.Setting.IX_APPROVAL), rdap, feeds, documents),
                clock,
                () -> switches.isOn(SiteSettings.Setting.READ_ONLY));
        AuditLog auditLog = new AuditLog(database.source(), clock);
        AffiliationService affiliations = new AffiliationService(
                registry::current, editor, rdap, accounts, authenticator, affiliationStore, post, auditLog);
        Invitations invitations = new Invitations(database.source(), clock);
        Search search = Search.withoutIndex();
        Follows follows = new Follows(database.source(), clock);
        Logos logos = new Logos(new LogoStore(database), editor, clock, settings.site());
        ImportMetrics importMetrics = new ImportMetrics(metrics);
        IdentityProvider identityProvider =
                new IdentityProvider(database.source(), accounts, authenticator, registry::current, clock);
        KeyActivity keyActivity = new KeyActivity(accounts, database.source(), clock);
        KeyNotices keyNotices = new KeyNotices(accounts, database.source(), clock);
        Proposals proposals =
                new Proposals(registry::current, editor, new ProposalStore(database.source(), clock), imports);
        Notices notices =
                new Notices(registry::current, database.source(), clock, switches, settings.site(), mail::wakeUp);
        JobList all = new JobList(
                database, store, registry::current, editor, accounts, authenticator, switches, clock, settings.site());
        Importer importer = all.importer(imports, feeds, documents, importMetrics::count);
        Optional<PastAnchors> anchors =
                wanted.checkpoints().map(folder -> new PastAnchors(store, folder.resolve(PastAnchors.FOLDER)));
        PastArchive archive = new PastArchive(store, clock);
        Past past = new Past(store, registry, clock, anchors, Optional.of(archive));
        FollowMails followMails = all.followMails(past);
        Statistics statistics =
                new Statistics(registry::current, store, accounts, new Transactions(database.source()), clock);
        Tickets tickets = new Tickets(database.source(), accounts, clock, mail::wakeUp);
        Optional<CopyFolder> copies = wanted.copies().map(files -> new CopyFolder(files.folder()));
        List<Job> jobs = new ArrayList<>(all.everywhere(
                followMails,
                statistics,
                tickets,
                copies.map(folder -> new CopyPublisher(
                        folder,
                        store,
                        registry::current,
                        clock,
                        wanted.copies().orElseThrow().purge()))));
        if (wanted.mirrorOf().isEmpty()) {
            jobs.addAll(all.ofOwnRegistry(
                    new MemberListImports(registry::current, importer, proposals, notices, database.source(), clock),
                    people.closure(),
                    rules,
                    DelegatedFiles.of(settings.jobs().rirData()),
                    IrrServers.of(settings.jobs().irr()),
                    AsnRecordSource.of(rdap)));
        }
        Scheduler schedule = new Scheduler(
                new Leases(database.source(), clock),
                new JobHistory(database.source(), clock),
                new JobMetrics(metrics, clock, jobs)::ended,
                jobs);
        PastReads pastReads = new PastReads(past, rateLimiter);
        PageServices site = new PageServices(
                registry::current,
                editor,
                store,
                accounts,
                authenticator,
                rateLimiter,
                requestFilter,
                new Sessions(database.source(), clock),
                people,
                auditLog,
                post,
                affiliations,
                invitations,
                new Memberships(registry::current, accounts, authenticator, invitations, post, auditLog),
                new Reauthentication(accounts, post, clock),
                clock,
                settings.site(),
                switches,
                ServerInfo.of(settings, database, clock),
                search,
                logos,
                importer,
                schedule,
                proposals,
                notices,
                new Rollback(registry::current, editor, store),
                pastReads,
                identityProvider,
                keyActivity,
                settings.mail().contact(),
                follows,
                new SignedTokens(database.source(), clock),
                statistics,
                tickets,
                new NetworkNotices(database.source(), switches),
                new AsSetLookup(IrrServers.of(settings.jobs().irr()), Ticker.systemTicker()));
        LateFollower follow = new LateFollower();
        ServerMetrics.ofFollower(metrics, follow, registry);
        ReadYourWrites ownWrites = new ReadYourWrites(registry, accounts);
        HistoryHandler history = new HistoryHandler(store, requestFilter, new StreamLimits(Ticker.systemTicker()));
        Api api = new Api(
                registry::current,
                requestFilter,
                OpenApi::document,
                new WriteHandler(editor, new ChangeVisibility(store)),
                new UndoService(store, editor),
                new OrganizationLogHandler(store, accounts),
                new FollowsHandler(follows),
                new ImportProposalsHandler(proposals.store()),
                new ImportStatusColumn(new ImportStatuses(database.source())),
                history,
                new MembersHandler(accounts, rateLimiter, site.memberships(), settings.site()),
                ownWrites,
                search,
                new LogoHandler(logos),
                new KeyWarnings(accounts, keyActivity, clock),
                new LeakReports(accounts, rateLimiter, auditLog),
                pastReads);
        Health health = new Health(lane.health());
        ServerMetrics.ofHealth(metrics, health);
        ServerMetrics.ofCache(metrics, api);
        BacklogMetrics backlog = new BacklogMetrics(metrics, mail, followMails);
        Management management = new Management(registry, follow, health, metrics);
        logEverythingAlike();
        // Streams without end would keep a server that stops waiting.
        WebServer web = WebServer.start(
                settings.web(),
                new WebServer.Handlers(
                        registry::isLoaded,
                        api,
                        new DumpHandler(registry::current, requestFilter, ownWrites, pastReads),
                        new CopyFileHandler(copies, requestFilter)::handle,
                        new PageRouter(site, ownWrites)::handle,
                        management::handle),
                new RequestMetrics(metrics),
                history::close);
        metrics.gauge("peerage.http.connections", web, WebServer::connections);
        try {
            registry.awaitLoaded();
        } catch (SQLException | RuntimeException unreadable) {
            web.close();
            lane.close();
            throw unreadable;
        }
        ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("chores").factory());
        var _ = chores.scheduleWithFixedDelay(guarded(switches::refresh), 1, 1, TimeUnit.SECONDS);
        var _ = chores.scheduleWithFixedDelay(
                guarded(accounts::flushUsage), USE_SECONDS, USE_SECONDS, TimeUnit.SECONDS);
        var _ = chores.scheduleWithFixedDelay(
                guarded(identityProvider.tokens()::flushUsage), USE_SECONDS, USE_SECONDS, TimeUnit.SECONDS);
        var _ = chores.scheduleWithFixedDelay(guarded(keyActivity::flush), 60, 60, TimeUnit.SECONDS);
        var _ = chores.scheduleWithFixedDelay(guarded(keyNotices::send), 1, MAIL_SECONDS, TimeUnit.SECONDS);
        var _ = chores.scheduleWithFixedDelay(guarded(accountStore::forgetOldChanges), 1, 60, TimeUnit.MINUTES);
        ReplicaFollower follower = new ReplicaFollower(database, store, registry, accounts::refreshTo);
        follow.started(follower);
        if (settings.jobs().running()) {
            schedule.start();
        }
        var _ = chores.scheduleWithFixedDelay(backlog::refresh, 0, BACKLOG_SECONDS, TimeUnit.SECONDS);
        var _ = chores.scheduleWithFixedDelay(mail::wakeUp, 0, MAIL_SECONDS, TimeUnit.SECONDS);
        var _ = chores.scheduleWithFixedDelay(guarded(mail::deleteOld), 1, 60, TimeUnit.MINUTES);
        DamageCheck damage = new DamageCheck(database, checkpoints, registry, health);
        List<AutoCloseable> companions = new ArrayList<>();
        companions.add(damage);
        companions.add(StartupChores.start(List.of(
                damage::lookForLoss,
                () -> warmUp(registry.current()),
                () -> search.buildAndFollow(registry::current),
                damage::lookAtAll)));
        anchors.ifPresent(files -> companions.add(AnchorKeeper.start(files, past)));
        companions.add(archive);
        companions.add(WriteTrial.start(database, lane.health()));
        database.headFile().ifPresent(file -> companions.add(HeadKeeper.start(file, store, registry, accounts)));
        OptionalInt whois = startWhois(settings, registry, rateLimiter, search, companions);
        companions.addAll(wanted.start(store, registry, lane, checkpoints, clock, metrics));
        return new Server(
                web,
                management,
                chores,
                accounts,
                lane,
                companions,
                follower,
                schedule,
                mail,
                people.firstAdministrator().invite(),
                settings,
                search,
                whois,
                () -> {
                    keyActivity.flush();
                    identityProvider.tokens().flushUsage();
                });
    }

    /** What staff set is instead of what the server was started with. */
    private static RateLimitSettings limits(RateLimitSettings started, SiteSettings switches) {
        return started.with(
                switches.rate(SiteSettings.Setting.LIMIT_ANONYMOUS_READS).orElse(started.anonymousReads()),
                switches.rate(SiteSettings.Setting.LIMIT_SIGNED_IN_READS).orElse(started.signedInReads()),
                switches.rate(SiteSettings.Setting.LIMIT_WRITES).orElse(started.writes()),
                switches.rate(SiteSettings.Setting.LIMIT_ANONYMOUS_PAGES).orElse(started.anonymousPages()));
    }

    /** From the first day on answers warn, from the last day on passwords are not taken any more. */
    private static PasswordAccess passwordAccess(SiteSettings switches, Clock clock) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (switches.date(SiteSettings.Setting.FACTORS_HARD_START)
                .filter(day -> !today.isBefore(day))
                .isPresent()) {
            return PasswordAccess.OVER;
        }
        return switches.date(SiteSettings.Setting.FACTORS_SOFT_START)
                        .filter(day -> !today.isBefore(day))
                        .isPresent()
                ? PasswordAccess.WARNED
                : PasswordAccess.ALLOWED;
    }

    /** Whois tells what everybody may know, and counts against the limit of pages. */
    private static OptionalInt startWhois(
            ServeSettings settings,
            Registry registry,
            RateLimiter rateLimiter,
            Search search,
            List<AutoCloseable> companions) {
        if (settings.whoisPort().isEmpty()) {
            return OptionalInt.empty();
        }
        int port = settings.whoisPort().getAsInt();
        try {
            WhoisServer whois =
                    WhoisServer.start(settings.web().host(), port, WHOIS_TIME, (line, ipAddress) -> rateLimiter
                            .admitPage(Caller.anonymous(), ipAddress)
                            .map(limited -> limited.message() + "\n")
                            .orElseGet(
                                    () -> new WhoisQuery(registry.current(), Visibility.PUBLIC, search).answer(line)));
            companions.add(whois);
            return OptionalInt.of(whois.port());
        } catch (IOException taken) {
            throw new PortInUseException(port, taken);
        }
    }

    /** Where whois is answered, if it is. */
    public OptionalInt whoisPort() {
        return whoisPort;
    }

    /** Lucene writes to the JDK's own log. */
    private static void logEverythingAlike() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    private static MailTransport transport(ServeSettings settings, Clock clock) {
        SmtpUrl server = settings.mail().server();
        return server == null
                ? new FileTransport(settings.outbox(), settings.mail().from(), clock)
                : new SmtpTransport(server, settings.mail().from(), clock);
    }

    /** The names of all its jobs. */
    public List<String> jobs() {
        return schedule.jobs().stream().map(Job::name).toList();
    }

    /** Runs a job now, whenever it is due: for tests. */
    public void runJob(String name) throws SQLException {
        Job job = schedule.jobs().stream()
                .filter(some -> some.name().equals(name))
                .findFirst()
                .orElseThrow();
        Scheduler.JobOutcome outcome = schedule.runNow(job);
        if (outcome != Scheduler.JobOutcome.DONE) {
            throw new IllegalStateException(name + ": " + outcome);
        }
    }

    /** The address that the server answers at. */
    public String url() {
        String host = settings.web().inherited().isPresent()
                ? web.host()
                : settings.web().host();
        return (settings.web().certificates().isPresent() ? "https://" : "http://")
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** The link with which the first administrator is made, if there is none yet. */
    public Optional<String> invitation() {
        return invitation.map(path -> (settings.site().isEmpty() ? url() : settings.site()) + path);
    }

    public int port() {
        return web.port();
    }

    /** Whether it still answers, or is stuck; it may well answer that the database is away. */
    boolean isResponsive(Duration within) {
        return web.isResponsive(within);
    }

    @Override
    public void close() {
        management.end();
        chores.shutdown();
        schedule.close();
        web.close();
        search.close();
        BackgroundServices.stop(companions);
        mail.close();
        lane.close();
        follower.close();
        accounts.flushUsage();
        guarded(lastNotes).run();
    }

    private static Runnable guarded(Runnable chore) {
        return () -> {
            try {
                chore.run();
            } catch (RuntimeException e) {
                LOG.warn("a chore failed and will be tried again: {}", e.toString());
            }
        };
    }

    /** Makes indexes, and writes and compresses the lists that clients ask for whole, so that nobody waits for them. */
    private static void warmUp(Snapshot snapshot) {
        snapshot.prepare();
        for (var type : ObjectTypes.ALL) {
            WholeList _ = WholeList.of(snapshot, type, Visibility.Level.PUBLIC);
        }
        for (var type : ObjectTypes.ALL) {
            Api.warmUp(snapshot, type);
        }
    }
}
