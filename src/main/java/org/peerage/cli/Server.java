package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.Callers;
import org.peerage.access.ClientVersion;
import org.peerage.access.Passwords;
import org.peerage.access.Throttles;
import org.peerage.accounts.Audit;
import org.peerage.accounts.MailFolder;
import org.peerage.accounts.People;
import org.peerage.accounts.Post;
import org.peerage.accounts.Sessions;
import org.peerage.api.AccessGate;
import org.peerage.api.ApiServlet;
import org.peerage.api.Gate;
import org.peerage.api.History;
import org.peerage.api.Writes;
import org.peerage.registry.Checkpoints;
import org.peerage.registry.Editor;
import org.peerage.registry.Registry;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.WriteLane;
import org.peerage.registry.Writer;
import org.peerage.registry.types.Types;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.View;
import org.peerage.snapshot.WholeList;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.web.page.Site;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

/** A running server: the registry in memory, accounts, and the web server in front of them. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final long CATCH_UP_MILLIS = 250;
    private static final Duration ANSWERS_KEPT = Duration.ofHours(24);

    private final ConfigurableApplicationContext context;
    private final ScheduledExecutorService chores;
    private final Accounts accounts;
    private final WriteLane lane;
    private final List<AutoCloseable> companions;

    private Server(
            ConfigurableApplicationContext context,
            ScheduledExecutorService chores,
            Accounts accounts,
            WriteLane lane,
            List<AutoCloseable> companions) {
        this.companions = companions;
        this.context = context;
        this.chores = chores;
        this.accounts = accounts;
        this.lane = lane;
    }

    /** Starts a server on an open database; it answers when this returns. */
    public static Server start(ServeSettings settings, Database database) throws SQLException {
        return start(settings, database, Companions.NONE);
    }

    /** The same with checkpoints, and as a copy of another registry. */
    public static Server start(ServeSettings settings, Database database, Companions wanted) throws SQLException {
        RegistryStore store = new RegistryStore(database);
        Optional<Checkpoints> checkpoints = wanted.checkpoints().map(folder -> new Checkpoints(store, folder));
        Registry registry = checkpoints.isPresent() ? Registry.open(store, checkpoints.get()) : Registry.open(store);
        Clock clock = Clock.systemUTC();
        Passwords passwords = new Passwords(Ticker.systemTicker());
        Accounts accounts = new Accounts(new AccountStore(database.source(), passwords, clock));
        Throttles throttles = new Throttles(settings.limits(), Ticker.systemTicker());
        Callers callers = new Callers(accounts, passwords, clock, RegistrySettings.STANDARD.suggestions());
        Gate gate = new AccessGate(callers, throttles, ClientVersion.standard());
        Post post = new MailFolder(settings.outbox(), "Peerage <noreply@localhost>", clock);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        metrics.gauge(
                "peerage.registry.version",
                registry,
                r -> r.isLoaded() ? r.current().version() : Double.NaN);
        for (var type : Types.ALL) {
            metrics.gauge("peerage.registry.rows", Tags.of("type", type.tag()), registry, r -> r.current()
                    .size(type));
        }
        WriteLane lane = new WriteLane(store, registry, clock);
        wanted.mirrorOf()
                .ifPresent(origin -> lane.refuse("this registry is a copy of " + origin.from() + ": write there"));
        Editor editor = new Editor(
                registry, lane, new Writer(RegistrySettings.STANDARD), AsnRecords.of(settings.rdap()), clock);
        Site site = new Site(
                registry::current,
                editor,
                store,
                accounts,
                callers,
                throttles,
                new Sessions(database.source(), clock),
                new People(accounts, passwords, database.source(), post, clock),
                new Audit(database.source(), clock),
                clock,
                settings.site());
        ConfigurableApplicationContext context =
                application(settings, registry, gate, metrics, new Writes(editor), new History(store), site);
        try {
            registry.awaitLoaded();
        } catch (SQLException | RuntimeException unreadable) {
            context.close();
            lane.close();
            throw unreadable;
        }
        ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("chores").factory());
        var _ = chores.scheduleWithFixedDelay(guarded(accounts::refreshIfChanged), 1, 1, TimeUnit.SECONDS);
        var _ = chores.scheduleWithFixedDelay(guarded(accounts::flushUsage), 60, 60, TimeUnit.SECONDS);
        var _ = chores.scheduleWithFixedDelay(
                guarded(() -> catchUp(store, registry, lane)), CATCH_UP_MILLIS, CATCH_UP_MILLIS, TimeUnit.MILLISECONDS);
        var _ = chores.scheduleWithFixedDelay(guarded(() -> forget(store, clock)), 1, 60, TimeUnit.MINUTES);
        Thread.ofPlatform().daemon().name("warm-up").start(() -> warmUp(registry.current()));
        return new Server(context, chores, accounts, lane, wanted.begin(store, registry, lane, checkpoints, clock));
    }

    /** Other processes may write to the same database. */
    private static void catchUp(RegistryStore store, Registry registry, WriteLane lane) {
        try {
            if (store.head().version() != registry.current().version()) {
                lane.catchUp();
            }
        } catch (SQLException | WriteLane.Unavailable unreachable) {
            throw new IllegalStateException("the database does not answer", unreachable);
        }
    }

    private static void forget(RegistryStore store, Clock clock) {
        try {
            int forgotten = store.forgetAnswersBefore(clock.instant().minus(ANSWERS_KEPT));
            LOG.debug("{} kept answers forgotten", forgotten);
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the database does not answer", unreachable);
        }
    }

    /** The address that the server answers at. */
    public String address() {
        String host = context.getEnvironment().getProperty("peerage.host", "127.0.0.1");
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    public int port() {
        return Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    @Override
    public void close() {
        chores.shutdown();
        context.close();
        Companions.end(companions);
        lane.close();
        accounts.flushUsage();
    }

    private static ConfigurableApplicationContext application(
            ServeSettings settings,
            Registry registry,
            Gate gate,
            PrometheusMeterRegistry metrics,
            Writes writes,
            History history,
            Site site) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.address", resolved(settings.host()));
        properties.put("server.port", settings.port());
        properties.put("peerage.host", settings.host());
        SpringApplication application = new SpringApplicationBuilder(ServerConfiguration.class)
                .properties(properties)
                .initializers((GenericApplicationContext context) -> {
                    context.registerBean(ServeSettings.class, () -> settings);
                    context.registerBean(Registry.class, () -> registry);
                    context.registerBean(Gate.class, () -> gate);
                    // Streams without end would keep a server that stops waiting.
                    context.addApplicationListener((ContextClosedEvent stopping) -> history.close());
                    context.registerBean(Site.class, () -> site);
                    context.registerBean(Writes.class, () -> writes);
                    context.registerBean(History.class, () -> history);
                    context.registerBean(PrometheusMeterRegistry.class, () -> metrics);
                })
                .registerShutdownHook(true)
                .build();
        return application.run();
    }

    private static String resolved(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException unknown) {
            return host;
        }
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

    /** Writes and compresses the lists that clients ask for whole, so that not even the first one waits for it. */
    private static void warmUp(Snapshot snapshot) {
        for (var type : Types.ALL) {
            WholeList _ = WholeList.of(snapshot, type, View.PUBLIC);
        }
        for (var type : Types.ALL) {
            ApiServlet.warmUp(snapshot, type);
        }
    }
}
