package org.peerage.cli;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.peerage.access.limits.RateLimitSettings;
import org.peerage.copies.CachePurge;
import org.peerage.http.CertificateSource;
import org.peerage.http.PortInUseException;
import org.peerage.http.WebSettings;
import org.peerage.ixf.FeedAddresses;
import org.peerage.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: runs the server until it is told to stop. */
@Command(name = "serve", description = "Run the server.", mixinStandardHelpOptions = true)
public final class Serve implements Callable<Integer> {
    private static final int MAX_STOP_SECONDS = 25;
    private static final int MAX_PORT = 65_535;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "8080", description = "Port to listen on; 0: any (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--management-port",
            description = "Port for /health and /metrics on 127.0.0.1; 0: none (a free one next to --port).")
    private @Nullable Integer managementPort;

    @Option(
            names = "--whois-port",
            paramLabel = "PORT",
            description = "Answer whois (RFC 3912) on this port too; 43 is its usual one (off).")
    private @Nullable Integer whoisPort;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--throttle", defaultValue = "on", description = "Limit requests: on or off (${DEFAULT-VALUE}).")
    private Switch throttle = Switch.on;

    @Option(
            names = "--rdap",
            defaultValue = "off",
            description = "Who is asked about AS numbers: the URL of an RDAP server, iana or off (${DEFAULT-VALUE}).")
    private String rdap = "off";

    @Option(
            names = "--log",
            defaultValue = "text",
            description = "Log lines on stderr: text or json (${DEFAULT-VALUE}).")
    private Format log = Format.text;

    @Option(
            names = "--site",
            defaultValue = "${PEERAGE_SITE:-}",
            description = "The address under which people reach this site, such as https://peerage.example.net.")
    private String site = "";

    @Option(
            names = "--checkpoint",
            defaultValue = "on",
            description = "Keep what was read in a file for the next start: on or off (${DEFAULT-VALUE}).")
    private Switch checkpoint = Switch.on;

    @Option(
            names = "--copies",
            paramLabel = "FOLDER",
            defaultValue = "on",
            description = "Make files that others keep copies from: on (in the data folder), off, or a folder that"
                    + " nodes share (${DEFAULT-VALUE}).")
    private String copies = "on";

    @Option(
            names = "--mirror-of",
            paramLabel = "URL",
            description = "Be a live copy of the registry there, which nobody writes to here.")
    private @Nullable String mirrorOf;

    @Mixin
    private SyncOptions copy = new SyncOptions();

    @Option(names = "--demo", description = "Fill an empty registry with samples, and print how to use them.")
    private boolean demo;

    @Option(
            names = "--ixf-allow",
            paramLabel = "CIDR",
            split = ",",
            description = "Fetch member lists from these networks too, besides public addresses (PEERAGE_IXF_ALLOW).")
    private List<String> ixfAllow = new ArrayList<>();

    @Option(
            names = "--rir-data",
            paramLabel = "WHERE",
            defaultValue = "${PEERAGE_RIR_DATA:-off}",
            description =
                    "Where the RIRs' delegated files are: folders or URLs with commas between, rirs for the RIRs' own"
                            + " servers, or off (${DEFAULT-VALUE}).")
    private String rirData = "off";

    @Mixin
    private IrrOption irr = new IrrOption();

    @Option(
            names = "--jobs",
            defaultValue = "on",
            description = "Do what is done by the clock: on or off, where another node does (${DEFAULT-VALUE}).")
    private Switch jobs = Switch.on;

    /** Words for a setting that is on or off. */
    enum Switch {
        on,
        off
    }

    /** Words for the form of log lines. */
    enum Format {
        text,
        json
    }

    @Override
    public Integer call() throws Exception {
        System.setProperty("peerage.log", log.name());
        checkPort("--port", port);
        checkPort("--management-port", managementPort == null ? 0 : managementPort);
        checkPort("--whois-port", whoisPort == null ? 0 : whoisPort);
        site = SiteAddress.parse(site);
        int management = managementPort == null ? FreePort.nextTo(port) : managementPort;
        long pid = ProcessHandle.current().pid();
        // Before the database is opened, whose statements are spans then; and closed after it.
        try (Traces _ = Traces.of(System.getenv());
                Database open = database.open()) {
            ServeSettings settings = new ServeSettings(
                    new WebSettings(host, port, management, TlsSettings.proxies(System.getenv()), certificates())
                            .inheriting(ServiceManager.inheritedSocket(System.getenv(), pid)),
                    limits(),
                    rdap,
                    site,
                    database.folder().resolve("outbox"),
                    mail(),
                    demo || documentationNumbers(),
                    feeds(ixfAllow),
                    new JobSettings(jobs == Switch.on, rirData, irr.hosts()),
                    whoisPort == null ? OptionalInt.empty() : OptionalInt.of(whoisPort));
            if (demo) {
                Demo.fill(open, settings);
            }
            Server server = start(settings, open);
            CountDownLatch stopped = new CountDownLatch(1);
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, ended), "stop"));
            System.out.println("Peerage is ready at " + server.url());
            if (demo) {
                System.out.println("Mail goes to " + settings.mail().destination(settings.outbox()));
            }
            if (managementPort == null) {
                System.out.println("Health and metrics: http://127.0.0.1:" + management + "/health and /metrics");
            }
            server.invitation()
                    .ifPresent(link -> System.err.println(
                            "There is no administrator yet. Whoever opens this link first becomes one: " + link));
            Optional<ServiceManager> manager = ServiceManager.of(System.getenv());
            manager.ifPresent(told -> told.ready(
                    "Ready at " + server.url(), ServiceManager.watchdog(System.getenv(), pid), server::isResponsive));
            stopped.await();
            manager.ifPresent(ServiceManager::stopping);
            try {
                server.close();
            } finally {
                manager.ifPresent(ServiceManager::close);
                ended.countDown();
            }
        }
        return 0;
    }

    private static void checkPort(String option, int port) throws CommandException {
        if (port < 0 || port > MAX_PORT) {
            throw new CommandException(option + " takes a port from 0 to " + MAX_PORT + ", not " + port, 64);
        }
    }

    private Server start(ServeSettings settings, Database open) throws CommandException, SQLException {
        try {
            return Server.start(settings, open, companions());
        } catch (PortInUseException taken) {
            String option = taken.port() == port ? "--port" : "--management-port";
            throw new CommandException("port " + taken.port() + " is in use; choose another with " + option, 69);
        }
    }

    /** The program ends when its hooks have; so this one waits until everything is put away. */
    private static void stop(CountDownLatch stopped, CountDownLatch ended) {
        stopped.countDown();
        try {
            boolean _ = ended.await(MAX_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private BackgroundServices companions() throws CommandException {
        return new BackgroundServices(
                checkpoint == Switch.on ? Optional.of(database.folder()) : Optional.empty(),
                mirrorOf == null ? Optional.empty() : Optional.of(copy.settings(mirrorOf)),
                copies());
    }

    private Optional<BackgroundServices.CopySettings> copies() {
        Path folder =
                switch (copies) {
                    case "off" -> null;
                    case "on" -> database.folder().resolve("copies");
                    default -> Path.of(copies);
                };
        CachePurge purge = CachePurge.of(System.getenv());
        return Optional.ofNullable(folder).map(files -> new BackgroundServices.CopySettings(files, purge));
    }

    private static MailSettings mail() throws CommandException {
        try {
            return MailSettings.of(System.getenv());
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ErrorMessages.of(wrong), 64);
        }
    }

    private static Optional<CertificateSource> certificates() throws CommandException {
        try {
            return TlsSettings.certificates(System.getenv());
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ErrorMessages.of(wrong), 64);
        }
    }

    /** What the demo shows, and what tests write, has numbers that are nobody's. */
    static boolean documentationNumbers() throws CommandException {
        String value = System.getenv().getOrDefault("PEERAGE_DOCUMENTATION_NUMBERS", "off");
        return switch (value) {
            case "on" -> true;
            case "off", "" -> false;
            default -> throw new CommandException("PEERAGE_DOCUMENTATION_NUMBERS is on or off, not " + value, 64);
        };
    }

    static FeedAddresses feeds(List<String> ixfAllow) throws CommandException {
        try {
            return FeedAddresses.parse(
                    String.join(",", ixfAllow) + "," + System.getenv().getOrDefault("PEERAGE_IXF_ALLOW", ""));
        } catch (IllegalArgumentException wrong) {
            throw new CommandException("--ixf-allow or PEERAGE_IXF_ALLOW: " + ErrorMessages.of(wrong), 64);
        }
    }

    private RateLimitSettings limits() throws CommandException {
        try {
            return RateLimitOptions.of(System.getenv(), throttle == Switch.on);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ErrorMessages.of(wrong), 64);
        }
    }
}
