package org.peerage.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server: one for all tests of a JVM, or one of its own for a test that stops it; from the binaries that Debian's package installs. It refuses to
 * run as root, so root runs it as the user that the package made.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static PostgresServer running;

    private final Path home;
    private final String address;
    private final int port;
    private boolean up;

    private PostgresServer(Path home, String url, int port) {
        this.home = home;
        this.address = url;
        this.port = port;
    }

    /** A JDBC URL of a new, empty database of the server that all tests share. */
    public static synchronized String newDatabaseUrl() {
        if (running == null) {
            running = start("127.0.0.1");
            PostgresServer shared = running;
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return running.newUrl();
    }

    /** A server of its own, on that address of this machine. */
    public static PostgresServer start(String url) {
        try {
            PostgresServer server = prepared(url);
            server.command("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("no PostgreSQL for the tests: " + e.getMessage(), e);
        }
    }

    private static PostgresServer prepared(String url) throws IOException {
        Path home = Files.createTempDirectory("peerage-postgres");
        if (isRoot()) {
            run(List.of("chown", "postgres", home.toString()));
        }
        Files.writeString(home.resolve("access"), """
                local all all trust
                host all all 127.0.0.1/32 trust
                host all all 10.0.0.0/8 trust
                host replication all 127.0.0.1/32 trust
                """);
        return new PostgresServer(home, url, Ports.free());
    }

    /** A server that follows this one; from now on a commit waits until both have it. */
    public PostgresServer standby() throws Exception {
        PostgresServer standby = prepared(address);
        standby.command(
                "pg_basebackup",
                "-h",
                address,
                "-p",
                Integer.toString(port),
                "-U",
                "postgres",
                "-R",
                "--checkpoint=fast",
                "--no-sync");
        standby.start();
        waitForStandby("*");
        return standby;
    }

    /** From now on a commit waits until a standby of that name has it; of any with {@code *}, of none with nothing. */
    public void waitForStandby(String name) throws Exception {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET synchronous_standby_names = '" + name + "'");
            statement.execute("SELECT pg_reload_conf()");
            if (!name.isEmpty() && !name.equals("*")) {
                awaitCommitsThatWait(statement);
            }
        }
    }

    /** The server takes its time to read its settings anew: until a commit is seen to wait, which is then told not to. */
    private void awaitCommitsThatWait(Statement statement) throws Exception {
        Waiting.until("commits wait", PATIENCE, () -> {
            CompletableFuture<Void> trial = CompletableFuture.runAsync(this::commitTrial);
            AtomicBoolean waited = new AtomicBoolean();
            Waiting.until("the trial ends", PATIENCE, () -> {
                if (!trial.isDone()) {
                    waited.compareAndSet(false, endsAWait(statement));
                }
                return trial.isDone();
            });
            trial.join();
            return waited.get();
        });
    }

    private static boolean endsAWait(Statement statement) throws SQLException {
        try (ResultSet waiting = statement.executeQuery("SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                + " WHERE wait_event = 'SyncRep' AND datname = current_database()")) {
            return waiting.next();
        }
    }

    private void commitTrial() {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("COMMENT ON DATABASE postgres IS 'trial'");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Makes a standby the one that is written to. */
    public void promote() throws IOException {
        command("pg_ctl", "-w", "promote");
    }

    /** Starts it again after {@link #crash}; it answers when this returns. */
    public void start() throws IOException {
        String options = "-p " + port + " -c listen_addresses=" + address + " -c fsync=off -c unix_socket_directories="
                + home + " -c hba_file=" + home.resolve("access");
        command("pg_ctl", "-w", "-o", options, "-l", home.resolve("log").toString(), "start");
        up = true;
    }

    /** Ends all its processes at once, without writing anything down. */
    public void crash() throws IOException {
        command("pg_ctl", "-m", "immediate", "-w", "stop");
        up = false;
    }

    /** A JDBC URL of a new, empty database. */
    public String newUrl() {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url(name);
    }

    /** A JDBC URL of a copy of a database of the server that all tests share, to which nobody is connected. */
    public static synchronized String copyOf(String url) {
        String name = "test" + DATABASES.incrementAndGet();
        String original = url.replaceFirst(".*/([a-z0-9]+)[?].*", "$1");
        try (Connection connection = DriverManager.getConnection(running.url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + original + " STRATEGY WAL_LOG");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return running.url(name);
    }

    @Override
    public void close() {
        try {
            if (up) {
                crash();
            }
            run(List.of("rm", "-rf", home.toString()));
        } catch (IOException e) {
            System.err.println("PostgreSQL did not stop: " + e.getMessage());
        }
    }

    /** The same database of whichever of the two is written to. */
    public String urlOfPrimary(String url, PostgresServer other) {
        return url.replace(address + ":" + port, address + ":" + port + "," + other.address + ":" + other.port)
                + "&targetServerType=primary";
    }

    private String url(String database) {
        return "jdbc:postgresql://" + address + ":" + port + "/" + database + "?user=postgres";
    }

    private void command(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.addAll(List.of(
                binaries().resolve(program).toString(),
                "-D",
                home.resolve("data").toString()));
        command.addAll(List.of(arguments));
        run(command);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Path binaries() throws IOException {
        try (Stream<Path> versions = Files.exists(Path.of("/usr/lib/postgresql"))
                ? Files.list(Path.of("/usr/lib/postgresql"))
                : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException("install Debian's package postgresql"));
        }
    }

    private static void run(List<String> command) throws IOException {
        Path output = Files.createTempFile("peerage-postgres", ".out");
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
