package org.peerage.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client written in Go, with our program around it, built under {@code target}. */
final class GoClient {
    private static final Path SOURCES = Path.of("src", "test", "clients", "go").toAbsolutePath();
    private static final Path HOME = Path.of("target", "clients", "go").toAbsolutePath();
    private static final Path PROGRAM = HOME.resolve("read_all");
    private static final int NEEDED = 24;
    private static final Pattern VERSION = Pattern.compile("go1\\.(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BUILDING = Duration.ofMinutes(5);

    private GoClient() {}

    /** Builds it; without Go or a network the test is skipped. */
    static GoClient build() throws IOException, InterruptedException {
        assumeTrue(Program.isInstalled("go"), "skipped: no go on the PATH for the client in Go");
        Files.createDirectories(HOME);
        String version = go("version").succeed().output();
        Matcher minor = VERSION.matcher(version);
        assumeTrue(
                minor.find() && Integer.parseInt(minor.group(1)) >= NEEDED,
                () -> "skipped: the client in Go needs 1." + NEEDED + " or newer, not " + version);

        Program.Outcome built = go("build", "-o", PROGRAM.toString(), ".").run();
        assumeFalse(
                built.isOffline(), () -> "skipped: no network to get the client in Go from:\n" + built.everything());
        assertThat(built.isSuccess())
                .as("the client in Go is built: %s", built.everything())
                .isTrue();
        return new GoClient();
    }

    /** Runs it, and gives what it printed. */
    String readAll(String address) throws IOException, InterruptedException {
        Map<String, String> direct = Map.of("NO_PROXY", "127.0.0.1", "no_proxy", "127.0.0.1");
        return new Program(List.of(PROGRAM.toString(), address), HOME, direct, PATIENCE)
                .succeed()
                .output();
    }

    /** The versions are those of go.sum; caches can be deleted like all of target. */
    private static Program go(String... arguments) {
        Map<String, String> settings = Map.of(
                "GOFLAGS", "-mod=readonly -modcacherw",
                "GOWORK", "off",
                "GOTOOLCHAIN", "local",
                "GOMODCACHE", HOME.resolve("mod").toString(),
                "GOCACHE", HOME.resolve("cache").toString());
        List<String> command = new ArrayList<>(List.of("go"));
        command.addAll(List.of(arguments));
        return new Program(command, SOURCES, settings, BUILDING);
    }
}
