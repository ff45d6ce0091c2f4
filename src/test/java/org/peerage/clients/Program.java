package org.peerage.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Another program, run to its end.
 *
 * @param folder where it runs
 * @param environment what it gets besides our own
 * @param patience after which it is killed and the test fails
 */
record Program(List<String> command, Path folder, Map<String, String> environment, Duration patience) {

    /**
     * How it ended.
     *
     * @param output what it wrote to the standard output
     * @param errors what it wrote to the standard error
     */
    record Outcome(int status, String output, String errors) {

        boolean isSuccess() {
            return status == 0;
        }

        String everything() {
            return output + errors;
        }

        /** It failed because this machine has no network: no name server, no route. */
        boolean isOffline() {
            String words = everything().toLowerCase(Locale.ROOT);
            return !isSuccess()
                    && (words.contains("temporary failure in name resolution")
                            || words.contains("network is unreachable"));
        }
    }

    /** Is there a program of this name? */
    static boolean isInstalled(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Runs it; that it fails is the caller's to judge. */
    Outcome run() throws IOException, InterruptedException {
        Path output = Files.createTempFile("peerage-client", ".out");
        Path errors = Files.createTempFile("peerage-client", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            Outcome outcome = new Outcome(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8));
            assertThat(ended)
                    .as("%s ends within %s; it wrote:%n%s", command, patience, outcome.everything())
                    .isTrue();
            return outcome;
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    /** Runs it; the test fails where it does. */
    Outcome succeed() throws IOException, InterruptedException {
        Outcome outcome = run();
        assertThat(outcome.status())
                .as("status of %s, which wrote:%n%s", command, outcome.everything())
                .isZero();
        return outcome;
    }
}
