package org.peerage.reliability;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.RegistryStore;

/**
 * Eight writers that ask until they know what came of each write, and remember it: contacts of networks of their own, and
 * addresses of one peering LAN that all of them want.
 */
public final class Writers {
    private static final int WRITERS = 8;
    private static final long LAN = 19;
    private static final int ADDRESSES = 40;

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Map<Long, String> contacts = new ConcurrentHashMap<>();
    private final Set<Long> deleted = ConcurrentHashMap.newKeySet();
    private final Set<Long> peerings = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final String key;

    private Writers(String key) {
        this.key = key;
    }

    /**
     * Begins to write.
     *
     * @param servers where, one after the other
     * @param generation tells the networks of these writers from those of others in the same registry
     */
    public static Writers start(List<String> servers, String key, int generation) {
        Writers writers = new Writers(key);
        for (int i = 0; i < WRITERS; i++) {
            int number = WRITERS * generation + i;
            writers.threads.add(Thread.ofPlatform().start(() -> writers.write(number, servers)));
        }
        return writers;
    }

    public int acknowledged() {
        return acknowledged.get();
    }

    /** Waits until more than so many writes are acknowledged. */
    public void moreThan(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
        while (acknowledged() <= count) {
            assertThat(failure()).isNull();
            assertThat(System.nanoTime()).as("writes go on").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** What one of them found wrong; null: nothing. */
    public @Nullable Throwable failure() {
        return failure.get();
    }

    /** Lets each finish the write it is about. */
    public void stop() throws InterruptedException {
        stop.set(true);
        for (Thread writer : threads) {
            writer.join(TimeUnit.SECONDS.toMillis(90));
            assertThat(writer.isAlive()).isFalse();
        }
        if (failure.get() != null) {
            throw new AssertionError("a writer failed", failure.get());
        }
    }

    private void write(int number, List<String> servers) {
        try {
            new Writing(number, servers).until();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            failure.compareAndSet(null, e);
        }
    }

    /** One writer with a network of its own. */
    private final class Writing {
        private final RetryingClient client;
        private final Random random;
        private final int number;
        private final List<Long> own = new ArrayList<>();
        private long network;
        private int count;

        Writing(int number, List<String> servers) {
            this.number = number;
            this.random = new Random(number);
            this.client = new RetryingClient(servers, key, () -> failure.get() != null);
        }

        void until() throws InterruptedException {
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

        private RetryingClient.DefiniteResponse ask(String method, String path, String body)
                throws InterruptedException {
            Optional<RetryingClient.DefiniteResponse> answer = client.send(method, path, body);
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
            String name = "w" + number + "-" + count++;
            names.add(name);
            return name;
        }

        private void add() throws InterruptedException {
            String name = newName();
            RetryingClient.DefiniteResponse response = ask("POST", "/api/poc", contact("Sales", name));
            assertThat(response.status()).as(response.body().toString()).isEqualTo(201);
            own.add(response.id());
            contacts.put(response.id(), name);
        }

        private void change() throws InterruptedException {
            if (!own.isEmpty()) {
                long id = own.get(random.nextInt(own.size()));
                String name = newName();
                RetryingClient.DefiniteResponse response = ask("PUT", "/api/poc/" + id, contact("Sales", name));
                assertThat(response.status()).as(response.body().toString()).isEqualTo(200);
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
            RetryingClient.DefiniteResponse response =
                    ask("POST", "/api/netixlan", """
                    {"net_id": %d, "ixlan_id": %d, "speed": 1000, "ipaddr4": "185.77.76.%d", "ipaddr6": ""}""".formatted(network, LAN, 200 + random.nextInt(ADDRESSES)));
            if (response.status() == 201) {
                peerings.add(response.id());
                mine.add(response.id());
            } else {
                assertThat(response.body().toString()).contains("IP already exists");
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

    /** Looks for each acknowledged write in the database, and for others. */
    public void check(RegistryStore store) throws Exception {
        RegistryStore.RegistryContents now = store.readAll(ObjectTypes.ALL);
        Set<Long> harness = new HashSet<>();
        int active = 0;
        for (Row contact : Objects.requireNonNull(now.rows().get(Poc.TYPE))) {
            if (isOurs(contact.get(Poc.NAME)) && contact.status() == Status.OK) {
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
            if (peering.isActive()) {
                there.add(peering.id());
            }
        }
        assertThat(there).containsAll(peerings);
    }

    private boolean isOurs(String name) {
        return names.contains(name);
    }
}
