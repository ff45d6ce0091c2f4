package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountStore;
import org.peerage.access.NewUser;
import org.peerage.access.credentials.Passwords;
import org.peerage.jobs.Leases;
import org.peerage.store.Database;
import picocli.CommandLine;

/** What commands end with, as scripts see it. */
final class CommandsTest {
    private static final String ORG = "{\"id\": 1, \"name\": \"a\", \"website\": \"\","
            + " \"created\": \"2020-01-01T00:00:00Z\", \"updated\": \"2021-01-01T00:00:00Z\", \"status\": \"ok\"}";

    @TempDir
    private Path folder;

    @Test
    void unknownCommandIsAUsageError() {
        assertThat(Commands.run("frobnicate")).isEqualTo(64);
    }

    @Test
    void dumpThatIsNotThereIsNamed() {
        assertThat(Commands.run("load", folder.resolve("none.json").toString(), "--data", data()))
                .isEqualTo(66);
    }

    @Test
    void atomicLoadWithARefusedRowFails() throws IOException {
        Path dump = Files.writeString(folder.resolve("dump.json"), "{\"org\": [{\"id\": 1}]}");

        assertThat(Commands.run("load", dump.toString(), "--atomic", "--data", data()))
                .isEqualTo(65);
        assertThat(Commands.run("doctor", "--data", data())).isZero();
    }

    @Test
    void rehearsalWithoutAPastFails() throws IOException {
        Path dump = Files.writeString(folder.resolve("later.json"), "{\"org\": [" + ORG + "]}");
        assertThat(Commands.run("load", dump.toString(), "--as-of", "2100-01-01T00:00:00Z", "--data", data()))
                .isZero();

        assertThatThrownBy(() -> AotTraining.makePast(Path.of(data())))
                .isInstanceOfSatisfying(CommandException.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(65));
    }

    @Test
    void fileInWhichNothingIsKnownIsNoDump() throws IOException {
        for (String content : new String[] {"{}", "{\"nets\": []}", "{\"data\": [], \"meta\": {}}"}) {
            Path file = Files.writeString(folder.resolve("rows.json"), content);
            assertThat(Commands.run("load", file.toString(), "--data", data()))
                    .as(content)
                    .isEqualTo(65);
        }
    }

    @Test
    void rowsOfOneTypeAreLoadedByTheNameOfTheFileOrByOption() throws IOException {
        String rows = "{\"meta\": {\"generated\": 1.5}, \"data\": [" + ORG + "]}";
        Path named = Files.writeString(folder.resolve("org-0.json"), rows);
        Path nameless = Files.writeString(folder.resolve("rows.json"), rows);

        assertThat(Commands.run("load", named.toString(), "--data", data())).isZero();
        assertThat(Commands.run("load", nameless.toString(), "--type", "org", "--data", data()))
                .isZero();
        assertThat(Commands.run("load", nameless.toString(), "--type", "nonsense", "--data", data()))
                .isEqualTo(64);
        assertThat(Commands.run("doctor", "--data", data())).isZero();
    }

    @Test
    void reportListsEveryRow() throws IOException {
        StringBuilder nets = new StringBuilder();
        for (int i = 1; i <= 70; i++) {
            nets.append(i == 1 ? "" : ", ").append("{\"id\": ").append(i).append("}");
        }
        Path dump = Files.writeString(
                folder.resolve("dump.json"),
                "{\"org\": [" + ORG.replace("\"website\": \"\"", "\"website\": \"nowhere\"") + "], \"net\": [" + nets
                        + "]}");
        Path report = folder.resolve("report.txt");

        assertThat(Commands.run("load", dump.toString(), "--report", report.toString(), "--data", data()))
                .isZero();

        assertThat(Files.readAllLines(report))
                .hasSize(71)
                .contains("refused net 70: org_id: missing", "odd org 1: website: Enter a valid URL.");
    }

    @Test
    void backupOfNothingIsRefused() {
        assertThat(Commands.run("backup", folder.resolve("copy").toString(), "--data", data()))
                .isEqualTo(66);
    }

    @Test
    void pastOfNothingIsRefused() {
        assertThat(Commands.run("export", folder.resolve("dump.json").toString(), "--at", "1", "--data", data()))
                .isEqualTo(66);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void folderWithoutADatabaseIsToldAndNotFilled() {
        for (String command : List.of(
                "key list",
                "key revoke prg",
                "key add k --user nobody",
                "user list",
                "user deactivate nobody",
                "user grant nobody --org 1",
                "org list",
                "ticket list",
                "export " + folder.resolve("dump.json"))) {
            List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.addAll(List.of("--data", data()));

            assertThat(Commands.run(arguments.toArray(String[]::new)))
                    .as(command)
                    .isEqualTo(66);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void userJoinsOnlyAnOrganizationThatThereIs() throws Exception {
        try (Database database = Database.openFolder(folder.resolve("data"))) {
            new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC())
                    .addUser(new NewUser("jane", null, "-", "", "", true, false, false));
        }

        assertThat(Commands.run("user", "grant", "jane", "--org", "99", "--data", data()))
                .isEqualTo(1);
        assertThat(PrintedCommand.of("user", "list", "--data", data()).text()).isEqualTo("1\tjane\t\tactive\t\t\n");
        PrintedCommand granted = PrintedCommand.of(
                "user", "grant", "jane", "--namespace", "peeringdb.organization.41", "--bits", "ur", "--data", data());
        assertThat(granted.text()).isEqualTo("1\tjane\t\tactive\t\tpeeringdb.organization.41=ru\n");
    }

    @Test
    void failureOfAFileIsToldInItsOwnWords() {
        IOException failure = new IOException("no space left");

        assertThat(ErrorMessages.of(new UncheckedIOException(failure))).isEqualTo("no space left");
    }

    @Test
    void keyOfAnUnknownUserIsRefused() throws Exception {
        Database.openFolder(folder.resolve("data")).close();

        assertThat(Commands.run("key", "add", "k", "--user", "nobody", "--data", data()))
                .isEqualTo(1);
    }

    @Test
    void jobIsRunAndListed() throws IOException {
        Path dump = Files.writeString(folder.resolve("dump.json"), "{\"org\": []}");
        Commands.run("load", dump.toString(), "--data", data());

        assertThat(Commands.run("job", "forget-answers", "--data", data())).isZero();
        assertThat(Commands.run("job", "--data", data())).isZero();
        assertThat(Commands.run("job", "make-coffee", "--data", data())).isEqualTo(64);
        assertThat(Commands.run("job", "tell-followers", "--data", data()))
                .as("links of mails would lead nowhere")
                .isEqualTo(64);
        assertThat(Commands.run("job", "tell-followers", "--site", "https://p.example.net", "--data", data()))
                .isZero();
        assertThat(Commands.run("job", "tell-followers", "--dry-run", "--data", data()))
                .isZero();
    }

    @Test
    void jobsOfTheHelpAreThoseThatAreListed() throws IOException {
        Path dump = Files.writeString(folder.resolve("dump.json"), "{\"org\": []}");
        Commands.run("load", dump.toString(), "--data", data());
        List<String> help = Arrays.stream(
                        RunJob.class.getAnnotation(CommandLine.Command.class).footer())
                .filter(line -> line.startsWith("  "))
                .map(String::strip)
                .toList();

        PrintedCommand list = PrintedCommand.of("job", "--data", data());
        assertThat(list.status()).isZero();
        assertThat(list.text().lines())
                .map(line -> "%-20s %s".formatted((Object[]) line.split("\t")))
                .containsExactlyElementsOf(help);
        assertThat(new RunJob.Names()).hasSize(22).contains("ixf-daily", "tell-followers", "copies");
    }

    @Test
    void jobThatAnotherProcessIsAboutIsNotRun() throws Exception {
        try (Database database = Database.openFolder(folder.resolve("data"))) {
            new Leases(database.source(), Clock.systemUTC())
                    .acquire("forget-answers", Duration.ofHours(1), Duration.ZERO);
        }

        assertThat(Commands.run("job", "forget-answers", "--data", data())).isEqualTo(75);
    }

    private String data() {
        return folder.resolve("data").toString();
    }
}
