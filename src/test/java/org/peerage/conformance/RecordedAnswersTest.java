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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountChange;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountsFile;
import org.peerage.access.Passwords;
import org.peerage.cli.ServeSettings;
import org.peerage.cli.Server;
import org.peerage.registry.DumpLoader;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.RdapStand;
import org.peerage.testing.SharedFolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays all recorded requests against a server, on both databases.
 *
 * <p>Two things in them we do not reproduce. The scenarios of {@link #DEVIATIONS} have answers that spec/deviations.md
 * overrules. And where the reference answers 404 with a page of its web site, the recording
 * holds the first 2,000 characters of its markup, with the addresses of its fonts, its scripts and the machine that it
 * was recorded on. Our page is our own; status and headers of those answers are compared like all others.
 */
@Tag("slow")
class RecordedAnswersTest {
    /** Scenarios, each with the rule of spec/deviations.md that its answer differs by. */
    private static final Map<String, String> DEVIATIONS = Map.of(
            "ix 7: {\"website\": \"$absent\"}", "§2: a new exchange inherits its organization's website",
            "/api/poc.json?limit=1", "§4: hidden contacts are not counted by limit");

    @TempDir
    private Path folder;

    @Test
    void allAreAnsweredAlikeOnSqlite() throws Exception {
        try (Database database = Database.openFolder(folder.resolve("data"))) {
            replay(database);
        }
    }

    @Test
    void allAreAnsweredAlikeOnPostgres() throws Exception {
        try (Database database = Database.openUrl(PostgresServer.newDatabaseUrl())) {
            replay(database);
        }
    }

    private void replay(Database database) throws Exception {
        Path world = SharedFolder.file("conformance/world");
        new DumpLoader(new RegistryStore(database), Clock.systemUTC())
                .load(world.resolve("dump.json"), true, new Silent());
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, JsonMapper.shared().writeValueAsString(makeAccounts(database, world)));

        Path report = folder.resolve("report.json");
        Path output = folder.resolve("output.txt");
        try (RdapStand rdap = RdapStand.start();
                Server server = Server.start(ServeSettings.unlimited().askingRdap(rdap.address()), database)) {
            List<String> command = new ArrayList<>(List.of(
                    "python3",
                    SharedFolder.file("conformance/conformance.py").toString(),
                    "check",
                    "--base",
                    server.address(),
                    "--keys",
                    keys.toString(),
                    "--report",
                    report.toString()));
            cases().forEach(file -> command.add(file.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        }

        JsonNode outcome = JsonMapper.shared().readTree(report.toFile());
        List<String> failures = new ArrayList<>();
        int foreignPages = 0;
        for (JsonNode failure : outcome.get("failures")) {
            if (isForeignPage(failure)) {
                foreignPages++;
            } else if (!DEVIATIONS.containsKey(failure.get("scenario").stringValue())) {
                failures.add(failure.toString());
            }
        }
        assertThat(failures)
                .as(Files.readString(output, StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(foreignPages).isLessThanOrEqualTo(24);
        int steps = outcome.get("passed").intValue() + outcome.get("failed").intValue();
        assertThat(steps).isGreaterThan(3000);
        assertThat(outcome.get("ordered").intValue())
                .as("answers with keys in order")
                .isGreaterThanOrEqualTo(steps - DEVIATIONS.size());
        System.out.printf(
                "recorded answers: %d passed, %d differ only in the markup of a 404 page%n",
                outcome.get("passed").intValue(), foreignPages);
    }

    /** Nothing but the text of an HTML page differs; a difference in status or headers is listed apart from it. */
    private static boolean isForeignPage(JsonNode failure) {
        return failure.get("problems").size() == 1
                && failure.get("problems")
                        .get(0)
                        .stringValue()
                        .startsWith("body.$text: expected \"\\n\\n<!DOCTYPE HTML>");
    }

    private static List<Path> cases() throws Exception {
        try (Stream<Path> cases = Files.list(SharedFolder.file("conformance/cases"))) {
            return cases.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> makeAccounts(Database database, Path world) throws Exception {
        AccountStore store =
                new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
        try (InputStream in = Files.newInputStream(world.resolve("accounts.json"))) {
            return ((AccountChange.Imported) store.importAccounts(AccountsFile.read(in))).secrets();
        }
    }

    private static final class Silent implements DumpLoader.Progress {
        @Override
        public void read(long rows) {}

        @Override
        public void written(long rows, long all) {}
    }
}
