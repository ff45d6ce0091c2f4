package org.peerage.testing;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.peerage.access.AccountChange;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountsFile;
import org.peerage.access.Passwords;
import org.peerage.cli.ServeSettings;
import org.peerage.cli.Server;
import org.peerage.registry.DumpLoader;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server in this process, with the recorded world and its accounts. */
public final class RunningServer implements AutoCloseable {
    private final Database database;
    private final RdapStand rdap;
    private final Server server;
    private final Map<String, String> keys;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private RunningServer(Database database, RdapStand rdap, Server server, Map<String, String> keys) {
        this.database = database;
        this.rdap = rdap;
        this.server = server;
        this.keys = keys;
    }

    /** On SQLite, in a folder. */
    public static RunningServer start(Path folder) throws Exception {
        return start(Database.openFolder(folder));
    }

    public static RunningServer start(Database database) throws Exception {
        return start(database, ServeSettings.unlimited(), Clock.systemUTC());
    }

    /** On SQLite in a folder, with other settings and another clock; mail goes into {@code outbox} below the folder. */
    public static RunningServer start(Path folder, ServeSettings settings, Clock clock) throws Exception {
        return start(Database.openFolder(folder), settings.mailingInto(folder.resolve("outbox")), clock);
    }

    private static RunningServer start(Database database, ServeSettings settings, Clock clock) throws Exception {
        Path world = SharedFolder.file("conformance/world");
        new DumpLoader(new RegistryStore(database), Clock.systemUTC())
                .load(world.resolve("dump.json"), true, TestAccounts.silently());
        AccountStore store =
                new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
        Map<String, String> keys;
        try (InputStream in = Files.newInputStream(world.resolve("accounts.json"))) {
            keys = ((AccountChange.Imported) store.importAccounts(AccountsFile.read(in))).secrets();
        }
        RdapStand rdap = RdapStand.start();
        return new RunningServer(
                database, rdap, Server.start(settings.askingRdap(rdap.address()), database, clock), keys);
    }

    public String address() {
        return server.address();
    }

    /** The link with which the first administrator is made, if there is none. */
    public Optional<String> invitation() {
        return server.invitation();
    }

    public RegistryStore store() {
        return new RegistryStore(database);
    }

    /** The secret of a key of the world, such as {@code org:41/full}. */
    public String key(String name) {
        return Objects.requireNonNull(keys.get(name), name);
    }

    /** What came back. */
    public record Reply(int status, Map<String, String> headers, String text) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
        }
    }

    /**
     * Sends a request.
     *
     * @param who a key of the world; empty: nobody
     * @param body JSON; empty: none
     * @param headers names and values in turn
     */
    public Reply send(String who, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
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
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Map<String, String> got = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> got.put(name, String.join(", ", values)));
        return new Reply(response.statusCode(), got, response.body());
    }

    @Override
    public void close() throws IOException {
        server.close();
        rdap.close();
        database.close();
    }
}
