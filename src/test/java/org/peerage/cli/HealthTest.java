package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.AccountStore;
import org.peerage.access.NewUser;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.ServerProcess;
import org.peerage.testing.Waiting;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /health/ready} says what is wrong with the database while readers are answered, by what really goes wrong. */
final class HealthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private String key = "";

    @Test
    void diskThatTakesNoMoreDegradesUntilItDoes() throws Exception {
        prepare(Database.openFolder(data()));
        try (ServerProcess server = start("--data", data().toString())) {
            assertThat(write(server)).isEqualTo(201);
            assertThat(health(server).path("status").stringValue()).isEqualTo("up");

            server.limitFiles("1");

            assertThat(write(server)).isEqualTo(503);
            JsonNode health = health(server);
            assertThat(health.path("status").stringValue()).isEqualTo("degraded");
            assertThat(health.path("reason").stringValue()).startsWith("writes fail: ");
            assertThat(read(server)).isEqualTo(200);

            server.limitFiles("unlimited");

            awaitStatus(server, "up");
            assertThat(write(server)).isEqualTo(201);
            assertThat(health(server).path("version").longValue()).isEqualTo(2);
        }
    }

    @Test
    void lockThatSomebodyKeepsDegradesThoughNobodyWrites() throws Exception {
        prepare(Database.openFolder(data()));
        try (ServerProcess server = start("--data", data().toString());
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve(Database.FILE));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThat(awaitStatus(server, "degraded").path("reason").stringValue())
                    .contains("locked");

            statement.execute("ROLLBACK");
            awaitStatus(server, "up");
        }
    }

    @Test
    void databaseThatBecameReadOnlyDegradesUntilItIsNot() throws Exception {
        String url = PostgresServer.newDatabaseUrl();
        prepare(Database.openUrl(url));
        try (ServerProcess server = start("--db", url, "--data", data().toString())) {
            assertThat(write(server)).isEqualTo(201);

            setReadOnly(url, true);

            JsonNode health = awaitStatus(server, "degraded");
            assertThat(health.path("reason").stringValue()).contains("read-only transaction");
            assertThat(write(server)).isEqualTo(503);
            assertThat(read(server)).isEqualTo(200);

            setReadOnly(url, false);

            awaitStatus(server, "up");
            assertThat(write(server)).isEqualTo(201);
        }
    }

    private static void setReadOnly(String url, boolean readOnly) throws Exception {
        String name = url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
        try (Connection connection = DriverManager.getConnection(url.replace("/" + name, "/postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = " + readOnly);
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
        }
    }

    @Test
    void lostEndOfTheLogIsToldUntilSomebodyTakesNote() throws Exception {
        prepare(Database.openFolder(data()));
        Path file = data().resolve(Database.FILE);
        try (ServerProcess server = start("--data", data().toString())) {
            assertThat(write(server)).isEqualTo(201);
            String session = session(server);
            long version = health(server).path("version").longValue();
            Waiting.until(
                    PATIENCE,
                    () -> Files.exists(beside(file, ".head"))
                            && Files.readString(beside(file, ".head")).contains(" " + version + " "));
            server.kill();
            Files.delete(beside(file, "-wal"));
            Files.deleteIfExists(beside(file, "-shm"));

            server.start();

            assertThat(awaitStatus(server, "damaged").path("reason").stringValue())
                    .contains("the last writes are lost", "had come to version " + version);
            assertThat(session(server)).isNotEqualTo(session);
            assertThat(write(server)).isEqualTo(201);
            assertThat(health(server).path("status").stringValue()).isEqualTo("damaged");
        }
        assertThat(Commands.run("doctor", "--data", data().toString())).isEqualTo(65);
        assertThat(Commands.run("doctor", "--acknowledge-loss", "--data", data().toString()))
                .isZero();
        assertThat(Commands.run("doctor", "--data", data().toString())).isZero();
    }

    @Test
    void cleanEndLosesNothing() throws Exception {
        prepare(Database.openFolder(data()));
        try (ServerProcess server = start("--data", data().toString())) {
            assertThat(write(server)).isEqualTo(201);
            server.kill();
            server.start();
            assertThat(health(server).path("status").stringValue()).isEqualTo("up");
        }
        assertThat(Commands.run("doctor", "--data", data().toString())).isZero();
    }

    @Test
    void damagedPageIsFoundInTheBackground() throws Exception {
        prepare(Database.openFolder(data()));
        Path file = data().resolve(Database.FILE);
        long root;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT rootpage FROM sqlite_master WHERE name = 'logo'")) {
            root = found.getLong(1);
        }
        try (RandomAccessFile page = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] noise = new byte[4096];
            Arrays.fill(noise, (byte) 0x5a);
            page.seek((root - 1) * noise.length);
            page.write(noise);
        }

        try (ServerProcess server = start("--data", data().toString())) {
            assertThat(awaitStatus(server, "damaged").path("reason").stringValue())
                    .contains("the database is damaged");
            assertThat(read(server)).isEqualTo(200);
        }
        assertThat(Commands.run("doctor", "--data", data().toString())).isEqualTo(65);
    }

    /** An administrator's key, and an organization to write to. */
    private void prepare(Database opened) throws DatabaseUnusableException {
        try (Database database = opened) {
            AccountStore accounts =
                    new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
            AccountChangeResult.UserAdded root = (AccountChangeResult.UserAdded)
                    accounts.addUser(new NewUser("root", null, "!", "", "", true, true, false));
            key = accounts.addKey(NewKey.ofUser(root.id(), "k", false)).reveal();
        }
    }

    private ServerProcess start(String... options) throws IOException, InterruptedException {
        return ServerProcess.start(folder.resolve("log"), options);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private int names;

    private int write(ServerProcess server) throws IOException, InterruptedException {
        String body = String.format(Locale.ROOT, "{\"name\": \"Organization %d\"}", ++names);
        return http.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/api/org"))
                                .header("Authorization", "Api-Key " + key)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private int read(ServerProcess server) throws IOException, InterruptedException {
        return get(server.url() + "/api/org").statusCode();
    }

    private String session(ServerProcess server) throws IOException, InterruptedException {
        return get(server.url() + "/api/changes")
                .headers()
                .firstValue("X-Peerage-Session")
                .orElseThrow();
    }

    private JsonNode health(ServerProcess server) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(server.management() + "/health/ready");
        assertThat(answer.statusCode()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode awaitStatus(ServerProcess server, String status) throws Exception {
        Waiting.until(
                PATIENCE, () -> health(server).path("status").stringValue().equals(status));
        return health(server);
    }
}
