package org.peerage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountsFile;
import org.peerage.access.credentials.Passwords;
import org.peerage.cli.BackgroundServices;
import org.peerage.cli.JobSettings;
import org.peerage.cli.ServeSettings;
import org.peerage.cli.Server;
import org.peerage.copies.CachePurge;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.Redaction;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A server in this process, with the recorded world and its accounts, on SQLite in a folder that goes with it. */
public final class RunningServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Closeables parts;
    private final Database database;
    private final AccountStore accounts;
    private final Map<String, String> keys;
    private final AdjustableClock clock;
    private final Mailbox mails;
    private final Path copyFolder;
    private final Server server;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** Where a server's data is. */
    private interface Place {
        Database open(Path folder) throws Exception;
    }

    private RunningServer(Closeables parts, ServeSettings settings, Place place, boolean copies, Path dump)
            throws Exception {
        this.parts = parts;
        Path world = ProjectFiles.conformance("world");
        Path folder = parts.add(Files.createTempDirectory("peerage"), RunningServer::delete);
        database = parts.add(place.open(folder), Database::close);
        new DumpLoader(new RegistryStore(database), Clock.systemUTC()).load(dump, true, TestAccounts.silently());
        accounts = new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
        try (InputStream in = Files.newInputStream(world.resolve("accounts.json"))) {
            keys = ((AccountChangeResult.Imported) accounts.importAccounts(AccountsFile.read(in))).secrets();
        }
        FakeRdapServer rdap = parts.add(FakeRdapServer.start(), FakeRdapServer::close);
        clock = AdjustableClock.ofThePresent();
        copyFolder = folder.resolve("copies");
        mails = new Mailbox(folder.resolve("outbox"));
        server = parts.add(
                Server.start(
                        settings.withRdap(rdap.url()).withMailFolder(mails.folder()),
                        database,
                        new BackgroundServices(
                                Optional.empty(),
                                Optional.empty(),
                                copies
                                        ? Optional.of(new BackgroundServices.CopySettings(copyFolder, CachePurge.NONE))
                                        : Optional.empty()),
                        clock),
                Server::close);
    }

    public static RunningServer start() throws Exception {
        return start(ServeSettings.unlimited());
    }

    /** With other settings; whom it asks about AS numbers and where its mail goes are its own. */
    public static RunningServer start(ServeSettings settings) throws Exception {
        return start(settings, Database::openFolder);
    }

    /** On a registry of other rows than the world's; its people and keys are the same. */
    public static RunningServer startWithDump(Path dump) throws Exception {
        return start(ServeSettings.unlimited(), Database::openFolder, false, dump);
    }

    /** On a database that is open, and is closed with it. */
    public static RunningServer start(Database database) throws Exception {
        return start(ServeSettings.unlimited(), folder -> database);
    }

    /** The same with other settings. */
    public static RunningServer start(ServeSettings settings, Database database) throws Exception {
        return start(settings, folder -> database);
    }

    /** The same on a database that is open, with files for copies that are made when {@link #publishCopies} says so. */
    public static RunningServer startWithCopies(Database database) throws Exception {
        return start(ServeSettings.unlimited().withJobs(JobSettings.NONE), folder -> database, true);
    }

    private static RunningServer start(ServeSettings settings, Place place) throws Exception {
        return start(settings, place, false);
    }

    private static RunningServer start(ServeSettings settings, Place place, boolean copies) throws Exception {
        return start(settings, place, copies, ProjectFiles.conformance("world").resolve("dump.json"));
    }

    private static RunningServer start(ServeSettings settings, Place place, boolean copies, Path dump)
            throws Exception {
        Closeables parts = new Closeables();
        try {
            return new RunningServer(parts, settings, place, copies, dump);
        } catch (Throwable failure) {
            try (parts) {
                throw failure;
            }
        }
    }

    public String url() {
        return server.url();
    }

    /** Where whois is answered; settings that say so are needed. */
    public int whoisPort() {
        return server.whoisPort().orElseThrow();
    }

    /** The link with which the first administrator is made, if there is none. */
    public Optional<String> invitation() {
        return server.invitation();
    }

    /** Where files for copies are. */
    public Path copyFolder() {
        return copyFolder;
    }

    /** The names of all its jobs. */
    public List<String> jobs() {
        return server.jobs();
    }

    /** Brings the files for copies up to date. */
    public void publishCopies() throws Exception {
        server.runJob("copies");
    }

    public Database database() {
        return database;
    }

    public RegistryStore store() {
        return new RegistryStore(database);
    }

    public AccountStore accounts() {
        return accounts;
    }

    /** The server's clock: of the present, until a test puts it forward. */
    public AdjustableClock clock() {
        return clock;
    }

    public Mailbox mails() {
        return mails;
    }

    /** The secret of a key of the world, such as {@code org:41/full}. */
    public String key(String name) {
        return Objects.requireNonNull(keys.get(name), name);
    }

    /** What came back. */
    public record TestResponse(int status, HttpHeaders headers, String text) {
        static TestResponse of(HttpResponse<String> response) {
            return new TestResponse(response.statusCode(), response.headers(), response.body());
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }

        public String header(String name) {
            return String.join(", ", headers.allValues(name));
        }

        /** What a form of the page has in a field that the reader does not see. */
        public String hidden(String name) {
            Matcher found =
                    Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(text);
            if (!found.find()) {
                throw new AssertionError("no field " + name + " in the answer " + status);
            }
            return found.group(1);
        }
    }

    /**
     * Sends a request.
     *
     * @param who a key of the world; empty: nobody
     * @param body JSON; empty: none
     * @param headers names and values in turn
     */
    public TestResponse send(String who, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!who.isEmpty()) {
            request.header("Authorization", "Api-Key " + key(who));
        }
        boolean typed = java.util.Arrays.stream(headers).anyMatch("Content-Type"::equalsIgnoreCase);
        if (!body.isEmpty() && !typed) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return TestResponse.of(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    /** Changes one value of an object, such as {@code net/62}. */
    public void save(String who, String object, String field, String value) throws IOException, InterruptedException {
        ObjectNode row = (ObjectNode)
                send(who, "GET", "/api/" + object + "?depth=0", "").json().at("/data/0");
        TestResponse saved =
                send(who, "PUT", "/api/" + object, row.put(field, value).toString());
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
    }

    /** The version of the registry that it answers from. */
    public long head() throws IOException, InterruptedException {
        return Long.parseLong(send("", "GET", "/api/campus?limit=1", "").header("X-Peerage-Version"));
    }

    /** Takes old values out of the log, as another process does it, and waits until the server has heard of it. */
    public void redact(Redaction.Target target) throws Exception {
        try (RegistryStore.Transaction transaction = store().beginTransaction()) {
            assertThat(Redaction.redact(transaction, target, "", "operator", clock().instant()))
                    .isInstanceOf(Redaction.RedactionResult.Redacted.class);
            transaction.commit();
        }
        awaitHead();
    }

    /** Waits until it has heard of all that other processes wrote. */
    public void awaitHead() throws Exception {
        Waiting.until(PATIENCE, () -> head() >= store().head().version());
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
