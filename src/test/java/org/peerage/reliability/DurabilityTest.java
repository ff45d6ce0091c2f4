package org.peerage.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountStore;
import org.peerage.access.credentials.Passwords;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.RegistryAudit;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.ServerProcess;
import org.peerage.testing.TestAccounts;

/**
 * Many writers, and servers that are killed at random moments: what was acknowledged is there, once and whole, and
 * nothing else is (docs/reliability.md). {@code -Dpeerage.harness.seconds=600} runs it for longer.
 */
@Tag("slow")
class DurabilityTest {
    private static final int SECONDS = Integer.getInteger("peerage.harness.seconds", 20);

    @TempDir
    private Path folder;

    private final AtomicInteger kills = new AtomicInteger();
    private Writers writers;

    @Test
    void acknowledgedWritesSurviveOnSqlite() throws Exception {
        String data = folder.resolve("data").toString();
        try (Database database = Database.openFolder(Path.of(data))) {
            prepare(database);
        }
        run(1, () -> Database.openFolder(Path.of(data)), "--data", data);
    }

    @Test
    void acknowledgedWritesSurviveOnPostgres() throws Exception {
        onPostgres(1);
    }

    @Test
    void acknowledgedWritesSurviveWithTwoServers() throws Exception {
        onPostgres(2);
    }

    private void onPostgres(int servers) throws Exception {
        String url = PostgresServer.newDatabaseUrl();
        try (Database database = Database.openUrl(url)) {
            prepare(database);
        }
        run(servers, () -> Database.openUrl(url), "--db", url);
    }

    private interface Opening {
        Database open() throws Exception;
    }

    private String key = "";

    private void prepare(Database database) throws Exception {
        new DumpLoader(new RegistryStore(database), Clock.systemUTC())
                .load(ProjectFiles.conformance("world/dump.json"), true, TestAccounts.silently());
        AccountStore accounts =
                new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
        key = TestAccounts.superuserKey(accounts);
    }

    private void run(int count, Opening opening, String... options) throws Exception {
        RegistryAudit audit;
        try (Database database = opening.open()) {
            audit = RegistryAudit.from(new RegistryStore(database));
            audit.correctCounters();
        }
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                servers.add(ServerProcess.start(folder.resolve("server" + i + ".log"), options));
            }
            drive(servers);
        } finally {
            servers.forEach(ServerProcess::close);
        }
        try (Database database = opening.open()) {
            RegistryStore store = new RegistryStore(database);
            assertThat(audit.of(store).problems()).isEmpty();
            writers.check(store);
        }
        System.out.printf(
                "nothing lost: %d servers, %d acknowledged writes, %d kills%n",
                count, writers.acknowledged(), kills.get());
    }

    private void drive(List<ServerProcess> servers) throws Exception {
        writers = Writers.start(servers.stream().map(ServerProcess::url).toList(), key, 0);
        Random random = new Random(5);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end && writers.failure() == null) {
            TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(1500));
            ServerProcess victim = servers.get(random.nextInt(servers.size()));
            victim.kill();
            kills.incrementAndGet();
            victim.start();
        }
        writers.stop();
        assertThat(writers.acknowledged()).isGreaterThan(100);
    }
}
