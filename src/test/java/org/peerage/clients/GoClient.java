package org.peerage.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.testing.Prerequisites;

/** The client written in Go, with our program around it, built under {@code target}. */
final class GoClient {
    private static final Path SOURCES = Path.of("src", "test", "clients", "go").toAbsolutePath();
    private static final Path HOME = Path.of("target", "clients", "go").toAbsolutePath();
    private static final Path PROGRAM = HOME.resolve("read_all");
    /** From this one on, Go gets what go.mod asks for by itself. */
    private static final int NEEDED = 21;

    private static final Pattern VERSION = Pattern.compile("go1\\.(\\d+)");
    /** Only ends what hangs: how fast the machine is, is not tried. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BUILDING = Duration.ofMinutes(5);

    private GoClient() {}

    /** Builds it; Go of some age fetches the one it needs. */
    static GoClient build() throws IOException, InterruptedException {
        Prerequisites.need(Program.isInstalled("go"), "go on the PATH");
        Files.createDirectories(HOME);
        String version = go("version").succeed().output();
        Matcher minor = VERSION.matcher(version);
        Prerequisites.need(
                minor.find() && Integer.parseInt(minor.group(1)) >= NEEDED, "Go 1." + NEEDED + ", not " + version);

        Program.Outcome built = go("build", "-o", PROGRAM.toString(), ".").run();
        Prerequisites.need(!built.isOffline(), "a network to get the client in Go from: " + built.everything());
        assertThat(built.isSuccess())
                .as("the client in Go is built: %s", built.everything())
                .isTrue();
        return new GoClient();
    }

    /** Runs it, and gives what it printed. */
    String readAll(String url) throws IOException, InterruptedException {
        Map<String, String> direct = Map.of("NO_PROXY", "127.0.0.1", "no_proxy", "127.0.0.1");
        return new Program(List.of(PROGRAM.toString(), url), HOME, direct, PATIENCE)
                .succeed()
                .output();
    }

    /** The versions are those of go.sum; caches can be deleted like all of target. */
    private static Program go(String... arguments) {
        Map<String, String> settings = Map.of(
                "GOFLAGS", "-mod=readonly -modcacherw",
                "GOWORK", "off",
                "GOTOOLCHAIN", "auto",
                "GOMODCACHE", HOME.resolve("mod").toString(),
                "GOCACHE", HOME.resolve("cache").toString());
        List<String> command = new ArrayList<>(List.of("go"));
        command.addAll(List.of(arguments));
        return new Program(command, SOURCES, settings, BUILDING);
    }
}
