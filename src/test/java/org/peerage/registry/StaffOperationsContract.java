package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestAccounts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What staff does to the registry, on every database. Another node follows the log of changes all the while: in the end
 * it has the same rows, so has the database, and the audit of the registry finds nothing wrong.
 */
abstract class StaffOperationsContract {
    private static final long SCRATCH = 41;
    private static final long OTHER = 42;

    private Database database;
    private RegistryStore store;
    private Node node;
    private Node follower;
    private RegistryAudit audit;

    abstract Database newDatabase() throws Exception;

    /** One of several processes on the database. */
    private record Node(Registry registry, WriteLane lane, Editor editor) {
        static Node on(RegistryStore store) throws SQLException {
            Registry registry = Registry.open(store);
            registry.awaitLoaded();
            WriteLane lane = new WriteLane(store, registry, Clock.systemUTC());
            Editor editor = new Editor(
                    registry,
                    lane,
                    new OperationHandler(RegistrySettings.STANDARD),
                    asn -> new ExternalFacts.AsnRecord.Unchecked(),
                    Clock.systemUTC());
            return new Node(registry, lane, editor);
        }

        Row find(ObjectType type, long id) {
            return registry.current().find(type, id);
        }

        Row get(ObjectType type, long id) {
            return Objects.requireNonNull(find(type, id));
        }
    }

    private record TestAuthor(boolean superuser) implements Author {
        @Override
        public String actor() {
            return superuser ? "user:1" : "user:2";
        }

        @Override
        public boolean may(AccessRight right, String namespace) {
            return superuser || namespace.startsWith("peeringdb.organization");
        }

        @Override
        public List<String> emails() {
            return List.of();
        }

        @Override
        public boolean bypassesRules() {
            return superuser;
        }
    }

    @BeforeEach
    void open() throws Exception {
        database = newDatabase();
        store = new RegistryStore(database);
        new DumpLoader(store, Clock.systemUTC())
                .load(ProjectFiles.conformance("world/dump.json"), true, TestAccounts.silently());
        audit = RegistryAudit.from(store);
        audit.correctCounters();
        node = Node.on(store);
        follower = Node.on(store);
    }

    @AfterEach
    void nodesEndWithTheSameRegistry() throws Exception {
        if (node == null) {
            return;
        }
        follower.lane().catchUp();
        RegistryStore.RegistryContents stored = store.readAll(ObjectTypes.ALL);
        for (ObjectType type : ObjectTypes.ALL) {
            Set<Row> rows = new HashSet<>(stored.rows().get(type));
            assertThat(rows(node, type)).as(type.typeName()).isEqualTo(rows);
            assertThat(rows(follower, type)).as(type.typeName()).isEqualTo(rows);
            assertThat(follower.registry().current().size(type)).isEqualTo(rows.size());
        }
        assertThat(audit.problems()).isEmpty();
        node.lane().close();
        follower.lane().close();
        database.close();
    }

    private static Set<Row> rows(Node node, ObjectType type) {
        Set<Row> rows = new HashSet<>();
        node.registry().current().forEach(type, rows::add);
        return rows;
    }

    private Decision submit(Operation operation) throws Exception {
        return node.editor()
                .submit(Editor.WriteCommand.of(operation, new TestAuthor(true), "test"))
                .decided()
                .last();
    }

    private void done(Operation operation) throws Exception {
        assertThat(submit(operation)).isInstanceOf(Decision.Applied.class);
    }

    private long created(ObjectType type, String json) throws Exception {
        Decision decision = submit(new Operation.Create(type, input(json)));
        assertThat(decision).isInstanceOf(Decision.Applied.class);
        return ((Decision.Applied) decision).row().orElseThrow().id();
    }

    private static RequestFields input(String json) {
        Map<String, JsonNode> values = new HashMap<>();
        JsonMapper.shared().readTree(json).properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return new RequestFields(values, false);
    }

    private long facility(String name) throws Exception {
        return created(Fac.TYPE, """
                {"org_id": 41, "name": "%s", "address1": "1 Road", "city": "Berlin", "country": "DE",
                 "zipcode": "10115", "website": "https://f.example.net"}""".formatted(name));
    }

    private long exchange(String name, String prefix) throws Exception {
        return created(Ix.TYPE, """
                {"org_id": 41, "name": "%s", "city": "Berlin", "country": "DE", "region_continent": "Europe",
                 "tech_email": "a@x.example.net", "website": "https://x.example.net", "prefix": "%s"}""".formatted(name, prefix));
    }

    private String refusal(Operation operation) throws Exception {
        Decision decision = submit(operation);
        assertThat(decision).isInstanceOf(Decision.Rejected.class);
        Refusal refusal = ((Decision.Rejected) decision).refusal();
        return refusal instanceof Refusal.Message(int status, String text) ? text : refusal.toString();
    }

    @Test
    void trialTellsNothingOfWhatOthersSavedOnAnotherNode() throws Exception {
        Operation merge = new Operation.MergeObjects(Fac.TYPE, List.of(4L), 3);
        Editor.WriteCommand command = Editor.WriteCommand.of(merge, new TestAuthor(true), "test");
        String before =
                PreviewDigest.of(follower.editor().submit(command.asDryRun()).difference());
        facility("Saved meanwhile");
        assertThat(follower.registry().current().version())
                .as("the other node has not heard of it")
                .isLessThan(node.registry().current().version());

        QueuedWrite.WriteResult trial = follower.editor().submit(command.asDryRun());

        assertThat(PreviewDigest.of(trial.difference())).isEqualTo(before);
        assertThat(follower.editor()
                        .submit(command.asPreviewed(before))
                        .decided()
                        .last())
                .isInstanceOf(Decision.Applied.class);
        assertThat(node.editor().submit(command.asPreviewed(before)).decided().last())
                .as("the same at once on another node")
                .isInstanceOf(Decision.Rejected.class);
        assertThat(node.get(Fac.TYPE, 4).status()).isEqualTo(Status.DELETED);
    }

    @Test
    void approvedExchangeComesWithItsLanAndPrefix() throws Exception {
        long exchange = exchange("Approved-IX", "193.201.77.0/24");
        assertThat(node.get(Ix.TYPE, exchange).status()).isEqualTo(Status.PENDING);

        done(new Operation.Approve(Ix.TYPE, exchange));

        assertThat(node.get(Ix.TYPE, exchange).isActive()).isTrue();
        assertThat(node.get(IxLan.TYPE, exchange).isActive()).isTrue();
        assertThat(node.registry().current().referring(IxPfx.IXLAN_ID, exchange))
                .hasSize(1)
                .allMatch(Row::isActive);
    }

    @Test
    void queuedObjectsCanBeApproved() throws Exception {
        List<Row> waiting = VerificationQueue.of(node.registry().current());
        assertThat(waiting).extracting(row -> row.type().typeName()).contains("org", "ix", "fac", "carrier", "net");

        for (Row row : waiting) {
            Row owner = row.type() == Org.TYPE
                    ? row
                    : Kin.owner(row, node.registry().current());
            if (owner.isActive() || row.type() == Org.TYPE) {
                done(new Operation.Approve(row.type(), row.id()));
            }
        }

        assertThat(VerificationQueue.of(Carrier.TYPE, node.registry().current()))
                .isEmpty();
    }

    @Test
    void approvalHappensOnce() throws Exception {
        long facility = facility("Twice");
        done(new Operation.Approve(Fac.TYPE, facility));

        assertThat(refusal(new Operation.Approve(Fac.TYPE, facility))).contains("NotFound");
    }

    @Test
    void deniedFacilityIsGoneForGood() throws Exception {
        long facility = facility("Unwanted");
        follower.lane().catchUp();
        assertThat(follower.find(Fac.TYPE, facility)).isNotNull();

        done(new Operation.Deny(Fac.TYPE, facility));

        assertThat(node.find(Fac.TYPE, facility)).isNull();
        assertThat(node.registry().current().rowsWhere(Fac.NAME, "Unwanted")).isEmpty();
        follower.lane().catchUp();
        assertThat(follower.find(Fac.TYPE, facility)).isNull();
        assertThat(follower.registry().current().rowsWhere(Fac.NAME, "Unwanted"))
                .isEmpty();
    }

    @Test
    void deniedFacilityStaysGoneWhenItsOldValuesAreRedacted(@TempDir Path folder) throws Exception {
        long facility = facility("Slander");
        facility("Beside it"); // of another version than what the redaction rewrites
        Checkpoints checkpoints = new Checkpoints(store, folder);
        checkpoints.write(node.registry().current());
        long known = node.registry().current().version();
        follower.lane().catchUp();
        done(new Operation.Deny(Fac.TYPE, facility));
        long gone = node.registry().current().version();

        assertThat(node.lane()
                        .redact(
                                new Redaction.Target(Fac.TYPE, facility, Fac.NAME, Redaction.RedactedRange.ALL),
                                "",
                                "operator",
                                (connection, redacted) -> {}))
                .isEqualTo(new Redaction.RedactionResult.Redacted(gone + 1, 1));

        facility("Another");
        follower.lane().catchUp();
        assertThat(follower.find(Fac.TYPE, facility)).isNull();
        Snapshot begun = checkpoints.latest().orElseThrow();
        assertThat(begun.version()).isEqualTo(gone + 2);
        assertThat(checkpoints.differences(begun)).isEmpty();
        Past past = new Past(store, node.registry(), Clock.systemUTC(), Optional.empty());
        Snapshot then = past.raw(known);
        assertThat(Objects.requireNonNull(then.find(Fac.TYPE, facility)).get(Fac.NAME))
                .isEmpty();
        for (long version = gone; version <= gone + 2; version++) {
            for (Snapshot from : List.of(node.registry().current(), then)) {
                Snapshot state = past.walk(from, version);
                assertThat(state.find(Fac.TYPE, facility)).isNull();
                assertThat(state.size(Fac.TYPE)).isEqualTo(then.size(Fac.TYPE) - (version < gone + 2 ? 1 : 0));
            }
        }
        ChangeLogCheck check = new ChangeLogCheck();
        store.eachChangeAfter(0, check::add);
        assertThat(check.problems(gone + 2, store.readAll(ObjectTypes.ALL).rows()))
                .isEmpty();
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            assertThat(PointInTimeRestore.restoreTo(transaction, known))
                    .isInstanceOf(PointInTimeRestore.RestoreResult.Restored.class);
        }
    }

    @Test
    void deniedExchangeTakesItsLanAndPrefixAlong() throws Exception {
        long exchange = exchange("Unwanted-IX", "193.201.78.0/24");

        done(new Operation.Deny(Ix.TYPE, exchange));

        assertThat(node.find(Ix.TYPE, exchange)).isNull();
        assertThat(node.find(IxLan.TYPE, exchange)).isNull();
        assertThat(node.registry().current().referring(IxPfx.IXLAN_ID, exchange))
                .isEmpty();
        assertThat(exchange("Unwanted-IX", "193.201.78.0/24")).isGreaterThan(exchange);
    }

    private List<String> tickets() throws Exception {
        List<String> tickets = new ArrayList<>();
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT payload FROM outbox WHERE kind = 'ticket' AND delivered_at IS NULL ORDER BY id")) {
            while (found.next()) {
                tickets.add(JsonMapper.shared()
                        .readTree(found.getString(1))
                        .get("subject")
                        .stringValue());
            }
        }
        return tickets;
    }

    private void allTicketsAreSent() throws Exception {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE outbox SET attempts = 1, delivered_at = 1");
        }
    }

    @Test
    void ticketOfADeniedFacilityThatWasNotSentIsNotSentAnyMore() throws Exception {
        long facility = facility("Unwanted \\\",\\\"type\\\":\\\"fac");
        facility("Wanted");
        assertThat(tickets()).hasSize(2);

        done(new Operation.Deny(Fac.TYPE, facility));

        assertThat(tickets()).containsExactly("Facility - Wanted");
    }

    @Test
    void ticketOfADeniedFacilityIsClosedOnce() throws Exception {
        long facility = facility("Unwanted");
        facility("Wanted");
        allTicketsAreSent();

        done(new Operation.Deny(Fac.TYPE, facility));

        assertThat(tickets()).containsExactly("[CLOSED] Facility - Unwanted");
        allTicketsAreSent();
        facility("Unwanted");
        assertThat(tickets()).containsExactly("Facility - Unwanted");
    }

    @Test
    void ticketOfAPendingFacilityThatIsDeletedIsClosedToo() throws Exception {
        long facility = facility("Withdrawn");

        done(new Operation.Delete(Fac.TYPE, facility));

        assertThat(tickets()).isEmpty();
    }

    @Test
    void ticketOfAnApprovedFacilityIsNotSentAnyMore() throws Exception {
        long facility = facility("Approved");

        done(new Operation.Approve(Fac.TYPE, facility));

        assertThat(tickets()).isEmpty();
    }

    @Test
    void idOfADeniedFacilityIsNotGivenOutAgainNorAfterARestart() throws Exception {
        long facility = facility("Gone");
        done(new Operation.Deny(Fac.TYPE, facility));

        assertThat(facility("Next")).isGreaterThan(facility);
        long last = facility("Last");
        done(new Operation.Deny(Fac.TYPE, last));
        Node restarted = Node.on(store);

        assertThat(restarted.registry().current().lastId(Fac.TYPE)).isEqualTo(last);
        restarted.lane().close();
    }

    @Test
    void logKeepsWhatADeniedFacilityWas() throws Exception {
        long facility = facility("Remembered");
        done(new Operation.Deny(Fac.TYPE, facility));

        Change last = store.changesOf(Fac.TYPE, facility, 1).getFirst();

        assertThat(last.operation()).isEqualTo("erase");
        assertThat(last.before()).contains("Remembered");
    }

    @Test
    void deniedObjectsThatWerePublishedAreDeleted() throws Exception {
        long organization = created(Org.TYPE, "{\"name\": \"Once known\", \"website\": \"https://k.example.net\"}");
        done(new Operation.Approve(Org.TYPE, organization));
        long network = created(
                Net.TYPE,
                "{\"org_id\": %d, \"name\": \"Known net\", \"asn\": 63999, \"info_types\": [\"NSP\"]}"
                        .formatted(organization));
        done(new Operation.Delete(Net.TYPE, network));
        done(new Operation.Delete(Org.TYPE, organization));
        created(Org.TYPE, "{\"name\": \"Once known\", \"website\": \"https://k.example.net\"}");
        assertThat(node.get(Org.TYPE, organization).status()).isEqualTo(Status.PENDING);

        done(new Operation.Deny(Org.TYPE, organization));

        assertThat(node.get(Org.TYPE, organization).status()).isEqualTo(Status.DELETED);
        assertThat(node.find(Net.TYPE, network)).isNotNull();
    }

    @Test
    void approvedObjectsCannotBeDenied() throws Exception {
        assertThat(refusal(new Operation.Deny(Org.TYPE, SCRATCH))).contains("NotFound");
    }

    @Test
    void mergeIsOneVersion() throws Exception {
        List<Row> owned = new ArrayList<>(
                MergePlan.of(List.of(SCRATCH), OTHER, node.registry().current()).moving());
        assertThat(owned).isNotEmpty();
        long before = node.registry().current().version();

        done(new Operation.Merge(List.of(SCRATCH), OTHER));

        assertThat(node.registry().current().version()).isEqualTo(before + 1);
        assertThat(node.get(Org.TYPE, SCRATCH).status()).isEqualTo(Status.DELETED);
        for (Row row : owned) {
            Row moved = node.get(row.type(), row.id());
            assertThat(moved.status()).isEqualTo(row.status());
            assertThat(Kin.owner(moved, node.registry().current()).id()).isEqualTo(OTHER);
        }
    }

    @Test
    void organizationIsNotMergedWithItselfOrIntoADeletedOne() throws Exception {
        assertThat(refusal(new Operation.Merge(List.of(SCRATCH), SCRATCH))).contains("once only");
        assertThat(refusal(new Operation.Merge(List.of(SCRATCH), 999_999))).contains("not an active organization");
        assertThat(refusal(new Operation.Merge(List.of(999_999L), SCRATCH))).contains("no organization 999999");
    }

    @Test
    void undeletedNetworkBringsItsObjectsBack() throws Exception {
        Row network = busyNetwork();
        List<Row> peerings = active(NetIxLan.NET_ID, network.id());
        List<Row> presences = active(NetFac.NET_ID, network.id());
        done(new Operation.Delete(Net.TYPE, network.id()));
        assertThat(active(NetIxLan.NET_ID, network.id())).isEmpty();

        done(undeletion(Net.TYPE, network.id()));

        assertThat(node.get(Net.TYPE, network.id()).isActive()).isTrue();
        assertThat(active(NetIxLan.NET_ID, network.id())).extracting(Row::id).isEqualTo(ids(peerings));
        assertThat(active(NetFac.NET_ID, network.id())).extracting(Row::id).isEqualTo(ids(presences));
        assertThat(node.get(Net.TYPE, network.id()).get(Net.IX_COUNT)).isEqualTo(network.get(Net.IX_COUNT));
    }

    @Test
    void peeringThatAnotherNetworkTookStaysThere() throws Exception {
        Row network = busyNetwork();
        Row peering = active(NetIxLan.NET_ID, network.id()).stream()
                .filter(row -> row.find(NetIxLan.IPADDR4) != null && row.find(NetIxLan.IPADDR6) == null)
                .findFirst()
                .orElseGet(() -> active(NetIxLan.NET_ID, network.id()).getFirst());
        done(new Operation.Delete(Net.TYPE, network.id()));
        long other = otherNetwork(network.id());
        created(
                org.peerage.registry.types.Poc.TYPE,
                "{\"net_id\": %d, \"role\": \"NOC\", \"visible\": \"Public\", \"email\": \"noc@example.net\"}"
                        .formatted(other));
        StringBuilder body = new StringBuilder(
                "{\"net_id\": %d, \"ixlan_id\": %d, \"speed\": 1000".formatted(other, peering.get(NetIxLan.IXLAN_ID)));
        body.append(", \"ipaddr4\": ").append(quoted(peering.find(NetIxLan.IPADDR4)));
        body.append(", \"ipaddr6\": ").append(quoted(peering.find(NetIxLan.IPADDR6)));
        created(NetIxLan.TYPE, body.append('}').toString());

        done(undeletion(Net.TYPE, network.id()));

        assertThat(node.get(Net.TYPE, network.id()).isActive()).isTrue();
        assertThat(node.get(NetIxLan.TYPE, peering.id()).get(NetIxLan.NET_ID)).isEqualTo(other);
        assertThat(active(NetIxLan.NET_ID, network.id())).extracting(Row::id).doesNotContain(peering.id());
    }

    @Test
    void undeletionNeedsALivingParent() throws Exception {
        Row network = busyNetwork();
        Row presence = active(NetFac.NET_ID, network.id()).getFirst();
        done(new Operation.Delete(Net.TYPE, network.id()));

        assertThat(refusal(new Operation.Undelete(NetFac.TYPE, presence.id(), Status.OK, List.of())))
                .contains("Bring net " + network.id() + " back first");
    }

    @Test
    void undeletionNeedsAFreeName() throws Exception {
        long organization = created(Org.TYPE, "{\"name\": \"Phoenix\", \"website\": \"https://p.example.net\"}");
        done(new Operation.Delete(Org.TYPE, organization));
        done(undeletion(Org.TYPE, organization));
        assertThat(node.get(Org.TYPE, organization).status()).isEqualTo(Status.PENDING);

        assertThat(refusal(undeletion(Org.TYPE, organization))).contains("not deleted");
    }

    @Test
    void pastStateIsReadFromTheLogAndCanBeWrittenAgain() throws Exception {
        Row before = node.get(Org.TYPE, SCRATCH);
        long version = node.registry().current().version();
        Map<String, JsonNode> values = new HashMap<>(HistoricRow.input(before).values());
        values.put("name", JsonMapper.shared().getNodeFactory().stringNode("Renamed by mistake"));
        done(new Operation.Update(Org.TYPE, SCRATCH, new RequestFields(values, false)));

        Row past = HistoricRow.before(version, node.get(Org.TYPE, SCRATCH), store.changesOf(Org.TYPE, SCRATCH, 100));
        done(new Operation.Update(Org.TYPE, SCRATCH, HistoricRow.input(past)));

        assertThat(past).isEqualTo(before);
        assertThat(node.get(Org.TYPE, SCRATCH).get(Org.NAME)).isEqualTo(before.get(Org.NAME));
    }

    @Test
    void pastStateMayLackAnAddress() throws Exception {
        List<Row> peerings = new ArrayList<>();
        node.registry().current().forEach(NetIxLan.TYPE, row -> {
            if (row.isActive() && row.find(NetIxLan.IPADDR4) != null && row.find(NetIxLan.IPADDR6) == null) {
                peerings.add(row);
            }
        });
        Row before = peerings.getFirst();
        Map<String, JsonNode> values = new HashMap<>(HistoricRow.input(before).values());
        values.put("speed", JsonMapper.shared().getNodeFactory().numberNode(before.get(NetIxLan.SPEED) + 1000));
        done(new Operation.Update(NetIxLan.TYPE, before.id(), new RequestFields(values, false)));

        done(new Operation.Update(NetIxLan.TYPE, before.id(), HistoricRow.input(before)));

        assertThat(node.get(NetIxLan.TYPE, before.id()).get(NetIxLan.SPEED)).isEqualTo(before.get(NetIxLan.SPEED));
    }

    @Test
    void staffOperationsNeedStaff() throws Exception {
        long facility = facility("Not theirs to approve");
        for (Operation operation : List.of(
                new Operation.Approve(Fac.TYPE, facility),
                new Operation.Deny(Fac.TYPE, facility),
                new Operation.Merge(List.of(SCRATCH), OTHER),
                new Operation.Undelete(Fac.TYPE, facility, Status.OK, List.of()))) {
            Decision decision = node.editor()
                    .submit(Editor.WriteCommand.of(operation, new TestAuthor(false), "test"))
                    .decided()
                    .last();

            assertThat(decision)
                    .isInstanceOfSatisfying(Decision.Rejected.class, refused -> assertThat(refused.refusal())
                            .isInstanceOf(Refusal.NotPermitted.class));
        }
    }

    private static String quoted(Object address) {
        return address == null ? "\"\"" : "\"" + address + "\"";
    }

    private Operation.Undelete undeletion(ObjectType type, long id) throws SQLException {
        List<Change> changes = store.changesOf(type, id, 10);
        Change deletion = changes.stream()
                .filter(change -> change.operation().equals("delete"))
                .findFirst()
                .orElseThrow();
        List<Operation.DeletedObject> together = store.changesAfter(deletion.version() - 1, 1).stream()
                .filter(change -> change.operation().equals("delete") && !change.equals(deletion))
                .map(change -> new Operation.DeletedObject(
                        ObjectTypes.byName(change.type()).orElseThrow(),
                        Objects.requireNonNull(change.objectId()),
                        Status.OK))
                .toList();
        boolean pending = String.valueOf(deletion.before()).contains("pending");
        return new Operation.Undelete(type, id, pending ? Status.PENDING : Status.OK, together);
    }

    private List<Row> active(org.peerage.schema.Field<Long> reference, long id) {
        return node.registry().current().referring(reference, id).stream()
                .filter(Row::isActive)
                .toList();
    }

    private static List<Long> ids(List<Row> rows) {
        return rows.stream().map(Row::id).toList();
    }

    /** An active network that peers, with links to active things only. */
    private Row busyNetwork() {
        List<Row> networks = new ArrayList<>();
        node.registry().current().forEach(Net.TYPE, row -> {
            boolean busy = row.isActive()
                    && !active(NetFac.NET_ID, row.id()).isEmpty()
                    && !active(NetIxLan.NET_ID, row.id()).isEmpty();
            if (busy) {
                networks.add(row);
            }
        });
        return networks.getFirst();
    }

    private long otherNetwork(long id) {
        List<Row> networks = new ArrayList<>();
        node.registry().current().forEach(Net.TYPE, row -> {
            if (row.isActive()
                    && row.id() != id
                    && !active(NetIxLan.NET_ID, row.id()).isEmpty()) {
                networks.add(row);
            }
        });
        return networks.getFirst().id();
    }

    /** Whose things are. */
    private static final class Kin {
        static Row owner(Row row, org.peerage.schema.Rows rows) {
            Object id = row.find(row.type().field("org_id").orElseThrow());
            return Objects.requireNonNull(rows.find(Org.TYPE, (Long) Objects.requireNonNull(id)));
        }
    }
}
