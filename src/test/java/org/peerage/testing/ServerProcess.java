package org.peerage.testing;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The server as a process of its own, which can be killed. With {@code -Dpeerage.server.launcher=./peerage} it is the built program, which
 * starts in a fraction of the time that classes in folders need.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LAUNCHER = System.getProperty("peerage.server.launcher", "");

    private final List<String> command;
    private final Path log;
    private final String host;
    private final int port;
    private final int managementPort;
    private Process process;

    private ServerProcess(List<String> command, Path log, String host, int port, int managementPort) {
        this.command = command;
        this.log = log;
        this.host = host;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Starts a server with these options of {@code serve}, on a port of its own, and waits until it answers. */
    public static ServerProcess start(Path log, String... options) throws IOException, InterruptedException {
        ServerProcess server = of(List.of(), "127.0.0.1", log, options);
        server.start();
        return server;
    }

    /** A server that is not started yet, as a command that comes after another one, on an address of this machine. */
    public static ServerProcess of(List<String> before, String host, Path log, String... options) throws IOException {
        int port = Ports.free();
        int managementPort = Ports.free();
        List<String> command = new ArrayList<>(before);
        command.addAll(program());
        command.addAll(List.of(
                "serve",
                "--host",
                host,
                "--port",
                Integer.toString(port),
                "--management-port",
                Integer.toString(managementPort),
                "--throttle",
                "off"));
        command.addAll(List.of(options));
        return new ServerProcess(command, log, host, port, managementPort);
    }

    private static List<String> program() {
        if (!LAUNCHER.isEmpty()) {
            return List.of("env", "PEERAGE_JAVA_OPTS=-Xms64m -Xmx256m -XX:TieredStopAtLevel=1", LAUNCHER);
        }
        return java("org.peerage.Peerage");
    }

    /** The command that runs a class of this class path in a small process, with options of the JVM or arguments around its name. */
    public static List<String> java(String... rest) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(rest));
        return command;
    }

    public String url() {
        return "http://" + host + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Where it tells of itself; only on its own machine, which a network namespace is. */
    public String management() {
        return "http://127.0.0.1:" + managementPort;
    }

    /** Stops it in the middle of whatever it does, as a machine does that swaps or is paused. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Lets its files grow to that many bytes and no more, as a full disk does: a number, or {@code unlimited}. */
    public void limitFiles(String bytes) throws IOException, InterruptedException {
        Process command = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":")
                .inheritIO()
                .start();
        if (command.waitFor() != 0) {
            throw new IOException("prlimit failed");
        }
    }

    /** Starts it again after {@link #kill}, on the same port. */
    public void start() throws IOException, InterruptedException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
                .start();
        HttpClient http = HttpClient.newHttpClient();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                HttpRequest ask = HttpRequest.newBuilder(URI.create(url() + "/api/campus?limit=1"))
                        .build();
                if (http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException("the server does not start: " + Files.readString(log));
    }

    /** SIGKILL: nothing is written down, nobody is told. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
