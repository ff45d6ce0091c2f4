package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.Transactions;
import org.peerage.registry.Registry;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.NetIxLan;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.ServerProcess;
import org.peerage.testing.Waiting;

/** A process that is killed in the middle of a daily run, and the next two, which begin at the same time. */
@Tag("slow")
abstract class KilledImportsContract {
    private static final int ANSWERED = 12;

    @TempDir
    private Path folder;

    /** A folder or a JDBC URL. */
    abstract String newDatabase(Path place) throws Exception;

    /** Exchanges answer until some have been imported and others wait for theirs: then the process is killed. */
    @Test
    void nextRunFinishesWhatAKilledOneLeftAndTwoAtOnceDoubleNothing() throws Exception {
        String where = newDatabase(folder);
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean answersAll = new AtomicBoolean();
        CountDownLatch stuck = new CountDownLatch(1);
        HttpServer feeds = HttpServer.create(new InetSocketAddress(0), 100);
        feeds.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        feeds.createContext("/", exchange -> {
            if (asked.incrementAndGet() > ANSWERED && !answersAll.get()) {
                stuck.countDown();
                return; // never answered
            }
            byte[] list = DailyImports.document(
                    Integer.parseInt(exchange.getRequestURI().getPath().substring(1)));
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
            exchange.close();
        });
        feeds.start();
        try {
            try (Database database = DailyImports.open(where)) {
                DailyImports.seed(database, feeds.getAddress().getPort());
            }
            Process first = run(where);
            assertThat(stuck.await(60, TimeUnit.SECONDS)).as(output()).isTrue();
            awaitImported(where);
            first.destroyForcibly().waitFor();
            int left;
            try (Database database = DailyImports.open(where)) {
                assertThat(imported(database)).isBetween(1, ANSWERED);
                left = DailyImports.EXCHANGES - imported(database);
                assertThat(count(database, "select count(*) from ixf_run where outcome = 'running'"))
                        .as("cut off")
                        .isPositive();
                // As if the minute had gone by after which the lease of a dead process ends.
                new Transactions(database.source())
                        .withConnection(sql -> sql.update("update job_lease set held_until = 0"));
            }
            answersAll.set(true);
            asked.set(0);

            Process second = run(where);
            Process other = run(where); // of which one has the job
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(output()).contains(DailyImports.DONE);
            assertThat(asked).as("what was done is not done again").hasValue(left);
            try (Database database = DailyImports.open(where)) {
                assertWholeAndOnce(database);
            }
        } finally {
            feeds.stop(0);
        }
    }

    private static void assertWholeAndOnce(Database database) throws Exception {
        int connections = DailyImports.EXCHANGES * DailyImports.MEMBERS / 2;
        Snapshot snapshot = snapshot(database);
        Set<String> addresses = new HashSet<>();
        snapshot.forEach(NetIxLan.TYPE, row -> addresses.add(String.valueOf(row.find(NetIxLan.IPADDR4))));
        assertThat(rows(snapshot)).isEqualTo(connections);
        assertThat(addresses).hasSize(connections);
        assertThat(imported(database)).isEqualTo(DailyImports.EXCHANGES);
        assertThat(count(database, "select count(*) from ixf_run where outcome = 'running'"))
                .isZero();
        assertThat(count(database, "select count(*) from ixf_run where outcome = 'done'"))
                .isEqualTo(DailyImports.EXCHANGES);
        assertThat(count(database, "select count(*) from ixf_log")).isEqualTo(connections);
        assertThat(count(database, "select count(*) from ixf_proposal")).isEqualTo(connections);
        assertThat(count(database, "select count(*) from ixf_notice where audience = 'network'"))
                .as("told once of each proposal")
                .isEqualTo(connections);
    }

    private Process run(String where) throws Exception {
        return new ProcessBuilder(ServerProcess.java(DailyImports.class.getName(), where))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "output")))
                .start();
    }

    private String output() throws Exception {
        return Files.readString(folder.resolve("output"));
    }

    /** Some imports are written while others wait; which of those that were answered does not matter. */
    private static void awaitImported(String where) throws Exception {
        try (Database database = DailyImports.open(where)) {
            Waiting.until(Duration.ofSeconds(60), () -> imported(database) > 0);
        }
    }

    private static Snapshot snapshot(Database database) throws Exception {
        Registry registry = Registry.open(new RegistryStore(database));
        registry.awaitLoaded();
        return registry.current();
    }

    private static int imported(Database database) throws Exception {
        int[] imported = new int[1];
        snapshot(database).forEach(Ix.TYPE, row -> imported[0] += row.find(Ix.IXF_LAST_IMPORT) == null ? 0 : 1);
        return imported[0];
    }

    private static int rows(Snapshot snapshot) {
        int[] rows = new int[1];
        snapshot.forEach(NetIxLan.TYPE, row -> rows[0] += row.isActive() ? 1 : 0);
        return rows[0];
    }

    private static long count(Database database, String query) {
        return new Transactions(database.source())
                .withConnection(sql -> sql.query(query, row -> row.getLong(1)))
                .getFirst();
    }
}
