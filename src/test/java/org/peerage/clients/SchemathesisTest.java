package org.peerage.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;

/** Whatever the OpenAPI document allows or forbids is tried, and answered as it says; see tools/schemathesis.toml. */
@Tag("slow")
class SchemathesisTest {
    @Started
    private static RunningServer server;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--include-method", "--exclude-method"})
    void nothingIsFoundOnReadsAndOnWrites(String choice) throws Exception {
        PythonClients python = PythonClients.install();

        Program.Outcome outcome = python.schemathesis(
                folder,
                server.url() + "/api/schema",
                server.key("user:superuser/rw"),
                choice,
                "GET",
                "--exclude-path",
                "/api/changes",
                "--phases",
                "examples,coverage,fuzzing",
                "--max-examples",
                "3",
                "--seed",
                "1",
                "--warnings",
                "off");

        assertThat(outcome.isSuccess()).as(outcome.everything()).isTrue();
    }
}
