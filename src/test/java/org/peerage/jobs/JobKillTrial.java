package org.peerage.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.peerage.ixf.FeedStand;
import org.peerage.store.Database;
import org.peerage.testing.AdjustableClock;
import org.peerage.testing.PostgresServer;

/**
 * Kills processes (SIGKILL) in the middle of jobs: {@code JobKillTrial sqlite|postgresql [rounds] [seed]}. Each job is run in a process of
 * its own that is killed at a random moment of its work, then by another one to its end; what is there then is compared with what
 * an undisturbed run leaves. It is no test, for it takes minutes: docs/reliability.md has the figures.
 */
final class JobKillTrial {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String LIST = """
            {"version": "1.0", "member_list": [{"asnum": 20100, "connection_list": [{"ixp_id": 1, "state": "active",
              "if_list": [{"if_speed": 10000}], "vlan_list": [{"vlan_id": 0, "ipv4": {"address": "185.1.0.7"}}]}]}]}""";

    private final boolean onPostgres;
    private final Path folder;
    private final FakeIrr irr;
    private final Random random;

    private JobKillTrial(boolean onPostgres, Path folder, FakeIrr irr, Random random) {
        this.onPostgres = onPostgres;
        this.folder = folder;
        this.irr = irr;
        this.random = random;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("work")) {
            work(arguments[1], arguments[2], Path.of(arguments[3]), arguments[4]);
            return;
        }
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        System.out.println("seed " + seed);
        Path folder = Files.createTempDirectory("peerage-kill");
        try (FakeIrr irr = new FakeIrr();
                FeedStand feeds = FeedStand.start()) {
            feeds.answer("/list", 200, LIST);
            int wrong = new JobKillTrial(arguments[0].equals("postgresql"), folder, irr, new Random(seed))
                    .run(rounds, feeds.url("/list"));
            System.exit(wrong == 0 ? 0 : 1);
        }
    }

    private int run(int rounds, String feed) throws Exception {
        String world = onPostgres ? PostgresServer.newDatabaseUrl() : newFolder();
        List<String> jobs;
        try (Database database = open(world);
                JobNode node = node(database, folder, irr.servers())) {
            JobWorld.make(node, database, AdjustableClock.standingAt(NOW), folder, feed);
            jobs = node.names();
        }
        int wrong = 0;
        int kills = 0;
        for (String job : jobs) {
            String undisturbed = copy(world);
            Duration took = finish(undisturbed, job);
            List<String> expected = contents(undisturbed);
            int hit = 0;
            int different = 0;
            for (int round = 0; round < rounds; round++) {
                String where = copy(world);
                hit += isKilled(where, job, took) ? 1 : 0;
                finish(where, job);
                List<String> differences = JobContents.differences(expected, contents(where));
                if (!differences.isEmpty()) {
                    different++;
                    System.out.println(job + " " + differences);
                }
            }
            System.out.printf("| `%s` | %d ms | %d of %d | %d |%n", job, took.toMillis(), hit, rounds, different);
            wrong += different;
            kills += hit;
        }
        System.out.printf("%d kills, %d different%n", kills, wrong);
        return wrong;
    }

    /** How long its work took. */
    private Duration finish(String where, String job) throws Exception {
        Process process = start(where, job);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            await(out, "begin");
            long begin = System.nanoTime();
            await(out, "end");
            return Duration.ofNanos(System.nanoTime() - begin);
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** Whether it was killed before its end. */
    private boolean isKilled(String where, String job, Duration took) throws Exception {
        Process process = start(where, job);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            await(out, "begin");
            TimeUnit.NANOSECONDS.sleep(random.nextLong(Math.max(1, took.toNanos())));
            var _ = process.toHandle().destroyForcibly();
            return out.lines().noneMatch("end"::equals);
        }
    }

    private static void await(BufferedReader out, String word) throws IOException {
        String line = out.readLine();
        while (line != null && !line.equals(word)) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("the process ended before " + word);
        }
    }

    private Process start(String where, String job) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx300m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JobKillTrial.class.getName(),
                        "work",
                        where,
                        job,
                        folder.toString(),
                        irr.servers().servers().getFirst().getPort() + "")
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("errors").toFile()))
                .start();
    }

    private static void work(String where, String job, Path folder, String irr) throws Exception {
        try (Database database = open(where);
                JobNode node = node(database, folder, IrrServers.of("127.0.0.1:" + irr))) {
            System.out.println("begin");
            node.run(job);
            System.out.println("end");
        }
    }

    private static JobNode node(Database database, Path folder, IrrServers irr) throws Exception {
        return new JobNode(
                database,
                AdjustableClock.standingAt(NOW),
                new JobNode.Surroundings(folder, irr, Files.createTempDirectory(folder, "copies")));
    }

    private static List<String> contents(String where) throws Exception {
        try (Database database = open(where)) {
            return JobContents.of(database);
        }
    }

    private static Database open(String where) throws Exception {
        return where.startsWith("jdbc:") ? Database.openUrl(where) : Database.openFolder(Path.of(where));
    }

    private String newFolder() throws IOException {
        return Files.createTempDirectory(folder, "data").toString();
    }

    private String copy(String where) throws Exception {
        if (onPostgres) {
            return PostgresServer.copyOf(where);
        }
        String to = newFolder();
        Files.copy(Path.of(where, Database.FILE), Path.of(to, Database.FILE));
        return to;
    }
}
