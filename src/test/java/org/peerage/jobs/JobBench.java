package org.peerage.jobs;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.store.Database;

/**
 * What jobs cost: {@code JobBench DATABASE [accounts]}, a folder or a JDBC URL of a registry that was loaded and that may be
 * spoiled. It gets so many accounts, of which a third belong to nobody, and much for each job to do; each job runs twice, so the second figures
 * are those of a day on which nothing is new.
 */
final class JobBench {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Imports have figures of their own, and files for copies are made from a folder. */
    private static final List<String> OTHERS = List.of("ixf-requests", "ixf-daily", "copies", "as-sets");

    private JobBench() {}

    public static void main(String[] arguments) throws Exception {
        int accounts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
        Path work = Files.createTempDirectory("peerage-jobs");
        try (Database database = open(arguments[0])) {
            fill(database, accounts);
            try (JobNode node = new JobNode(
                    database, Clock.systemUTC(), new JobNode.Surroundings(work, IrrServers.of("off"), work))) {
                delegated(node, work);
                node.settings().set(org.peerage.accounts.SiteSettings.Setting.ORPHANED_ACCOUNTS, "on", "bench");
                for (String job : node.names()) {
                    if (job.equals("tell-followers")) {
                        change(node);
                    }
                    if (!OTHERS.contains(job)) {
                        System.out.printf("| `%s` | %s | %s |%n", job, measured(node, job), measured(node, job));
                    }
                }
            }
        }
    }

    /** So many changes of one round: networks leave facilities. */
    private static void change(JobNode node) throws Exception {
        List<Long> some = new ArrayList<>();
        node.registry().current().forEach(NetFac.TYPE, row -> {
            if (row.isActive() && row.id() % 120 == 0) {
                some.add(row.id());
            }
        });
        Author author = new TrustedAuthor("bench", false);
        for (long id : some) {
            node.editor()
                    .submit(Editor.WriteCommand.of(new Operation.Delete(NetFac.TYPE, id), author, "bench"))
                    .decided()
                    .last();
        }
        System.out.println(some.size() + " changes");
    }

    private static Database open(String where) throws Exception {
        return where.startsWith("jdbc:") ? Database.openUrl(where) : Database.openFolder(Path.of(where));
    }

    private static String measured(JobNode node, String job) throws Exception {
        System.gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        long before =
                heap().stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        node.run(job);
        long took = System.nanoTime() - start;
        long peak =
                heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return String.format(
                Locale.ROOT,
                "%.2f s, %.2f s, %d MB",
                took / 1e9,
                (SYSTEM.getProcessCpuTime() - cpu) / 1e9,
                Math.max(0, peak - before) / 1_000_000);
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static void delegated(JobNode node, Path folder) throws Exception {
        StringBuilder file = new StringBuilder("2|test|1|1|19830101|"
                + LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE) + "|+0000\n");
        node.registry().current().forEach(Net.TYPE, row -> file.append("test|DE|asn|")
                .append(row.get(Net.ASN).value())
                .append("|1|20200101|allocated|x\n"));
        Files.writeString(folder.resolve("delegated-test-extended-latest"), file.toString());
    }

    private static void fill(Database database, int accounts) throws Exception {
        String some = "with recursive n (i) as (select 1 union all select i + 1 from n where i < %d) ";
        String numbers = some.formatted(accounts);
        String few = some.formatted(accounts / 20);
        String few2 = some.formatted(accounts / 100);
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : List.of(
                    "insert into user_account (username, username_folded, email, password_hash, verified, created) "
                            + numbers
                            + "select 'User' || i, 'user' || i, 'u' || i || '@example.net', '!', i % 20 <> 0, 0 from n order by i",
                    "insert into user_email (user_id, email, confirmed, created) " + numbers
                            + "select i, 'u' || i || '@example.net', 1 = 1, 0 from n",
                    "insert into org_membership (user_id, org_id, role) " + numbers
                            + "select i, 1 + i % 30000, case when i % 2 = 0 then 'admin' else 'member' end from n where i % 3 <> 0",
                    "insert into api_key (kind, user_id, name, prefix, hash, created) " + numbers
                            + "select 'user', i, 'k', 'prg' || i, 'x', 0 from n",
                    "insert into session (hash, user_id, csrf, created, last_used, expires, address, agent) " + numbers
                            + "select 'h' || i, i, '', 1, 1, 1, '', '' from n",
                    "insert into key_log (key_id, at, method, path, status, address) " + numbers
                            + "select i, 1, 'GET', '/api/net', 200, '' from n",
                    "insert into audit (at, actor, action, subject, detail, address) " + numbers
                            + "select 1, 'user:' || i, 'sign in', 'user:' || i, '', '' from n",
                    "insert into idempotency (actor, idempotency_key, request, status, headers, body, created_at) "
                            + numbers + "select 'user:' || i, 'k', '', 200, '', '', 1 from n",
                    "insert into affiliation (user_id, org_id, created) " + few + "select i, 1 + i % 30000, 1 from n",
                    "insert into ticket (kind, subject, state, object_type, object_id, actor, thread, created, changed) "
                            + few + "select 'queue', 'Facility', 'open', 'fac', i, 'user:' || i, 't' || i, 1, 1 from n",
                    "insert into orphaned_account (user_id, flagged, mailed) " + few2 + "select 3 * i, 1, 1 from n",
                    "insert into empty_organization (org_id, flagged) select id, 1 from org where status = 'ok' and id not in"
                            + " (select org_id from net where status <> 'deleted') and id not in (select org_id from fac where"
                            + " status <> 'deleted') and id not in (select org_id from ix where status <> 'deleted') order by id limit 1000",
                    "insert into follow (user_id, subject, subject_id, schedule, since_version) " + few
                            + "select i, 'org', 1 + i % 500, 'once', 0 from n",
                    "insert into followed_search (user_id, type, query, events, fields, schedule, since_version) " + few
                            + "select i, 'org', 'name__contains=' || (i % 500), 'entered left changed', '', 'daily', 0 from n",
                    "update poc set status = 'deleted', updated = 1 where id % 5 = 0 and status = 'ok'",
                    "insert into peerage_state (name, content) values ('job:empty-organizations', '"
                            + System.currentTimeMillis() / 1000 + "')",
                    "insert into peerage_state (name, content) values ('job:orphaned-accounts', '"
                            + System.currentTimeMillis() / 1000 + "')",
                    "insert into peerage_state (name, content) values ('follow-position', '1')",
                    "update account_version set version = version + 1")) {
                statement.executeUpdate(each);
            }
        }
    }
}
