package org.peerage.ixf;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.peerage.access.Transactions;
import org.peerage.cli.ServeSettings;
import org.peerage.cli.Server;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.store.Database;
import org.peerage.testing.AdjustableClock;

/**
 * How long a daily run over made-up exchanges takes (docs/performance.md): {@code ImportBench [exchanges] [connections]
 * [folder] [port of the feeds]}. Half of the networks let exchanges change them. The first run imports everything, the second finds nothing
 * new, the third knows that beforehand. Killed and begun again with the same folder and port, it goes on where it was; what it says of
 * connections and proposals at the end is the same as if it had not been killed. With {@code -Dbad=true} some further exchanges have servers
 * that are slow, never end, send too much, break off, or redirect in circles; with {@code -Dhuge=32} as many have a list of 60 MB, all of whose 40,000
 * members are strangers.
 */
public final class ImportBench {
    private static final String BEGUN = "select count(*) from ixf_run";
    private static final String VERSION = "select max(version) from change";
    private static final List<String> BAD = List.of("slow", "endless", "large", "short", "circle");
    private static final int NETWORKS = 4_000;
    private static final long FIRST_ASN = 100_000;

    private final int exchanges;
    private final int connections;
    private final HttpServer feeds;
    private final Map<String, byte[]> documents = new HashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    private final Path folder;

    private ImportBench(int exchanges, int connections, Path folder, int port) throws IOException {
        this.folder = folder;
        this.exchanges = exchanges;
        this.connections = connections;
        this.feeds = HttpServer.create(new InetSocketAddress(port), 200);
    }

    public static void main(String[] arguments) throws Exception {
        int exchanges = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_300;
        int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 70_000;
        Path folder = arguments.length > 2 ? Path.of(arguments[2]) : Files.createTempDirectory("import-bench");
        int port = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        new ImportBench(exchanges, connections, folder, port).run();
    }

    private void run() throws Exception {
        feeds.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        feeds.createContext("/", exchange -> {
            requests.incrementAndGet();
            mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
            try (exchange) {
                answer(exchange);
            } finally {
                now.decrementAndGet();
            }
        });
        feeds.start();
        boolean isNew = !Files.exists(folder.resolve("peerage.db"));
        AdjustableClock clock = AdjustableClock.ofThePresent();
        try (Database database = Database.openFolder(folder)) {
            List<Row> rows = rows();
            if (isNew) {
                SampleRows.store(database, rows);
            }
            try (Server server = Server.start(
                    ServeSettings.unlimited()
                            .fetchingFrom(FeedAddresses.parse("127.0.0.0/8"))
                            .withRdap("off")
                            .withMailFolder(folder.resolve("mail")),
                    database,
                    clock)) {
                Transactions sql = new Transactions(database.source());
                while (count(sql, "select count(*) from peerage_state where name = 'ixf-daily'") == 0) {
                    LockSupport.parkNanos(100_000_000);
                }
                System.out.println("at " + server.url());
                once(isNew ? "everything is new" : "what was left", clock, sql);
                once("nothing is new", clock, sql);
                once("nothing is new, again", clock, sql);
                System.out.println(
                        "connections "
                                + digest(
                                        sql,
                                        "select ixlan_id, asn, ipaddr4, ipaddr6, speed, is_rs_peer,"
                                                + " operational, status from netixlan order by ixlan_id, asn, ipaddr4, ipaddr6"));
                System.out.println("proposals "
                        + digest(
                                sql,
                                "select ixlan_id, asn, subject, kind, signature from ixf_proposal"
                                        + " order by ixlan_id, asn, subject"));
                System.out.println("exchanges "
                        + digest(
                                sql, "select id, ixf_net_count from ix where ixf_last_import is not null order by id"));
            }
        } finally {
            feeds.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/bad/")) {
            misbehave(exchange, path.substring("/bad/".length()));
            return;
        }
        byte[] body = documents.get(path);
        String tag = "\"" + body.length + "\"";
        exchange.getResponseHeaders().set("ETag", tag);
        if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            unchanged.incrementAndGet();
            exchange.sendResponseHeaders(304, -1);
        } else {
            exchange.sendResponseHeaders(200, body.length);
            new java.io.ByteArrayInputStream(body).transferTo(exchange.getResponseBody());
        }
    }

    private static void misbehave(HttpExchange exchange, String how) throws IOException {
        byte[] some = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        switch (how) {
            case "slow", "endless" -> {
                exchange.sendResponseHeaders(200, 0);
                while (true) { // until the client has had enough
                    exchange.getResponseBody().write(some, 0, how.equals("slow") ? 1 : 10_000);
                    exchange.getResponseBody().flush();
                    LockSupport.parkNanos(1_000_000_000);
                }
            }
            case "large" -> {
                exchange.sendResponseHeaders(200, 200L << 20);
                for (int i = 0; i < (200 << 20) / some.length; i++) {
                    exchange.getResponseBody().write(some);
                }
            }
            case "short" -> {
                exchange.sendResponseHeaders(200, 100_000);
                exchange.getResponseBody().write(some);
                exchange.getResponseBody().flush();
                throw new IOException("enough");
            }
            default -> {
                exchange.getResponseHeaders().set("Location", "/bad/circle");
                exchange.sendResponseHeaders(302, -1);
            }
        }
    }

    private void once(String what, AdjustableClock clock, Transactions sql) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.gc();
        long heapBefore = used();
        long processorBefore = system.getProcessCpuTime();
        clock.forward(Duration.ofDays(1));
        long start = 0;
        long peak = 0;
        long ended = 0;
        long before = count(sql, BEGUN);
        long versions = count(sql, VERSION);
        requests.set(0);
        unchanged.set(0);
        mostAtOnce.set(0);
        String day = java.time.LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC)
                .toString();
        while (ended == 0) {
            LockSupport.parkNanos(100_000_000);
            if (start == 0 && count(sql, BEGUN) > before) {
                start = System.nanoTime();
            }
            peak = Math.max(peak, used());
            ended = count(
                    sql, "select count(*) from peerage_state where name = 'ixf-daily' and content = '" + day + "'");
        }
        System.out.printf(
                "%s: %.1f s, processor %.1f s, heap %d MB before, at most %d MB; asked %d times, %d at once, 304 %d;"
                        + " %d writes; done %d, failed %d, log %d, proposals %d%n",
                what,
                (System.nanoTime() - start) / 1e9,
                (system.getProcessCpuTime() - processorBefore) / 1e9,
                heapBefore >> 20,
                peak >> 20,
                requests.get(),
                mostAtOnce.get(),
                unchanged.get(),
                count(sql, VERSION) - versions,
                count(sql, "select count(*) from ixf_run where outcome = 'done'"),
                count(sql, "select count(*) from ixf_run where outcome = 'failed'"),
                count(sql, "select count(*) from ixf_log"),
                count(sql, "select count(*) from ixf_proposal"));
    }

    private static String digest(Transactions sql, String query) {
        List<String> lines = sql.withConnection(each -> each.query(query, row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                line.append(row.getString(i)).append(' ');
            }
            return line.toString();
        }));
        return lines.size() + " " + Importer.hash(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long count(Transactions sql, String query) {
        return sql.withConnection(each -> each.query(query, row -> row.getLong(1)))
                .getFirst();
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(SampleRows.organization("Bench"));
        for (long i = 0; i < NETWORKS; i++) {
            rows.add(SampleRows.network(i + 1, FIRST_ASN + i, "Net " + i)
                    .set(Net.ALLOW_IXP_UPDATE, i % 2 == 0)
                    .build());
            rows.add(SampleRows.contact(i + 1, "NOC"));
        }
        for (int i = 0; i < exchanges; i++) {
            exchange(rows, i);
        }
        for (int i = 0; i < Integer.getInteger("huge", 0); i++) {
            long id = exchanges + 100L + i;
            rows.add(SampleRows.exchange(id, "Huge " + i));
            rows.add(lan(id, "http://127.3.0." + (i + 1), "/huge"));
            rows.add(SampleRows.prefix(id, id, "100.64." + i + ".0/24"));
            documents.computeIfAbsent("/huge", any -> huge());
        }
        if (Boolean.getBoolean("bad")) {
            for (int i = 0; i < 2 * BAD.size(); i++) {
                long id = exchanges + i + 1L;
                rows.add(SampleRows.exchange(id, "Bad " + i));
                rows.add(lan(id, "http://127.2.0." + (i + 1), "/bad/" + BAD.get(i % BAD.size())));
            }
        }
        return rows;
    }

    /** Each exchange has a host of its own, so that only what one host is asked waits for itself. */
    private void exchange(List<Row> rows, int i) {
        long id = i + 1L;
        String name = "IX " + i;
        String path = "/" + i + ".json";
        String prefix = "198." + (18 + i / 128) + "." + (i % 128) * 2 + ".0/23";
        rows.add(SampleRows.exchange(id, name));
        rows.add(lan(id, "http://127.1." + i / 250 + "." + (i % 250 + 1), path));
        rows.add(SampleRows.prefix(id, id, prefix));
        documents.put(path, document(i).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] huge() {
        StringBuilder json = new StringBuilder("{\"member_list\": [");
        String name = "x".repeat(1_000);
        for (int i = 0; i < 40_000; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("""
                    {"asnum": %d, "name": "%s", "connection_list": [{"ixp_id": 1, "state": "active", "if_list": [{"if_speed": 10000}],
                      "vlan_list": [{"vlan_id": 0, "ipv4": {"address": "10.%d.%d.1", "routeserver": true, "mac_addresses": [],
                      "as_macro": "AS-SET", "max_prefix": 1000}, "ipv6": {"address": "2001:db8::%x:%x"}}]}]}""".formatted(4_200_000_000L + i, name, i / 256, i % 256, i / 256, i % 256));
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private Row lan(long id, String host, String path) {
        return SampleRows.lan(id)
                .set(
                        IxLan.IXF_IXP_MEMBER_LIST_URL,
                        host + ":" + feeds.getAddress().getPort() + path)
                .set(IxLan.IXF_IXP_IMPORT_ENABLED, true)
                .build();
    }

    /** A tenth of the exchanges has most of the connections, as in the world. */
    private String document(int i) {
        int big = exchanges / 10;
        int members = i < big ? connections * 6 / 10 / big : connections * 4 / 10 / (exchanges - big);
        StringBuilder json = new StringBuilder(
                "{\"version\": \"1.0\", \"timestamp\": \"2026-11-30T00:00:00Z\", \"ixp_list\": [{\"ixp_id\": 1,"
                        + " \"ixf_id\": 1, \"shortname\": \"IX\"}], \"member_list\": [");
        String base = "198." + (18 + i / 128) + ".";
        for (int m = 0; m < members; m++) {
            int host = m + 1;
            json.append(m == 0 ? "" : ",")
                    .append("{\"asnum\": ")
                    .append(FIRST_ASN + (i * 37L + m) % NETWORKS)
                    .append(
                            ", \"connection_list\": [{\"ixp_id\": 1, \"state\": \"active\", \"if_list\": [{\"if_speed\": 10000}],"
                                    + " \"vlan_list\": [{\"vlan_id\": 0, \"ipv4\": {\"address\": \"")
                    .append(base)
                    .append((i % 128) * 2 + host / 256)
                    .append('.')
                    .append(host % 256)
                    .append("\", \"routeserver\": true}}]}]}");
        }
        return json.append("]}").toString();
    }
}
