package org.peerage.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountsFile;
import org.peerage.access.credentials.Passwords;
import org.peerage.cli.JobSettings;
import org.peerage.cli.ServeSettings;
import org.peerage.cli.Server;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.FakeRdapServer;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestAccounts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays all recorded requests against a server, each folder of them on a world of its own. Where docs/spec/deviations.md
 * overrules an answer, the recording says so itself.
 */
@Tag("slow")
class RecordedAnswersTest {
    /** Scenarios whose recorded answer docs/spec/deviations.md overrules without a mark in the recording, with the rule. */
    private static final Map<String, String> UNMARKED = Map.of(
            "/api/poc.json?limit=1", "§4: hidden contacts are not counted by limit",
            "relations: /api/net?poc_set__id__lte=19&limit=12", "§4: hidden contacts match no filter of their network",
            "relations: /api/net?poc_set__role__in=Technical%2CPolicy&limit=12", "§4: likewise");

    /** Keys of fields that the reference lacks: answers are compared without them. */
    private static final String OURS = ObjectTypes.ALL.stream()
            .flatMap(type -> type.fields().stream())
            .filter(Field::isOurs)
            .map(Field::name)
            .collect(Collectors.joining(","));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"cases, 3500", "cases-2, 1100", "cases-3, 600"})
    void recordedCasesPassOnSqlite(String cases, int atLeast) throws Exception {
        try (Database database = Database.openFolder(folder.resolve("data"))) {
            replay(database, cases, atLeast);
        }
    }

    @ParameterizedTest
    @CsvSource({"cases, 3500", "cases-2, 1100", "cases-3, 600"})
    void recordedCasesPassOnPostgres(String cases, int atLeast) throws Exception {
        try (Database database = Database.openUrl(PostgresServer.newDatabaseUrl())) {
            replay(database, cases, atLeast);
        }
    }

    private void replay(Database database, String cases, int atLeast) throws Exception {
        Path world = ProjectFiles.conformance("world");
        new DumpLoader(new RegistryStore(database), Clock.systemUTC())
                .load(world.resolve("dump.json"), true, TestAccounts.silently());
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, JsonMapper.shared().writeValueAsString(makeAccounts(database, world)));

        Path report = folder.resolve("report.json");
        Path output = folder.resolve("output.txt");
        ServeSettings settings = ServeSettings.unlimited()
                .takingDocumentationNumbers(false)
                .withJobs(JobSettings.NONE); // what is recorded comes of requests alone
        try (FakeRdapServer rdap = FakeRdapServer.start();
                Server server = Server.start(settings.withRdap(rdap.url()), database)) {
            List<String> command = new ArrayList<>(List.of(
                    "python3",
                    ProjectFiles.of("tools/without_keys.py").toString(),
                    OURS,
                    ProjectFiles.of("tools/conformance.py").toString(),
                    "check",
                    "--base",
                    server.url(),
                    "--keys",
                    keys.toString(),
                    "--accounts",
                    world.resolve("accounts.json").toString(),
                    "--report",
                    report.toString()));
            files(cases).forEach(file -> command.add(file.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        }
        check(JsonMapper.shared().readTree(report.toFile()), output, atLeast);
    }

    private static void check(JsonNode outcome, Path output, int atLeast) throws Exception {
        List<String> failures = new ArrayList<>();
        for (JsonNode failure : outcome.get("failures")) {
            if (!UNMARKED.containsKey(failure.get("scenario").stringValue())) {
                failures.add(failure.toString());
            }
        }
        assertThat(failures)
                .as(Files.readString(output, StandardCharsets.UTF_8))
                .isEmpty();
        int steps = outcome.get("passed").intValue() + outcome.get("failed").intValue();
        assertThat(steps).isGreaterThan(atLeast);
        assertThat(outcome.get("ordered").intValue())
                .as("answers with keys in order")
                .isGreaterThanOrEqualTo(steps - UNMARKED.size());
    }

    private static List<Path> files(String cases) throws Exception {
        try (Stream<Path> files = Files.list(ProjectFiles.conformance(cases))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> makeAccounts(Database database, Path world) throws Exception {
        AccountStore store =
                new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
        try (InputStream in = Files.newInputStream(world.resolve("accounts.json"))) {
            return ((AccountChangeResult.Imported) store.importAccounts(AccountsFile.read(in))).secrets();
        }
    }
}
