package org.peerage.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountStore;
import org.peerage.access.Passwords;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.RegistryAudit;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Poc;
import org.peerage.registry.types.Types;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.ServerProcess;
import org.peerage.testing.SharedFolder;
import org.peerage.testing.TestAccounts;

/**
 * Many writers, and servers that are killed at random moments: what was acknowledged is there, once and whole, and
 * nothing else is (docs/reliability.md). {@code -Dpeerage.harness.seconds=600} runs it for longer.
 */
@Tag("slow")
class NothingLostTest {
    private static final int WRITERS = 8;
    private static final int SECONDS = Integer.getInteger("peerage.harness.seconds", 20);
    private static final long LAN = 19;
    private static final int ADDRESSES = 40;

    @TempDir
    private Path folder;

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();
    private final Map<Long, String> contacts = new ConcurrentHashMap<>();
    private final Set<Long> deleted = ConcurrentHashMap.newKeySet();
    private final Set<Long> peerings = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @Test
    void oneServerOnSqlite() throws Exception {
        String data = folder.resolve("data").toString();
        try (Database database = Database.openFolder(Path.of(data))) {
            prepare(database);
        }
        run(1, () -> Database.openFolder(Path.of(data)), "--data", data);
    }

    @Test
    void oneServerOnPostgres() throws Exception {
        onPostgres(1);
    }

    @Test
    void twoServersOnPostgres() throws Exception {
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
                .load(SharedFolder.file("conformance/world/dump.json"), true, TestAccounts.silently());
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
            check(store);
        }
        System.out.printf(
                "nothing lost: %d servers, %d acknowledged writes, %d kills%n", count, acknowledged.get(), kills.get());
    }

    private void drive(List<ServerProcess> servers) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<String> addresses = servers.stream().map(ServerProcess::address).toList();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            writers.add(Thread.ofPlatform().start(() -> write(number, addresses, stop)));
        }
        Random random = new Random(5);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end && failure.get() == null) {
            TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(1500));
            ServerProcess victim = servers.get(random.nextInt(servers.size()));
            victim.kill();
            kills.incrementAndGet();
            victim.start();
        }
        stop.set(true);
        for (Thread writer : writers) {
            writer.join(TimeUnit.SECONDS.toMillis(90));
            assertThat(writer.isAlive()).isFalse();
        }
        if (failure.get() != null) {
            throw new AssertionError("a writer failed", failure.get());
        }
        assertThat(acknowledged.get()).isGreaterThan(100);
    }

    private void write(int number, List<String> servers, AtomicBoolean stop) {
        try {
            new Writing(number, servers).until(stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            failure.compareAndSet(null, e);
        }
    }

    /** One writer with a network of its own. */
    private final class Writing {
        private final Persistent client;
        private final Random random;
        private final int number;
        private final List<Long> own = new ArrayList<>();
        private long network;
        private int names;

        Writing(int number, List<String> servers) {
            this.number = number;
            this.random = new Random(number);
            this.client = new Persistent(servers, key, () -> failure.get() != null);
        }

        void until(AtomicBoolean stop) throws InterruptedException {
            network = ask("POST", "/api/net", """
                    {"org_id": 41, "name": "Harness %d", "asn": %d, "website": "https://h.example.net"}""".formatted(number, 300_000 + number))
                    .id();
            ask("POST", "/api/poc", contact("NOC", "desk" + number));
            while (!stop.get() && failure.get() == null) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> add();
                    case 2 -> change();
                    case 3 -> remove();
                    case 4 -> peer();
                    default -> depart();
                }
            }
        }

        private Persistent.Answer ask(String method, String path, String body) throws InterruptedException {
            Optional<Persistent.Answer> answer = client.send(method, path, body);
            if (answer.isEmpty()) {
                throw new AssertionError("given up");
            }
            acknowledged.incrementAndGet();
            return answer.get();
        }

        private String contact(String role, String name) {
            return """
                    {"net_id": %d, "role": "%s", "visible": "Public", "name": "%s", "email": "a@h.example.net"}""".formatted(network, role, name);
        }

        private String newName() {
            return "w" + number + "-" + names++;
        }

        private void add() throws InterruptedException {
            String name = newName();
            Persistent.Answer answer = ask("POST", "/api/poc", contact("Sales", name));
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
            own.add(answer.id());
            contacts.put(answer.id(), name);
        }

        private void change() throws InterruptedException {
            if (!own.isEmpty()) {
                long id = own.get(random.nextInt(own.size()));
                String name = newName();
                Persistent.Answer answer = ask("PUT", "/api/poc/" + id, contact("Sales", name));
                assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
                contacts.put(id, name);
            }
        }

        private void remove() throws InterruptedException {
            if (own.size() > 5) {
                long id = own.remove(random.nextInt(own.size()));
                assertThat(ask("DELETE", "/api/poc/" + id, "").status()).isEqualTo(204);
                contacts.remove(id);
                deleted.add(id);
            }
        }

        /** All writers want the same few addresses. */
        private void peer() throws InterruptedException {
            Persistent.Answer answer =
                    ask("POST", "/api/netixlan", """
                    {"net_id": %d, "ixlan_id": %d, "speed": 1000, "ipaddr4": "185.77.76.%d", "ipaddr6": ""}""".formatted(network, LAN, 200 + random.nextInt(ADDRESSES)));
            if (answer.status() == 201) {
                peerings.add(answer.id());
                mine.add(answer.id());
            } else {
                assertThat(answer.body().toString()).contains("IP already exists");
            }
        }

        private final List<Long> mine = new ArrayList<>();

        private void depart() throws InterruptedException {
            if (!mine.isEmpty()) {
                long id = mine.remove(random.nextInt(mine.size()));
                // Before another writer may take the address, and the row with it.
                peerings.remove(id);
                assertThat(ask("DELETE", "/api/netixlan/" + id, "").status()).isEqualTo(204);
            }
        }
    }

    private void check(RegistryStore store) throws Exception {
        RegistryStore.Contents now = store.readAll(Types.ALL);
        Set<Long> harness = new HashSet<>();
        int active = 0;
        for (Row contact : Objects.requireNonNull(now.rows().get(Poc.TYPE))) {
            if (contact.get(Poc.NAME).matches("w\\d+-\\d+") && contact.status() == Status.OK) {
                active++;
                harness.add(contact.id());
                assertThat(contact.get(Poc.NAME)).isEqualTo(contacts.get(contact.id()));
            }
            if (deleted.contains(contact.id())) {
                assertThat(contact.status()).isEqualTo(Status.DELETED);
            }
        }
        assertThat(harness).isEqualTo(contacts.keySet());
        assertThat(active).isEqualTo(contacts.size());
        Set<Long> there = new HashSet<>();
        for (Row peering : Objects.requireNonNull(now.rows().get(NetIxLan.TYPE))) {
            if (peering.isOk()) {
                there.add(peering.id());
            }
        }
        assertThat(there).containsAll(peerings);
    }
}
