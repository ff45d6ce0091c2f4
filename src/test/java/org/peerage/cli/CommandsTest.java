package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private String data() {
        return folder.resolve("data").toString();
    }
}
