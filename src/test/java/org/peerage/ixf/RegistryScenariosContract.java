package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.Transactions;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.mail.MailTransport;
import org.peerage.jobs.MailDelivery;
import org.peerage.net.IpAddress;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.AdjustableClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The rule book of what imports, networks and staff do to the registry itself: scenarios of docs/spec/ixf.md §10 by their
 * numbers, on each database. Number 83 is a page, and in {@link ProposalsContract}; 81 is a write, and in {@link ImportsContract}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RegistryScenariosContract {
    private static final Author STAFF = new TrustedAuthor("user:1", false);
    private static final String TWO_WITHOUT_CONTACTS =
            "N(p4,p6) down; N(q4,–); N without contacts; N2(r4,r6) down; N2(s4,–); N2 without contacts";
    private static final String THEIR_LIST = "N{p4,p6}; N2{r4,r6}";

    private final List<Scenario> scenarios = List.of(
            scenario(
                    "34, two networks without contacts: a ticket for each",
                    given(TWO_WITHOUT_CONTACTS),
                    imports(THEIR_LIST),
                    notices(),
                    tickets(
                            "[IX-F] Several Actions May Be Needed for Network Net 64497 AS64497",
                            "[IX-F] Several Actions May Be Needed for Network Net 64499 AS64499"),
                    mails()),
            scenario(
                    "35, tickets wait while nobody takes them, and nothing is mailed instead",
                    given("N(p4,p6) down; N without contacts"),
                    imports("N{p4,p6}"),
                    notices(),
                    delivery(false),
                    tickets("[IX-F] Several Actions May Be Needed for Network Net 64497 AS64497"),
                    mails(),
                    notices(),
                    days(1),
                    delivery(true),
                    tickets(),
                    notices(),
                    tickets()),
            scenario(
                    "36, all at once but what breaks a rule",
                    given("N(p4,p6) down; N(q4,–); Y2(r4,–)"),
                    imports("N{p4,p6}; N{s4,s6}; N{t4}; Y2{r4}"),
                    proposed("delete q4,–", "modify p4,p6", "add s4,s6", "add t4,–"),
                    elsewhere("Y2", "t4"),
                    switchedOn("N"),
                    rows("N(p4,p6)", "N(s4,s6)"),
                    imports("N{p4,p6}; N{s4,s6}; Y2{r4}"),
                    proposed()),
            scenario(
                    "a key is pinned: what a list without a signature suggested is not done by itself",
                    given("N(p4,p6) down"),
                    imports("N{p4,p6}"),
                    proposed("modify p4,p6"),
                    keyPinned(),
                    switchedOn("N"),
                    proposed("modify p4,p6")),
            scenario(
                    "72, a list that contradicts itself does not replace the last good one",
                    given(""),
                    imports("Y{p4}"),
                    fails("Y{p4}; Y2{p4}", "Address 192.0.2.10 assigned to more than one distinct connection"),
                    kept("Y{p4}"),
                    imports("Y{p4}; Y2{q4}"),
                    kept("Y{p4}; Y2{q4}")),
            scenario(
                    "values that no database takes cost themselves alone",
                    given(""),
                    imports("Y{p4,p6} speed=\"\\u0000\\ud800\"; N{q4} vlan=1,\"\\u0000\":\"\\udfff\",\"\\u0000\":0"),
                    proposed("add p4,p6", "add q4,–")),
            scenario(
                    "69, the log of the import tells it, and the network's does not",
                    given("N(p4,p6) 10G"),
                    imports("N{p4,p6} at=1"),
                    logged("facility {\"ix_side_id\":1}"),
                    postmortem("N")),
            scenario(
                    "49, a dry run of 38 tells what the run does",
                    given("N(p4,–); N(–,p6)"),
                    previews("N{p4,p6}", "propose modify N(p4,–) and N(–,p6) to N(p4,p6) 10G"),
                    proposed(),
                    imports("N{p4,p6}"),
                    proposed("modify p4,p6")),
            scenario(
                    "79, what a network keeps to itself is not taken over when staff applies it",
                    given("N excludes speed"),
                    imports("N{p4,p6} rs"),
                    proposed("add p4,p6"),
                    appliedByStaff(),
                    rows("N(p4,p6) 0 rs")),
            scenario(
                    "a day on which nothing is new ends as the one before, and the list is not read",
                    given("N(p4,p6) down; Y(q4,q6)"),
                    daily("N{p4,p6}; Y{q4,q6}; X{r4}"),
                    contentLost(),
                    days(1),
                    daily("N{p4,p6}; Y{q4,q6}; X{r4}"),
                    lastRunsAreAlike(2),
                    proposed("modify p4,p6")),
            scenario(
                    "what is due after a while is not missed on days on which nothing is new",
                    given("N(p4,p6) down; N without contacts"),
                    daily("N{p4,p6}"),
                    days(3),
                    daily("N{p4,p6}"),
                    notices(),
                    tickets("[IX-F] Several Actions May Be Needed for Network Net 64497 AS64497"),
                    days(3),
                    daily("N{p4,p6}"),
                    notices(),
                    tickets(
                            "[IX-F] Several Actions May Be Needed for Network Net 64497 AS64497",
                            "[IX-F] Sample-IX: something waits")),
            scenario(
                    "an import that was not written is made up for the next day, with the same list",
                    given("N(p4,p6) down; Y(q4,q6)"),
                    paused(true),
                    failsDaily(
                            "N{p4,p6}; Y{q4,q6}",
                            "The registry could not be written to: The site is currently in maintenance mode"),
                    proposed(),
                    paused(false),
                    days(1),
                    daily("N{p4,p6}; Y{q4,q6}"),
                    proposed("modify p4,p6"),
                    days(1),
                    paused(true),
                    failsDaily(
                            "N{p4,p6}; Y{q4,q6}",
                            "The registry could not be written to: The site is currently in maintenance mode"),
                    paused(false),
                    days(1),
                    daily("N{p4,p6}; Y{q4,q6}"),
                    proposed("modify p4,p6")),
            scenario(
                    "an import that could not be written takes back that the one before left nothing to do",
                    given("N(p4,p6) down; Y(q4,q6)"),
                    daily("N{p4,p6}; Y{q4,q6}"),
                    paused(true),
                    failsDaily(
                            "N{p4,p6}; N{r4}; Y{q4,q6}",
                            "The registry could not be written to: The site is currently in maintenance mode"),
                    paused(false),
                    daily("N{p4,p6}; N{r4}; Y{q4,q6}"),
                    proposed("modify p4,p6", "add r4,–")),
            scenario(
                    "a day on which nothing is new ends where nothing tells of the one before",
                    given("N(p4,p6) down; Y(q4,q6)"),
                    daily("N{p4,p6}; Y{q4,q6}"),
                    runsForgotten(),
                    days(1),
                    daily("N{p4,p6}; Y{q4,q6}"),
                    done(),
                    days(1),
                    daily("N{p4,p6}; Y{q4,q6}"),
                    done()),
            scenario(
                    "what was dropped while imports were off is proposed again, of the same list",
                    given("N(p4,p6) down; Y(q4,q6)"),
                    daily("N{p4,p6}; Y{q4,q6}"),
                    proposed("modify p4,p6"),
                    importing(false),
                    days(31),
                    tidied(),
                    proposed(),
                    importing(true),
                    daily("N{p4,p6}; Y{q4,q6}"),
                    proposed("modify p4,p6")),
            scenario(
                    "what was withdrawn with a field is proposed again with it, of the same list",
                    given("N(p4,p6) down; Y(q4,q6)"),
                    daily("N{p4,p6}; Y{q4,q6}"),
                    proposed("modify p4,p6"),
                    doesNotSet("operational"),
                    proposed(),
                    doesNotSet(),
                    daily("N{p4,p6}; Y{q4,q6}"),
                    proposed("modify p4,p6")),
            scenario(
                    "84, networks are counted once, of the registry and of the list",
                    given(""),
                    imports("Y{p4}; Y{q4}; Y{r4}; Y2{s4}"),
                    counts(2, 2)));

    @TempDir
    private Path folder;

    FeedStand stand;
    private int opened;

    /** An empty one. */
    abstract Database newDatabase(Path place) throws Exception;

    @BeforeAll
    void openStand() throws IOException {
        stand = FeedStand.start();
    }

    @AfterAll
    void closeStand() {
        stand.close();
    }

    private record Scenario(String name, List<Act> acts) {}

    private interface Act {
        void in(World world) throws Exception;
    }

    private static Scenario scenario(String name, Act... acts) {
        return new Scenario(name, List.of(acts));
    }

    @TestFactory
    Stream<DynamicTest> registryIsLeftAsTheRuleBookSays() {
        return scenarios.stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name, () -> {
                    try (World world = new World(newDatabase(folder.resolve("d" + opened++)))) {
                        for (Act act : scenario.acts) {
                            act.in(world);
                        }
                    }
                }));
    }

    /** A registry in a database, with its imports, and without a server around. */
    final class World implements AutoCloseable {
        private final Database database;
        private final AdjustableClock clock = AdjustableClock.ofThePresent();
        private Registry registry;
        private WriteLane lane;
        private Editor editor;
        private final AtomicBoolean paused = new AtomicBoolean();
        private Importer importer;
        private Proposals proposals;
        private Notices notices;

        World(Database database) {
            this.database = database;
        }

        void open(String given) throws Exception {
            seed(new SampleExchange().given(given).snapshot());
            RegistryStore store = new RegistryStore(database);
            registry = Registry.open(store);
            registry.awaitLoaded();
            lane = new WriteLane(store, registry, clock, new SwitchedNetworks());
            editor = SampleImports.editor(registry, lane, clock, paused::get);
            importer = importer(registry::current);
            proposals = new Proposals(
                    registry::current,
                    editor,
                    new ProposalStore(database.source(), clock),
                    new ImportStore(database.source(), clock));
            SiteSettings settings = new SiteSettings(database.source(), clock);
            settings.set(SiteSettings.Setting.IXF_NETWORK_MAILS, "on", "user:1");
            notices = SampleImports.notices(database, registry, settings, clock);
        }

        Importer importer(Supplier<Snapshot> snapshots) {
            return SampleImports.importer(database, snapshots, editor, clock);
        }

        Run lastRun() {
            return new ImportStore(database.source(), clock)
                    .runs(SampleExchange.LAN, 1)
                    .getFirst();
        }

        Snapshot registry() {
            return registry.current();
        }

        private void seed(Snapshot sample) throws Exception {
            Map<ObjectType, List<Row>> rows = new LinkedHashMap<>();
            for (ObjectType type :
                    List.of(Org.TYPE, Fac.TYPE, Net.TYPE, Poc.TYPE, Ix.TYPE, IxLan.TYPE, IxPfx.TYPE, NetIxLan.TYPE)) {
                List<Row> some = new ArrayList<>();
                sample.forEach(
                        type,
                        row -> some.add(type == IxLan.TYPE && row.id() == SampleExchange.LAN ? importing(row) : row));
                rows.put(type, some);
            }
            RegistryStore store = new RegistryStore(database);
            try (RegistryStore.Transaction transaction = store.beginTransaction()) {
                RegistryStore.Head head = transaction.lockHead();
                for (Map.Entry<ObjectType, List<Row>> each : rows.entrySet()) {
                    transaction.put(each.getKey(), each.getValue());
                }
                transaction.setHead(new RegistryStore.Head(head.version() + 1, clock.instant()));
                transaction.commit();
            }
        }

        private Row importing(Row lan) {
            return lan.toBuilder()
                    .set(IxLan.IXF_IXP_MEMBER_LIST_URL, stand.url("/list"))
                    .set(IxLan.IXF_IXP_IMPORT_ENABLED, true)
                    .build();
        }

        Row lan() {
            return Objects.requireNonNull(registry.current().find(IxLan.TYPE, SampleExchange.LAN));
        }

        List<String> outbox(String kind) {
            return new Transactions(database.source())
                    .withConnection(sql -> sql.query(
                            "select payload from outbox where kind = ? and delivered_at is null order by id",
                            row -> JsonMapper.shared()
                                    .readTree(row.getString(1))
                                    .path("subject")
                                    .asString(),
                            kind));
        }

        void write(Operation operation) throws Exception {
            var outcome = editor.submit(Editor.WriteCommand.of(operation, STAFF, "test"));
            assertThat(outcome.decided().last()).isInstanceOf(Decision.Applied.class);
        }

        @Override
        public void close() {
            lane.close();
            database.close();
        }
    }

    private static Act given(String rows) {
        return world -> world.open(rows);
    }

    private Act imports(String feed) {
        return world -> {
            stand.answer("/list", 200, SampleExchange.feed(feed));
            assertThat(world.importer.run(1, Run.Cause.REQUEST)).isTrue();
            assertThat(world.lastRun().error()).isEmpty();
        };
    }

    /** The list has a tag: its server says when it is still the same. */
    private Act daily(String feed) {
        return world -> {
            stand.answer("/list", 200, SampleExchange.feed(feed), "ETag", "\"" + feed.hashCode() + "\"");
            assertThat(world.importer.run(1, Run.Cause.DAILY)).isTrue();
            assertThat(world.lastRun().error()).isEmpty();
        };
    }

    private Act failsDaily(String feed, String error) {
        return world -> {
            stand.answer("/list", 200, SampleExchange.feed(feed), "ETag", "\"" + feed.hashCode() + "\"");
            assertThat(world.importer.run(1, Run.Cause.DAILY)).isTrue();
            assertThat(world.lastRun().state()).isEqualTo(Run.State.FAILED);
            assertThat(world.lastRun().error()).startsWith(error);
        };
    }

    /** The registry takes no changes, or takes them again. */
    private static Act paused(boolean paused) {
        return world -> world.paused.set(paused);
    }

    private static Act done() {
        return world -> assertThat(world.lastRun().state()).isEqualTo(Run.State.DONE);
    }

    private static Act runsForgotten() {
        return world ->
                new Transactions(world.database.source()).withConnection(sql -> sql.update("delete from ixf_run"));
    }

    private static Act tidied() {
        return world -> new Tidying(world.registry::current, world.database.source(), world.clock).tidy();
    }

    private Act importing(boolean enabled) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return world -> world.write(new Operation.Update(
                IxLan.TYPE,
                SampleExchange.LAN,
                new RequestFields(
                        Map.of(
                                "ix_id", make.numberNode(1),
                                "ixf_ixp_member_list_url", make.stringNode(stand.url("/list")),
                                "ixf_ixp_import_enabled", make.booleanNode(enabled)),
                        false)));
    }

    /** Fields that the exchange says its list does not set. */
    private static Act doesNotSet(String... fields) {
        return world -> world.importer
                .store()
                .settings()
                .save(
                        SampleExchange.LAN,
                        new FeedSettings(false, Set.of(), Set.of(), Set.of(fields), 0),
                        new FeedSettingsStore.Change(1, "user:1", "192.0.2.1"));
    }

    /** Whoever would read the kept list now failed. */
    private static Act contentLost() {
        return world -> new Transactions(world.database.source())
                .withConnection(sql -> sql.update("update ixf_feed set content = null"));
    }

    private static Act lastRunsAreAlike(int networks) {
        return world -> {
            ImportStore store = world.importer.store();
            List<Run> runs = store.runs(SampleExchange.LAN, 2);
            assertThat(runs.getFirst().state()).isEqualTo(Run.State.DONE);
            assertThat(runs.getFirst().counts()).isEqualTo(runs.getLast().counts());
            assertThat(store.report(SampleExchange.LAN, 2)).isEqualTo(store.report(SampleExchange.LAN, 1));
            // A second may pass between a run's beginning and its document.
            assertThat(store.feed(SampleExchange.LAN).orElseThrow().fetched())
                    .isBetween(runs.getFirst().began(), runs.getFirst().ended());
            Row exchange = Objects.requireNonNull(world.registry.current().find(Ix.TYPE, 1));
            assertThat(exchange.find(Ix.IXF_LAST_IMPORT))
                    .isEqualTo(runs.getFirst().began());
            assertThat(exchange.get(Ix.IXF_NET_COUNT)).isEqualTo(networks);
        };
    }

    private Act fails(String feed, String error) {
        return world -> {
            stand.answer("/list", 200, SampleExchange.feed(feed));
            assertThat(world.importer.run(1, Run.Cause.REQUEST)).isTrue();
            assertThat(world.lastRun().error()).isEqualTo(error);
        };
    }

    private static Act kept(String feed) {
        return world -> assertThat(world.importer.store().document(SampleExchange.LAN))
                .hasValueSatisfying(list -> assertThat(list).isEqualTo(SampleExchange.feed(feed)));
    }

    private static Act logged(String... expected) {
        return world -> assertThat(world
                        .importer
                        .store()
                        .log(SampleExchange.LAN, world.lastRun().number(), 10)
                        .stream()
                        .map(line -> line.path("action").asString() + " " + line.path("changes")))
                .containsExactly(expected);
    }

    private static Act postmortem(String network, String... expected) {
        return world -> assertThat(
                        world
                                .importer
                                .store()
                                .logOf(network(world, network).get(Net.ASN).value(), 10)
                                .stream()
                                .map(line -> line.path("action").asString()))
                .containsExactly(expected);
    }

    private Act previews(String feed, String... told) {
        return world -> {
            stand.answer("/list", 200, SampleExchange.feed(feed));
            assertThat(SampleExchange.told(world.importer.preview(world.lan()).plan()))
                    .containsExactly(told);
        };
    }

    private static Act proposed(String... expected) {
        return world -> assertThat(world.proposals.store().ofLan(SampleExchange.LAN).stream()
                        .map(proposal -> proposal.kind().word() + " "
                                + SampleExchange.addresses(proposal.ipv4(), proposal.ipv6())))
                .containsExactlyInAnyOrder(expected);
    }

    /** Somebody else connects with an address meanwhile, which the proposal cannot have then. */
    private static Act elsewhere(String network, String address) {
        return world -> {
            Row net = network(world, network);
            world.write(PlanWrite.addition(
                            new Peering(
                                    net.id(),
                                    net.get(Net.ASN),
                                    IpAddress.parse(SampleExchange.addressOf(address))
                                            .orElseThrow(),
                                    null,
                                    1000,
                                    false,
                                    true,
                                    null),
                            SampleExchange.LAN)
                    .getFirst());
        };
    }

    private static Row network(World world, String name) {
        List<Row> found = new ArrayList<>();
        world.registry.current().forEach(Net.TYPE, row -> {
            if (SampleExchange.nameOf(row.get(Net.ASN).value()).equals(name)) {
                found.add(row);
            }
        });
        return found.getFirst();
    }

    private static Act keyPinned() {
        return world -> new ImportStore(world.database.source(), world.clock)
                .settings()
                .pinKey(
                        SampleExchange.LAN,
                        SigningKey.of("ES256").key(),
                        new FeedSettingsStore.Change(SampleExchange.LAN, "user:1", "192.0.2.7"));
    }

    private static Act switchedOn(String network) {
        return world -> {
            Row net = network(world, network);
            JsonNodeFactory make = JsonNodeFactory.instance;
            Map<String, JsonNode> values = new HashMap<>();
            values.put("org_id", make.numberNode(net.get(Net.ORG_ID)));
            values.put("name", make.stringNode(net.get(Net.NAME)));
            values.put("asn", make.numberNode(net.get(Net.ASN).value()));
            values.put("website", make.stringNode("https://n.example.net"));
            values.put("info_unicast", make.booleanNode(true));
            values.put("info_ipv6", make.booleanNode(true));
            values.put("allow_ixp_update", make.booleanNode(true));
            world.write(new Operation.Update(Net.TYPE, net.id(), new RequestFields(values, false)));
            assertThat(world.proposals.isAnySwitched()).isTrue();
            world.proposals.applySwitched();
        };
    }

    private static Act appliedByStaff() {
        return world -> assertThat(world.proposals.accept(
                        world.proposals.ofLan(SampleExchange.LAN).stream()
                                .map(Proposals.Choice::all)
                                .toList(),
                        STAFF,
                        "staff",
                        Proposals.ACCEPTED))
                .isEmpty();
    }

    /** The rows of network N. */
    private static Act rows(String... expected) {
        return world -> {
            Set<String> told = new HashSet<>();
            world.registry.current().forEach(NetIxLan.TYPE, row -> {
                if (row.isActive()
                        && SampleExchange.nameOf(row.get(NetIxLan.ASN).value()).equals("N")) {
                    told.add("N(" + SampleExchange.addresses(row.find(NetIxLan.IPADDR4), row.find(NetIxLan.IPADDR6))
                            + ")"
                            + (row.get(NetIxLan.SPEED) == 0 ? " 0" : "")
                            + (row.get(NetIxLan.IS_RS_PEER) ? " rs" : "")
                            + (row.get(NetIxLan.OPERATIONAL) ? "" : " down"));
                }
            });
            assertThat(told).containsExactlyInAnyOrder(expected);
        };
    }

    private static Act counts(int registry, int list) {
        return world -> {
            Row exchange = Objects.requireNonNull(world.registry.current().find(Ix.TYPE, 1));
            assertThat(exchange.get(Ix.NET_COUNT)).isEqualTo(registry);
            assertThat(exchange.get(Ix.IXF_NET_COUNT)).isEqualTo(list);
        };
    }

    private static Act notices() {
        return world -> world.notices.send();
    }

    private static Act delivery(boolean works) {
        MailTransport transport = (mail, id) -> {
            if (!works) {
                throw new IOException("the desk is closed");
            }
        };
        return world ->
                new MailDelivery(world.database.source(), world.clock, transport, "staff@example.net", "").deliverDue();
    }

    private static Act tickets(String... subjects) {
        return world -> assertThat(world.outbox("ticket")).containsExactly(subjects);
    }

    /** To networks; the exchange of the samples has no address. */
    private static Act mails(String... subjects) {
        return world -> assertThat(world.outbox("mail")).containsExactly(subjects);
    }

    private static Act days(int days) {
        return world -> world.clock.forward(Duration.ofDays(days));
    }
}
