package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.jobs.Leases;
import org.peerage.store.Database;

/** What commands end with, as scripts see it. */
final class CommandsTest {
    @TempDir
    private Path folder;

    @Test
    void anUnknownCommandIsAUsageError() {
        assertThat(Commands.run("frobnicate")).isEqualTo(64);
    }

    @Test
    void aDumpThatIsNotThereIsNamed() {
        assertThat(Commands.run("load", folder.resolve("none.json").toString(), "--data", data()))
                .isEqualTo(66);
    }

    @Test
    void anAtomicLoadWithARefusedRowFails() throws IOException {
        Path dump = Files.writeString(folder.resolve("dump.json"), "{\"org\": [{\"id\": 1}]}");

        assertThat(Commands.run("load", dump.toString(), "--atomic", "--data", data()))
                .isEqualTo(65);
        assertThat(Commands.run("doctor", "--data", data())).isZero();
    }

    @Test
    void aBackupOfNothingIsRefused() {
        assertThat(Commands.run("backup", folder.resolve("copy").toString(), "--data", data()))
                .isEqualTo(66);
    }

    @Test
    void aKeyOfAnUnknownUserIsRefused() {
        assertThat(Commands.run("key", "add", "k", "--user", "nobody", "--data", data()))
                .isEqualTo(1);
    }

    @Test
    void aJobIsRunAndListed() throws IOException {
        Path dump = Files.writeString(folder.resolve("dump.json"), "{}");
        Commands.run("load", dump.toString(), "--data", data());

        assertThat(Commands.run("job", "forget-answers", "--data", data())).isZero();
        assertThat(Commands.run("job", "--data", data())).isZero();
        assertThat(Commands.run("job", "make-coffee", "--data", data())).isEqualTo(64);
    }

    @Test
    void aJobThatAnotherProcessIsAboutIsNotRun() throws Exception {
        try (Database database = Database.openFolder(folder.resolve("data"))) {
            new Leases(database.source(), Clock.systemUTC()).take("forget-answers", Duration.ofHours(1), Duration.ZERO);
        }

        assertThat(Commands.run("job", "forget-answers", "--data", data())).isEqualTo(75);
    }

    private String data() {
        return folder.resolve("data").toString();
    }
}
