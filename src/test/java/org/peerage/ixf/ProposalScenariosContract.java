package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.peerage.access.Transactions;
import org.peerage.registry.types.IxLan;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;

/**
 * The rule book of what imports leave: proposals and notices, run after run (docs/spec/ixf.md §10, by its numbers). After each
 * run the same run is made again, which must change nothing and tell nobody.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProposalScenariosContract {
    private static final String DOWN = "N(p4,p6) down";
    private static final String UP = "N{p4,p6}";
    private static final String TWO = "N(p4,p6); N(q4,–)";

    private final List<Scenario> scenarios = List.of(
            scenario("19", run("N(p4,p6) 20G", UP)),
            scenario("20", run(DOWN, UP, "modify p4,p6", "network N modify", "exchange N modify")),
            scenario(
                    "21",
                    run(DOWN, UP, "modify p4,p6", "network N modify", "exchange N modify"),
                    dismiss(),
                    run(DOWN, UP, "modify p4,p6 dismissed")),
            scenario(
                    "22, a speed is not compared",
                    run(DOWN, UP, "modify p4,p6", "network N modify", "exchange N modify"),
                    dismiss(),
                    run(DOWN, UP + " 40G", "modify p4,p6 dismissed")),
            scenario(
                    "22, other values are shown and told",
                    run(DOWN, UP, "modify p4,p6", "network N modify", "exchange N modify"),
                    dismiss(),
                    run(DOWN, "N{p4,q6}", "modify p4,q6", "network N modify", "exchange N modify")),
            scenario(
                    "what is left of what was dismissed, once somebody has done a part",
                    run("N(p4,–) down", UP, "modify p4,p6", "network N modify", "exchange N modify"),
                    dismiss(),
                    run("N(p4,p6) down", UP, "modify p4,p6 dismissed")),
            scenario(
                    "what is left is not told again",
                    run("N(p4,–) down", UP, "modify p4,p6", "network N modify", "exchange N modify"),
                    run("N(p4,p6) down", UP, "modify p4,p6")),
            scenario("23", run(DOWN, UP, "modify p4,p6", "network N modify", "exchange N modify"), run("N(p4,p6)", UP)),
            scenario("24", run("", UP, "add p4,p6", "network N add")),
            scenario("25", run("N(q4,q6)", "N{p4,p6}; N{q4,q6}", "add p4,p6", "network N add", "exchange N add")),
            scenario("26", run("", UP, "add p4,p6", "network N add"), run("", "")),
            scenario("27", run("", UP, "add p4,p6", "network N add"), run("N(p4,p6) 40G", UP)),
            scenario("28", run(TWO, UP, "delete q4,–", "network N delete", "exchange N delete")),
            scenario(
                    "29 listed again",
                    run(TWO, UP, "delete q4,–", "network N delete", "exchange N delete"),
                    run(TWO, "N{p4,p6}; N{q4}")),
            scenario(
                    "29 deleted by hand",
                    run(TWO, UP, "delete q4,–", "network N delete", "exchange N delete"),
                    run("N(p4,p6)", UP)),
            scenario(
                    "30",
                    run(
                            "N(p4,p6); N(q4,–) down",
                            "N{p4,p6}; N{q4}",
                            "modify q4,–",
                            "network N modify",
                            "exchange N modify"),
                    run("N(p4,p6); N(q4,–) down", UP, "delete q4,–", "network N delete", "exchange N delete")),
            scenario(
                    "31",
                    run(TWO, UP, "delete q4,–", "network N delete", "exchange N delete"),
                    days(20),
                    run(TWO, UP, "delete q4,–")),
            scenario(
                    "32",
                    run(DOWN + "; N without contacts", UP, "modify p4,p6", "network N modify", "exchange N modify")),
            scenario("33", run("N without contacts", UP, "add p4,p6")),
            scenario(
                    "12, the exchange alone can act",
                    run("", "Y{p4,p6} speed=\"10G\"", "add p4,p6", "exchange Y add", "exchange feed")),
            scenario("13, both can", run("", "Y{p4,p6} speed=40", "add p4,p6", "network Y add", "exchange Y add")),
            scenario(
                    "13, where the network is connected",
                    run("Y(q4,–)", "Y{p4,p6} speed=40; Y{q4}", "add p4,p6", "network Y add", "exchange Y add")),
            scenario("57", run("Y(p4,–) elsewhere", "Y{p4,p6}", "add p4,p6", "network Y add", "exchange Y add")),
            scenario(
                    "50",
                    once("N(p4,p6)", "N2{p4,p6}", "add p4,p6", "network N2 add", "network N reassigned"),
                    run("", "N2{p4,p6}", "add p4,p6")),
            scenario("60, the exchange is told all the same", run("", "N{o4,p6}", "add o4,p6", "exchange N add")),
            scenario(
                    "63",
                    run("v6Y(–,p6)", "v6Y{p4,p6}", "", "network v6Y family", "exchange v6Y family"),
                    run("v6Y(–,p6)", "v6Y{p6}"),
                    run("v6Y(–,p6)", "v6Y{p4,p6}", "", "network v6Y family", "exchange v6Y family")),
            scenario(
                    "66, each is told",
                    run(
                            "v6Y(–,p6); v6N(–,q6)",
                            "v6Y{p4,p6}; v6N{q4,q6}",
                            "",
                            "network v6Y family",
                            "exchange v6Y family",
                            "network v6N family",
                            "exchange v6N family")),
            scenario(
                    "61, mistakes are mailed once, and that they are mended",
                    run("Y(q4,q6)", "Y{192.0.2.10/24,p6}; Y{q4,q6}", "", "exchange feed"),
                    run("Y(q4,q6)", "Y{q4,q6}", "", "exchange fixed")),
            scenario(
                    "62, again after 15 days",
                    run("Y(q4,q6)", "Y{192.0.2.10/24,p6}; Y{q4,q6}", "", "exchange feed"),
                    days(16),
                    run("Y(q4,q6)", "Y{192.0.2.10/24,p6}; Y{q4,q6}", "", "exchange feed")),
            scenario(
                    "71",
                    failure("Got HTTP status 404", "exchange feed"),
                    failure("Got HTTP status 404"),
                    failure("Got HTTP status 500", "exchange feed"),
                    failure("Got HTTP status 404", "exchange feed"),
                    run("Y(q4,q6)", "Y{q4,q6}", "", "exchange fixed")),
            scenario(
                    "staff hear once of lists that stay lost",
                    lost("Got HTTP status 404", 6, "exchange feed"),
                    lost("Got HTTP status 404", 7, "staff stays"),
                    lost("Got HTTP status 500", 8, "exchange feed"),
                    run("Y(q4,q6)", "Y{q4,q6}", "", "exchange fixed")),
            scenario(
                    "74, a preview leaves the lock of mails",
                    failure("Got HTTP status 404", "exchange feed"),
                    preview("Y(q4,q6)", "Y{q4,q6}"),
                    failure("Got HTTP status 404")),
            scenario(
                    "held back, and asked about once",
                    run("Y(p4,p6)", "", "", "exchange held", "staff held"),
                    run("Y(p4,p6)", "")),
            scenario(
                    "staff hear of what stays",
                    run("Y(q4,–)", "Y{p4,p6} speed=40; Y{q4}", "add p4,p6", "network Y add", "exchange Y add"),
                    days(7),
                    run("Y(q4,–)", "Y{p4,p6} speed=40; Y{q4}", "add p4,p6", "staff stays")),
            scenario(
                    "80, reminded",
                    run(TWO, UP, "delete q4,–", "network N delete", "exchange N delete"),
                    days(31),
                    stale(TWO, UP, "delete q4,–", "network N stale"),
                    days(31),
                    stale(TWO, UP, "delete q4,–", "network N stale"),
                    days(31),
                    stale(TWO, UP, "delete q4,–", "network N stale"),
                    stale(TWO, UP, "delete q4,–")),
            scenario(
                    "80, not reminded of what was proposed otherwise until now",
                    run(
                            "N(p4,p6); N(q4,–) down",
                            "N{p4,p6}; N{q4}",
                            "modify q4,–",
                            "network N modify",
                            "exchange N modify"),
                    dismiss(),
                    days(31),
                    stale("N(p4,p6); N(q4,–) down", UP, "delete q4,–", "network N delete", "exchange N delete"),
                    run("N(p4,p6); N(q4,–) down", "N{p4,p6}; N{q4}", "modify q4,– dismissed")),
            scenario(
                    "80, off",
                    run(TWO, UP, "delete q4,–", "network N delete", "exchange N delete"),
                    days(100),
                    run(TWO, UP, "delete q4,–")),
            scenario(
                    "grace: both are told once, the loser is told of its end, and the other gets the address",
                    settings("grace=7"),
                    run(
                            "N(p4,–)",
                            "Y{p4}",
                            "add p4,–; delete p4,–",
                            "network N delete",
                            "exchange N delete",
                            "network Y add",
                            "exchange Y add"),
                    waits(1),
                    days(6),
                    run("N(p4,–)", "Y{p4}", "add p4,–; delete p4,–"),
                    days(1),
                    once("N(p4,–)", "Y{p4}", "", "network N reassigned"),
                    run("Y(p4,–)", "Y{p4}"),
                    waits(0)),
            scenario(
                    "grace: one that would be merged into another has its end",
                    settings("grace=7"),
                    run(
                            "N(p4,p6); N(q4,–)",
                            "N{q4,p6}; Y{p4}",
                            "add p4,–; delete p4,p6; modify q4,p6",
                            "network N delete",
                            "exchange N delete",
                            "network N modify",
                            "exchange N modify",
                            "network Y add",
                            "exchange Y add"),
                    waits(1),
                    days(7),
                    once(
                            "N(p4,p6); N(q4,–)",
                            "N{q4,p6}; Y{p4}",
                            "modify q4,p6",
                            "network N modify",
                            "exchange N modify",
                            "network N reassigned")),
            scenario(
                    "grace: one of whose network something cannot be read has its end",
                    settings("grace=7"),
                    run(
                            "N(p4,p6)",
                            "N{p4}; N{q4} state=null; Y{p6}",
                            "add –,p6; modify p4,–",
                            "network N modify",
                            "exchange N modify",
                            "network Y add",
                            "exchange Y add",
                            "exchange feed"),
                    waits(1),
                    days(7),
                    once(
                            "N(p4,p6)",
                            "N{p4}; N{q4} state=null; Y{p6}",
                            "modify p4,–; add p4,–",
                            "network N add",
                            "exchange N add",
                            "network N reassigned")),
            scenario(
                    "grace: what is not carried out when it is over does not begin anew",
                    settings("grace=7"),
                    run(
                            "N(p4,–)",
                            "N2{p4}",
                            "delete p4,–; add p4,–",
                            "network N delete",
                            "exchange N delete",
                            "network N2 add"),
                    days(7),
                    once("N(p4,–)", "N2{p4}", "add p4,–", "network N2 add", "network N reassigned"),
                    waits(1),
                    days(1),
                    once("N(p4,–)", "N2{p4}", "add p4,–", "network N reassigned")),
            scenario(
                    "grace: what is held back when it is over does not begin anew",
                    settings("grace=7"),
                    run(
                            "N(p4,–); N(q4,–); N(r4,–); N(s4,–); N(t4,–); N(u4,–)",
                            "Y{p4}; Y{q4}; Y{r4}; Y2{s4}; Y2{t4}; Y2{u4}",
                            "add p4,–; add q4,–; add r4,–; delete p4,–; delete q4,–; delete r4,–; delete s4,–; delete t4,–; delete u4,–; add s4,–; add t4,–; add u4,–",
                            "network N delete",
                            "exchange N delete",
                            "network N delete",
                            "exchange N delete",
                            "network N delete",
                            "exchange N delete",
                            "network N delete",
                            "exchange N delete",
                            "network N delete",
                            "exchange N delete",
                            "network N delete",
                            "exchange N delete",
                            "network Y add",
                            "exchange Y add",
                            "network Y add",
                            "exchange Y add",
                            "network Y add",
                            "exchange Y add",
                            "network Y2 add",
                            "exchange Y2 add",
                            "network Y2 add",
                            "exchange Y2 add",
                            "network Y2 add",
                            "exchange Y2 add"),
                    waits(6),
                    days(7),
                    run(
                            "N(p4,–); N(q4,–); N(r4,–); N(s4,–); N(t4,–); N(u4,–)",
                            "Y{p4}; Y{q4}; Y{r4}; Y2{s4}; Y2{t4}; Y2{u4}",
                            "",
                            "exchange held",
                            "staff held"),
                    waits(6),
                    days(7),
                    run(
                            "N(p4,–); N(q4,–); N(r4,–); N(s4,–); N(t4,–); N(u4,–)",
                            "Y{p4}; Y{q4}; Y{r4}; Y2{s4}; Y2{t4}; Y2{u4}"),
                    waits(6)),
            scenario(
                    "grace: another day alone is told to nobody",
                    settings("grace=7"),
                    run(
                            "N(p4,–)",
                            "N2{p4}",
                            "delete p4,–; add p4,–",
                            "network N delete",
                            "exchange N delete",
                            "network N2 add"),
                    settings("grace=14"),
                    run("N(p4,–)", "N2{p4}", "delete p4,–; add p4,–")),
            scenario(
                    "grace: an address on another connection of its network keeps its time",
                    settings("grace=7"),
                    run(
                            "N(p4,–); N(q4,q6)",
                            "N{q4,q6}; Y{p4}",
                            "add p4,–; delete p4,–",
                            "network N delete",
                            "exchange N delete",
                            "network Y add",
                            "exchange Y add"),
                    days(5),
                    run(
                            "N(q4,–); N(p4,q6)",
                            "N{q4,q6}; Y{p4}",
                            "add p4,–; delete p4,q6; modify q4,q6",
                            "network N delete",
                            "exchange N delete",
                            "network N modify",
                            "exchange N modify"),
                    waits(1),
                    days(2),
                    once(
                            "N(q4,–); N(p4,q6)",
                            "N{q4,q6}; Y{p4}",
                            "modify q4,q6",
                            "network N modify",
                            "exchange N modify",
                            "network N reassigned")),
            scenario(
                    "grace: an address that is given up and taken back keeps its time",
                    settings("grace=7"),
                    run(
                            "N(p4,–)",
                            "N2{p4}",
                            "delete p4,–; add p4,–",
                            "network N delete",
                            "exchange N delete",
                            "network N2 add"),
                    run("", "N2{p4}", "add p4,–", "network N2 add"),
                    days(7),
                    once("N(p4,–)", "N2{p4}", "add p4,–", "network N reassigned")),
            scenario(
                    "grace: an address that cannot be read in between keeps its time",
                    settings("grace=7"),
                    run(
                            "N(p4,–)",
                            "N2{p4}",
                            "delete p4,–; add p4,–",
                            "network N delete",
                            "exchange N delete",
                            "network N2 add"),
                    days(5),
                    run(
                            "N(p4,–)",
                            "N2{p4} state=null",
                            "delete p4,–; add p4,–",
                            "exchange held",
                            "staff held",
                            "exchange feed"),
                    days(2),
                    once("N(p4,–)", "N2{p4}", "add p4,–", "network N2 add", "network N reassigned", "exchange fixed")),
            scenario(
                    "grace: an address that comes back, and goes again",
                    settings("grace=7"),
                    run(
                            "N(p4,–)",
                            "N2{p4}",
                            "delete p4,–; add p4,–",
                            "network N delete",
                            "exchange N delete",
                            "network N2 add"),
                    days(5),
                    run("N(p4,–)", "N{p4}"),
                    waits(0),
                    days(5),
                    run(
                            "N(p4,–)",
                            "N2{p4}",
                            "delete p4,–; add p4,–",
                            "network N delete",
                            "exchange N delete",
                            "network N2 add")),
            scenario(
                    "grace: what is held back begins to count when it is not",
                    settings("grace=7"),
                    run(
                            "N(p4,–); N(q4,–); N(r4,–); N(s4,–); N(t4,–); N(u4,–)",
                            "Y{p4}; Y{q4}; Y{r4}; Y{s4}; Y{t4}; Y{u4}",
                            "",
                            "exchange held",
                            "staff held"),
                    waits(0),
                    days(3),
                    run(
                            "N(p4,–); N(q4,–); N(r4,–); N(s4,–); N(t4,–); N(u4,–)",
                            "Y{p4}; Y{q4}; Y{r4}; Y{s4}; Y{t4}; Y{u4}",
                            ""),
                    waits(0)),
            scenario(
                    "grace: what was missing and is another's now is told again, and begins to count then",
                    settings("grace=7"),
                    run("N(p4,–); Y(q4,–)", "Y{q4}", "delete p4,–", "network N delete", "exchange N delete"),
                    dismiss(),
                    days(20),
                    run(
                            "N(p4,–); Y(q4,–)",
                            "Y{q4}; Y{p4}",
                            "add p4,–; delete p4,–",
                            "network N delete",
                            "exchange N delete",
                            "network Y add",
                            "exchange Y add")),
            scenario(
                    "what cannot be read keeps its proposal",
                    run("", UP, "add p4,p6", "network N add"),
                    run("", UP + " state=null", "add p4,p6", "exchange feed")));

    private Database database;
    private Transactions transactions;

    abstract Database newDatabase() throws DatabaseUnusableException;

    @BeforeAll
    void open() throws DatabaseUnusableException {
        database = newDatabase();
        transactions = new Transactions(database.source());
    }

    @AfterAll
    void close() {
        database.close();
    }

    /** A registry and feeds, run after run. */
    private final class World {
        private Instant now = Instant.parse("2026-11-30T00:00:00Z");
        private long lastNotice;
        private String settings = "";

        Lan lan(Snapshot snapshot) {
            return Lan.of(snapshot, Objects.requireNonNull(snapshot.find(IxLan.TYPE, SampleExchange.LAN)));
        }

        Plan plan(Snapshot snapshot, String feed) {
            MemberList list = ((Reading.Document) MemberListReader.read(SampleExchange.feed(feed))).list();
            FeedSettings said = SampleExchange.feedSettings(settings);
            return Comparison.of(
                    snapshot,
                    lan(snapshot).row(),
                    list,
                    Comparison.Settings.STANDARD.of(said, new Grace(said.graceDays(), waiting(), now)));
        }

        Map<Grace.Claim, Instant> waiting() {
            return new ImportStore(database.source(), Clock.systemUTC())
                    .settings()
                    .waiting(SampleExchange.LAN);
        }

        void run(String given, String feed, boolean reminds) {
            Snapshot snapshot = new SampleExchange().given(given).snapshot();
            Plan plan = plan(snapshot, feed);
            AfterImport after = new AfterImport(lan(snapshot), snapshot, now, reminds);
            transactions.inTransaction(sql -> {
                after.completed(sql, plan, plan.steps(), List.of(), Map.of(), "hash of " + feed);
                return true;
            });
            now = now.plusSeconds(3600);
        }

        void fail(String error) {
            Snapshot snapshot = new SampleExchange().given("").snapshot();
            AfterImport after = new AfterImport(lan(snapshot), snapshot, now, false);
            transactions.inTransaction(sql -> {
                after.failed(sql, error, List.of(), "");
                return true;
            });
            now = now.plusSeconds(3600);
        }

        void failures(int failures) {
            transactions.withConnection(sql -> sql.update(
                    "insert into ixf_feed (ixlan_id, url, etag, last_modified, hash, size, fetched_at, tried_at, error,"
                            + " failures, released) values (?, '', '', '', '', 0, 0, 0, '', ?, '')"
                            + " on conflict (ixlan_id) do update set failures = excluded.failures",
                    SampleExchange.LAN,
                    (long) failures));
        }

        List<String> proposals() {
            return transactions.withConnection(sql -> ProposalStore.ofLan(sql, SampleExchange.LAN)).stream()
                    .map(proposal ->
                            proposal.kind().word() + " " + SampleExchange.addresses(proposal.ipv4(), proposal.ipv6())
                                    + (proposal.isDismissed() ? " dismissed" : ""))
                    .toList();
        }

        List<String> newNotices() {
            List<String> told = new ArrayList<>();
            long before = lastNotice;
            transactions.withConnection(sql -> sql.query(
                    "select id, audience, asn, kind from ixf_notice where id > ? order by id",
                    row -> {
                        lastNotice = row.getLong(1);
                        String asn = row.getLong(3) == 0 ? "" : SampleExchange.nameOf(row.getLong(3)) + " ";
                        return told.add(row.getString(2) + " " + asn + row.getString(4));
                    },
                    before));
            return told;
        }

        void dismissAll() {
            ProposalStore store = new ProposalStore(database.source(), Clock.systemUTC());
            store.ofLan(SampleExchange.LAN).forEach(proposal -> store.dismiss(proposal, "user:1", ""));
        }
    }

    private interface Act {
        void in(World world);
    }

    private record Scenario(String name, List<Act> acts) {}

    private static Scenario scenario(String name, Act... acts) {
        return new Scenario(name, List.of(acts));
    }

    /** A run, what is proposed after it, and who is told what; the first word is proposed, the rest told. */
    private static Act run(String given, String feed, String... expected) {
        return run(given, feed, 2, false, expected);
    }

    /** The same where the registry is another afterwards. */
    private static Act once(String given, String feed, String... expected) {
        return run(given, feed, 1, false, expected);
    }

    private static Act stale(String given, String feed, String... expected) {
        return run(given, feed, 2, true, expected);
    }

    private static Act run(String given, String feed, int times, boolean reminds, String... expected) {
        List<String> proposals =
                expected.length == 0 || expected[0].isEmpty() ? List.of() : List.of(expected[0].split("; "));
        List<String> told = expected.length == 0 ? List.of() : List.of(expected).subList(1, expected.length);
        return world -> {
            for (int i = 1; i <= times; i++) {
                world.run(given, feed, reminds);
                assertThat(world.proposals())
                        .as("proposals of run %d of %s", i, feed)
                        .containsExactlyElementsOf(proposals);
                assertThat(world.newNotices())
                        .as("told of run %d of %s", i, feed)
                        .containsExactlyElementsOf(i == 1 ? told : List.of());
            }
        };
    }

    private static Act failure(String error, String... told) {
        return world -> {
            world.fail(error);
            assertThat(world.newNotices()).containsExactly(told);
        };
    }

    /** A failure after others in a row, which there was no good import of before. */
    private static Act lost(String error, int failures, String... told) {
        return world -> {
            world.failures(failures);
            failure(error, told).in(world);
        };
    }

    private static Act preview(String given, String feed) {
        return world -> assertThat(world.plan(new SampleExchange().given(given).snapshot(), feed)
                        .steps())
                .isEmpty();
    }

    private static Act settings(String words) {
        return world -> world.settings = words;
    }

    private static Act waits(int rows) {
        return world -> assertThat(world.waiting()).hasSize(rows);
    }

    private static Act dismiss() {
        return World::dismissAll;
    }

    private static Act days(int days) {
        return world -> world.now = world.now.plus(Duration.ofDays(days));
    }

    @TestFactory
    Stream<DynamicTest> runsLeaveWhatTheRuleBookSays() {
        return scenarios.stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name, () -> {
                    for (String table : List.of("ixf_proposal", "ixf_notice", "ixf_told", "ixf_feed", "ixf_grace")) {
                        transactions.withConnection(sql -> sql.update("delete from " + table));
                    }
                    World world = new World();
                    world.newNotices();
                    scenario.acts.forEach(act -> act.in(world));
                }));
    }
}
