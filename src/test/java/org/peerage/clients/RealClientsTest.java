package org.peerage.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountStore;
import org.peerage.access.credentials.Passwords;
import org.peerage.cli.BackgroundServices;
import org.peerage.cli.Commands;
import org.peerage.cli.JobSettings;
import org.peerage.cli.ServeSettings;
import org.peerage.cli.Server;
import org.peerage.copies.CachePurge;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestAccounts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that others wrote for the reference, unchanged, against our server (docs/spec/rest.md §8, §9): each must end with
 * exactly the rows of the dump that the server was filled from.
 */
@Tag("slow")
class RealClientsTest {
    private static final List<String> TAGS =
            ObjectTypes.ALL.stream().map(ObjectType::typeName).toList();
    /** What the official client says of a type that it asked for changes. */
    private static final Pattern UNCHANGED =
            Pattern.compile("\\[(\\w+)] Processed 0 objects \\(0 created, 0 updated, (\\d+) unchanged\\)");

    @TempDir
    private Path folder;

    private Database database;
    private Server server;
    private JsonNode dump;
    private String superuserKey;

    @BeforeEach
    void serveTheWorld() throws Exception {
        Path world = ProjectFiles.conformance("world/dump.json");
        dump = JsonMapper.shared().readTree(world.toFile());
        database = Database.openFolder(folder.resolve("data"));
        new DumpLoader(new RegistryStore(database), Clock.systemUTC()).load(world, true, TestAccounts.silently());
        // Made by another process, as it were, a key is known a second later: so before the server starts.
        superuserKey = TestAccounts.superuserKey(
                new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC()));
        server = Server.start(ServeSettings.unlimited(), database);
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void officialClientCopiesEverythingAndThenNothing() throws Exception {
        PythonClients python = PythonClients.install();
        Path copy = Files.createDirectory(folder.resolve("copy"));

        String full = python.peeringdb(copy, syncSettings(), "sync");
        Map<String, Map<String, String>> copied = rowsOf(copied(python, copy), "ok");
        // Full dumps have no deleted rows: those since the newest row come with the next round.
        python.peeringdb(copy, syncSettings(), "sync");
        JsonNode caughtUp = copied(python, copy);
        String idle = python.peeringdb(copy, syncSettings(), "sync");

        assertThat(full).contains(each("[%s] Fetching from remote cache"));
        assertThat(copied).as(full).isEqualTo(publicRows());
        assertThat(rowsOf(caughtUp, "ok")).isEqualTo(publicRows());
        assertThat(rowsOf(caughtUp, "deleted")).isEqualTo(deletedSinceTheNewestRow());
        // The client asks from the second of its newest row on, which the server therefore sends again.
        Map<String, Integer> fetched = new TreeMap<>();
        UNCHANGED.matcher(idle).results().forEach(line -> fetched.put(line.group(1), Integer.valueOf(line.group(2))));
        assertThat(fetched).as(idle).containsOnlyKeys(TAGS);
        assertThat(fetched.values()).as(idle).containsOnly(1);
        assertThat(copied(python, copy)).isEqualTo(caughtUp);
    }

    @Test
    void officialClientCopiesFromACopy() throws Exception {
        PythonClients python = PythonClients.install();
        Path copy = Files.createDirectory(folder.resolve("copy"));
        server.close();
        server = Server.start(
                ServeSettings.unlimited().withJobs(JobSettings.NONE),
                database,
                new BackgroundServices(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new BackgroundServices.CopySettings(folder.resolve("files"), CachePurge.NONE))));
        server.runJob("copies");
        Path data = folder.resolve("mirror");
        assertThat(Commands.run("sync", "--from", server.url(), "--once", "--data", data.toString()))
                .isZero();
        try (Database own = Database.openFolder(data);
                Server mirror = Server.start(ServeSettings.unlimited(), own)) {
            Map<String, String> settings = new TreeMap<>(syncSettings());
            settings.put("PDB_SYNC_URL", mirror.url() + "/api");
            settings.put("PDB_SYNC_CACHE_URL", mirror.url());

            String full = python.peeringdb(copy, settings, "sync");

            assertThat(rowsOf(copied(python, copy), "ok")).as(full).isEqualTo(publicRows());
        }
    }

    @Test
    void officialClientWithAKeyCopiesContactsThatNotAllSee() throws Exception {
        PythonClients python = PythonClients.install();
        Path copy = Files.createDirectory(folder.resolve("copy"));

        Map<String, String> settings = new TreeMap<>(syncSettings());
        settings.put("PDB_SYNC_API_KEY", superuserKey);
        String full = python.peeringdb(copy, settings, "sync", "--fetch-private");

        assertThat(full).contains("[poc] Fetching from API");
        assertThat(rowsOf(copied(python, copy), "ok")).as(full).isEqualTo(allRows());
    }

    @Test
    void officialClientLearnsThatARowWasDeleted() throws Exception {
        PythonClients python = PythonClients.install();
        Path copy = Files.createDirectory(folder.resolve("copy"));
        python.peeringdb(copy, syncSettings(), "sync");
        String gone = publicRows().get("netfac").keySet().iterator().next();
        HttpRequest deletion = HttpRequest.newBuilder(URI.create(server.url() + "/api/netfac/" + gone))
                .header("Authorization", "Api-Key " + superuserKey)
                .DELETE()
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(deletion, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }

        String next = python.peeringdb(copy, syncSettings(), "sync");

        JsonNode copied = copied(python, copy);
        assertThat(rowsOf(copied, "deleted").get("netfac")).as(next).containsKey(gone);
        Map<String, String> left = publicRows().get("netfac");
        left.remove(gone);
        assertThat(rowsOf(copied, "ok").get("netfac")).as(next).isEqualTo(left);
    }

    @Test
    void twentycRpcReadsEveryType() throws Exception {
        PythonClients python = PythonClients.install();

        List<String> arguments = new ArrayList<>(List.of(server.url()));
        arguments.addAll(TAGS);
        JsonNode read =
                JsonMapper.shared().readTree(python.script(folder, "read_all.py", arguments.toArray(String[]::new)));

        assertReadWhole(read);
        assertThat(read.get("absent").get("net").stringValue()).startsWith("404 ");
    }

    @Test
    void clientInGoReadsEveryType() throws Exception {
        GoClient go = GoClient.build();

        JsonNode read = JsonMapper.shared().readTree(go.readAll(server.url()));

        assertReadWhole(read);
        assertThat(read.get("absent").get("net").stringValue()).startsWith("404");
    }

    private void assertReadWhole(JsonNode read) {
        Map<String, Map<String, String>> expected = publicRows();
        assertThat(rows(read.get("all"))).isEqualTo(expected);
        assertThat(rows(read.get("alone"))).containsOnlyKeys(TAGS).allSatisfy((typeName, alone) -> assertThat(
                        expected.get(typeName))
                .containsAllEntriesOf(alone)
                .hasSizeGreaterThan(alone.size()));
        assertThat(read.get("absent").propertyNames()).containsExactlyInAnyOrderElementsOf(TAGS);
    }

    private Map<String, String> syncSettings() {
        return Map.of(
                "PDB_SYNC_URL", server.url() + "/api",
                "PDB_SYNC_CACHE_URL", server.url(),
                "PDB_SYNC_CACHE_DIR", folder.resolve("dumps").toString(),
                "FAILED_ENTRIES_FILE", folder.resolve("failed.json").toString());
    }

    private static JsonNode copied(PythonClients python, Path copy) throws Exception {
        return JsonMapper.shared().readTree(python.script(copy, "copied.py", copy.toString()));
    }

    /** Of the dump, what is not deleted: by type, when each row was updated. */
    private Map<String, Map<String, String>> allRows() {
        return dumped("ok", row -> true);
    }

    private Map<String, Map<String, String>> publicRows() {
        return dumped("ok", RealClientsTest::isPublic);
    }

    private Map<String, Map<String, String>> deletedSinceTheNewestRow() {
        Map<String, Map<String, String>> deleted = dumped("deleted", RealClientsTest::isPublic);
        publicRows().forEach((typeName, rows) -> {
            String newest = Collections.max(rows.values());
            deleted.get(typeName).values().removeIf(updated -> updated.compareTo(newest) < 0);
        });
        return deleted;
    }

    /** Contacts have roles, and some of them are not for all to see. */
    private static boolean isPublic(JsonNode row) {
        return !row.has("role") || row.get("visible").stringValue().equals("Public");
    }

    private Map<String, Map<String, String>> dumped(String status, Predicate<JsonNode> seen) {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        for (String typeName : TAGS) {
            Map<String, String> updated = rows.computeIfAbsent(typeName, _ -> new TreeMap<>());
            for (JsonNode row : dump.get(typeName)) {
                if (row.get("status").stringValue().equals(status) && seen.test(row)) {
                    updated.put(row.get("id").asString(), row.get("updated").stringValue());
                }
            }
        }
        return rows;
    }

    /** Of what was copied, the rows of one status. */
    private static Map<String, Map<String, String>> rowsOf(JsonNode copied, String status) {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        copied.forEachEntry((typeName, byStatus) -> rows.put(typeName, texts(byStatus.path(status))));
        return rows;
    }

    private static Map<String, Map<String, String>> rows(JsonNode byTag) {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        byTag.forEachEntry((typeName, updated) -> rows.put(typeName, texts(updated)));
        return rows;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.forEachEntry((name, value) -> texts.put(name, value.stringValue()));
        return texts;
    }

    private static List<String> each(String line) {
        return TAGS.stream().map(line::formatted).toList();
    }
}
