package org.peerage.ixf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.peerage.accounts.SiteSettings;
import org.peerage.jobs.Job;
import org.peerage.jobs.JobHistory;
import org.peerage.jobs.Leases;
import org.peerage.jobs.Scheduler;
import org.peerage.registry.Editor;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.RegistryStore;

/**
 * A process that makes the daily run over made-up exchanges and ends: {@code DailyImports DATABASE}, a folder or a JDBC URL.
 * It says so when it is done. Of the six members of each exchange, three let exchanges change them.
 */
final class DailyImports {
    static final int EXCHANGES = 30;
    static final int MEMBERS = 6;
    static final String DONE = "daily run: DONE";
    private static final long FIRST_ASN = 100_000;

    private DailyImports() {}

    public static void main(String[] arguments) throws Exception {
        Clock clock = Clock.systemUTC();
        try (Database database = open(arguments[0])) {
            RegistryStore store = new RegistryStore(database);
            Registry registry = Registry.open(store);
            registry.awaitLoaded();
            try (WriteLane lane = new WriteLane(store, registry, clock)) {
                Editor editor = SampleImports.editor(registry, lane, clock);
                List<Job> jobs = SampleImports.jobs(
                        database, registry, editor, new SiteSettings(database.source(), clock), clock);
                Job daily = jobs.stream()
                        .filter(job -> job.name().equals("ixf-daily"))
                        .findFirst()
                        .orElseThrow();
                try (Scheduler scheduler = new Scheduler(
                        new Leases(database.source(), clock),
                        new JobHistory(database.source(), clock),
                        Scheduler.JobObserver.NOBODY,
                        jobs)) {
                    System.out.println("daily run: " + scheduler.runNow(daily));
                }
            }
        }
    }

    static Database open(String where) throws DatabaseUnusableException {
        return where.startsWith("jdbc:") ? Database.openUrl(where) : Database.openFolder(Path.of(where));
    }

    /** Puts the exchanges into an empty registry. Their lists are at hosts of their own, below that port. */
    static void seed(Database database, int port) throws SQLException {
        List<Row> rows = new ArrayList<>();
        rows.add(SampleRows.organization("Org"));
        for (int member = 0; member < MEMBERS; member++) {
            rows.add(SampleRows.network(member + 1, FIRST_ASN + member, "Net " + member)
                    .set(Net.ALLOW_IXP_UPDATE, member % 2 == 0)
                    .build());
            rows.add(SampleRows.contact(member + 1, "NOC"));
        }
        for (int exchange = 0; exchange < EXCHANGES; exchange++) {
            long id = exchange + 1L;
            rows.add(SampleRows.exchange(id, "IX " + exchange));
            rows.add(SampleRows.lan(id)
                    .set(IxLan.IXF_IXP_MEMBER_LIST_URL, "http://127.1.0." + id + ":" + port + "/" + exchange)
                    .set(IxLan.IXF_IXP_IMPORT_ENABLED, true)
                    .build());
            rows.add(SampleRows.prefix(id, id, "198.18." + exchange + ".0/24"));
        }
        SampleRows.store(database, rows);
    }

    /** The list of an exchange. */
    static byte[] document(int exchange) {
        StringBuilder members = new StringBuilder();
        for (int member = 0; member < MEMBERS; member++) {
            members.append(member == 0 ? "" : ",").append("""
                    {"asnum": %d, "connection_list": [{"ixp_id": 1, "state": "active", "if_list": [{"if_speed": 10000}],
                      "vlan_list": [{"vlan_id": 0, "ipv4": {"address": "198.18.%d.%d"}}]}]}""".formatted(FIRST_ASN + member, exchange, 10 + member));
        }
        return ("{\"version\": \"1.0\", \"member_list\": [" + members + "]}").getBytes(StandardCharsets.UTF_8);
    }
}
