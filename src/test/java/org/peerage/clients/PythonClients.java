package org.peerage.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.testing.Prerequisites;

/** The clients written in Python, installed from their package index into an environment under {@code target}. */
final class PythonClients {
    private static final Path SCRIPTS =
            Path.of("src", "test", "clients", "python").toAbsolutePath();
    private static final Path HOME = Path.of("target", "clients", "venv").toAbsolutePath();
    /** Only ends what hangs: how fast the machine is, is not tried. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration INSTALLING = Duration.ofMinutes(5);

    private PythonClients() {}

    /** Installs what is not there yet; without Python or a network the test is skipped. */
    static PythonClients install() throws IOException, InterruptedException {
        Path wanted = SCRIPTS.resolve("requirements.txt");
        Path installed = HOME.resolve("requirements.txt");
        if (Files.isExecutable(HOME.resolve("bin/python"))
                && Files.exists(installed)
                && Files.mismatch(wanted, installed) < 0) {
            return new PythonClients();
        }

        Prerequisites.need(Program.isInstalled("python3"), "python3 on the PATH");
        Prerequisites.need(
                installing("python3", "-c", "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))")
                        .run()
                        .isSuccess(),
                "Python 3.10 or newer with venv (Debian: python3-venv)");
        installing("python3", "-m", "venv", "--clear", HOME.toString()).succeed();
        Program pip = installing(
                HOME.resolve("bin/pip").toString(),
                "install",
                "--disable-pip-version-check",
                "--no-input",
                "--retries",
                "2",
                "--requirement",
                wanted.toString());
        Program.Outcome outcome = pip.run();
        Prerequisites.need(
                !outcome.isOffline(), "a network to install the clients in Python from: " + outcome.everything());
        if (!outcome.isSuccess()) {
            throw new AssertionError("the clients in Python cannot be installed:\n" + outcome.everything());
        }
        Files.copy(wanted, installed);
        return new PythonClients();
    }

    /** Runs one of our scripts, and gives what it printed. */
    String script(Path folder, String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                HOME.resolve("bin/python").toString(), SCRIPTS.resolve(name).toString()));
        command.addAll(List.of(arguments));
        return new Program(command, folder, alone(folder), PATIENCE).succeed().output();
    }

    /** Runs the official client's command, which works in that folder, and gives what it said. */
    String peeringdb(Path folder, Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("bin/peeringdb").toString(), "--config-dir", folder.toString()));
        command.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(alone(folder));
        environment.putAll(settings);
        return new Program(command, folder, environment, PATIENCE).succeed().everything();
    }

    /** Runs schemathesis with our settings for it against the document there, for who has the key, and gives how it ended. */
    Program.Outcome schemathesis(Path folder, String document, String key, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                HOME.resolve("bin/schemathesis").toString(),
                "--no-color",
                "--config-file",
                "tools/schemathesis.toml",
                "run",
                document,
                "--header",
                "Authorization: Api-Key " + key));
        command.addAll(List.of(arguments));
        return new Program(command, Path.of("").toAbsolutePath(), alone(folder), PATIENCE).run();
    }

    /** Nothing of the user's own settings, and no proxy between us. */
    private static Map<String, String> alone(Path folder) {
        return Map.of(
                "HOME", folder.toString(),
                "PYTHONDONTWRITEBYTECODE", "1",
                "NO_PROXY", "127.0.0.1",
                "no_proxy", "127.0.0.1");
    }

    private static Program installing(String... command) {
        return new Program(List.of(command), Path.of("").toAbsolutePath(), Map.of(), INSTALLING);
    }
}
