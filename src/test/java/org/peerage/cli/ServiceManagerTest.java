package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.testing.Prerequisites;
import org.peerage.testing.ServerProcess;

/** What a server and a service manager tell each other; the manager is a few lines of Python that do as systemd does. */
@Tag("slow")
@Timeout(120)
class ServiceManagerTest {
    /** Listens, starts the command with the socket as descriptor 3, prints what it is told, and does what it reads. */
    private static final String MANAGER = """
            import os, signal, socket, subprocess, sys, threading
            listening = socket.create_server(('127.0.0.1', 0), backlog=64)
            if listening.fileno() != 3:
                os.dup2(listening.fileno(), 3)
            told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            address = sys.argv[1]
            told.bind('\\0' + address[1:] if address.startswith('@') else address)
            print('port', listening.getsockname()[1], flush=True)
            def hear():
                while True:
                    for line in told.recv(4096).decode().splitlines():
                        print(line, flush=True)
            threading.Thread(target=hear, daemon=True).start()
            def hand_over():
                os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1', NOTIFY_SOCKET=address,
                                  WATCHDOG_USEC='15000000', WATCHDOG_PID=str(os.getpid()))
            def start():
                return subprocess.Popen(sys.argv[2:], pass_fds=(3,), preexec_fn=hand_over, stdout=subprocess.DEVNULL)
            server = start()
            for line in sys.stdin:
                server.send_signal(signal.SIGTERM)
                print('ended', server.wait(), flush=True)
                if line.strip() == 'restart':
                    server = start()
            """;

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endManagers() {
        for (Process manager : started) {
            manager.descendants().forEach(ProcessHandle::destroyForcibly);
            manager.destroyForcibly();
        }
    }

    @Test
    void managerHearsOfReadinessAndHealthAndEnd() throws Exception {
        Manager manager = start(folder.resolve("told").toString());

        assertThat(manager.next("READY")).isEqualTo("READY=1");
        assertThat(manager.next("STATUS")).isEqualTo("STATUS=Ready at http://127.0.0.1:" + manager.port);
        assertThat(manager.next("WATCHDOG")).isEqualTo("WATCHDOG=1");
        assertThat(Files.readString(folder.resolve("loaded")))
                .as("what nobody asked for is not loaded")
                .contains("org.peerage.trace.Tracing")
                .doesNotContain("io.opentelemetry", "net.logstash");
        manager.say("stop");
        assertThat(manager.next("STOPPING")).isEqualTo("STOPPING=1");
        assertThat(manager.next("ended")).isEqualTo("ended 143");
    }

    @Test
    void connectionsOfARestartAreAnsweredByTheNextServer() throws Exception {
        Manager manager = start("@peerage-" + ProcessHandle.current().pid());
        manager.next("READY");
        assertThat(status(manager)).isEqualTo(200);

        manager.say("restart");
        manager.next("ended"); // nobody is there to answer, and yet nobody is refused

        assertThat(status(manager)).isEqualTo(200);
        assertThat(manager.next("READY")).isEqualTo("READY=1");
    }

    @Test
    void whatIsMeantForAnotherProcessIsLeftAlone() {
        Map<String, String> environment =
                Map.of("LISTEN_PID", "7", "LISTEN_FDS", "1", "WATCHDOG_PID", "7", "WATCHDOG_USEC", "30000000");

        assertThat(ServiceManager.inheritedSocket(environment, 7)).hasValue(3);
        assertThat(ServiceManager.inheritedSocket(environment, 8)).isEmpty();
        assertThat(ServiceManager.watchdog(environment, 7)).contains(Duration.ofSeconds(30));
        assertThat(ServiceManager.watchdog(environment, 8)).isEmpty();
        assertThat(ServiceManager.watchdog(Map.of("WATCHDOG_USEC", "no"), 7)).isEmpty();
        assertThat(ServiceManager.of(Map.of())).isEqualTo(Optional.empty());
    }

    private int status(Manager manager) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + manager.port + "/api/org?limit=1"))
                                    .timeout(Duration.ofMinutes(1))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private Manager start(String address) throws IOException {
        Prerequisites.need(System.getProperty("os.name").equals("Linux"), "Linux");
        List<String> command = new ArrayList<>(List.of("python3", "-c", MANAGER, address));
        command.addAll(ServerProcess.java(
                "-Xlog:class+load:file=" + folder.resolve("loaded"),
                "org.peerage.Peerage",
                "serve",
                "--management-port",
                "0",
                "--data",
                folder.resolve("data").toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("log").toFile())
                .start();
        started.add(process);
        Manager manager = new Manager(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        manager.port = Integer.parseInt(manager.next("port").substring("port ".length()));
        return manager;
    }

    private static final class Manager {
        private final Process process;
        private final BufferedReader told;
        private int port;

        Manager(Process process, BufferedReader told) {
            this.process = process;
            this.told = told;
        }

        /** The next line that begins so. */
        String next(String beginning) throws IOException {
            String line = told.readLine();
            while (line != null && !line.startsWith(beginning)) {
                line = told.readLine();
            }
            return line;
        }

        void say(String word) throws IOException {
            process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }
    }
}
