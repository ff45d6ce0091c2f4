package org.peerage.accounts.organizations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountUndo;
import org.peerage.access.Accounts;
import org.peerage.access.AuthenticationResult;
import org.peerage.access.Authenticator;
import org.peerage.access.MembershipAddResult;
import org.peerage.access.NewUser;
import org.peerage.access.Transactions;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Role;
import org.peerage.accounts.AuditLog;
import org.peerage.registry.Decision;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.OperationHandler;
import org.peerage.registry.Registry;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.store.Sql;
import org.peerage.testing.AuthorizationHeader;
import org.peerage.testing.Owner;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestAccounts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** People and keys of organizations that are deleted or merged away, on every database, with another node beside. */
abstract class OrganizationCleanupContract {
    private static final long SCRATCH = 41;
    private static final long THIRD = 1;
    private static final long OTHER = 42;
    private static final Passwords PASSWORDS = new Passwords(System::nanoTime);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Author STAFF = new Owner("user:1", true);

    private Database database;
    private Node node;
    private Node other;
    private AffiliationStore affiliations;
    private Invitations invitations;
    private long ada;
    private long bob;

    abstract Database newDatabase() throws Exception;

    /** One of several processes on the database. */
    private record Node(Registry registry, WriteLane lane, Editor editor, Accounts accounts, Authenticator callers) {
        static Node on(Database database) throws Exception {
            RegistryStore store = new RegistryStore(database);
            Registry registry = Registry.open(store);
            registry.awaitLoaded();
            Accounts accounts = new Accounts(new AccountStore(database.source(), PASSWORDS, CLOCK));
            WriteLane lane = new WriteLane(store, registry, CLOCK, new OrganizationCleanup(accounts::showChange));
            Editor editor = new Editor(
                    registry,
                    lane,
                    new OperationHandler(RegistrySettings.STANDARD),
                    asn -> new ExternalFacts.AsnRecord.Unchecked(),
                    CLOCK);
            return new Node(registry, lane, editor, accounts, new Authenticator(accounts, PASSWORDS, CLOCK, 1));
        }

        OrganizationMerger merging() {
            return new OrganizationMerger(editor, accounts, CLOCK);
        }
    }

    @BeforeEach
    void open() throws Exception {
        database = newDatabase();
        new DumpLoader(new RegistryStore(database), CLOCK)
                .load(ProjectFiles.conformance("world/dump.json"), true, TestAccounts.silently());
        node = Node.on(database);
        affiliations = new AffiliationStore(database.source(), CLOCK);
        invitations = new Invitations(database.source(), CLOCK);
        ada = user("ada");
        bob = user("bob");
        other = Node.on(database);
    }

    @AfterEach
    void close() {
        node.lane().close();
        other.lane().close();
        database.close();
    }

    private long user(String name) {
        AccountChangeResult added = node.accounts()
                .change(store ->
                        store.addUser(new NewUser(name, name + "@example.net", "!", "", "", true, false, false)));
        return ((AccountChangeResult.UserAdded) added).id();
    }

    private UserAccount now(long user) {
        return node.accounts().current().user(user).orElseThrow();
    }

    private ApiKey keyOf(long organization) {
        NewKey key = NewKey.ofOrganization(
                organization, "noc", "noc@example.net", Map.of(Namespace.organization(organization), 15));
        return node.accounts().change(store -> store.addKey(key));
    }

    private void join(long user, long organization, Role role) {
        node.accounts().change(store -> store.join(user, organization, role));
    }

    private void done(Operation operation) throws Exception {
        assertThat(submit(operation)).isInstanceOf(Decision.Applied.class);
    }

    private Decision submit(Operation operation) throws Exception {
        return node.editor()
                .submit(Editor.WriteCommand.of(operation, STAFF, "test"))
                .decided()
                .last();
    }

    private long organization(String name) throws Exception {
        Map<String, JsonNode> values = new HashMap<>();
        JsonMapper.shared()
                .readTree("{\"name\": \"%s\", \"website\": \"https://x.example.net\"}".formatted(name))
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        Decision made = submit(new Operation.Create(Org.TYPE, new RequestFields(values, false)));
        return ((Decision.Applied) made).row().orElseThrow().id();
    }

    private static Status status(Node node, long organization) {
        Row row = node.registry().current().find(Org.TYPE, organization);
        return row == null ? Status.DELETED : row.status();
    }

    private static int answer(Node node, ApiKey key) {
        AuthenticationResult resolution =
                node.callers().authenticate(new AuthorizationHeader("Api-Key " + key.reveal()));
        return resolution instanceof AuthenticationResult.AuthenticationFailed refused ? refused.status() : 200;
    }

    private OrganizationMergeUndo undoing() {
        return new OrganizationMergeUndo(
                node.editor(),
                new RegistryStore(database),
                node.accounts(),
                new AuditLog(database.source(), CLOCK),
                CLOCK);
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<AuditLog.AuditEntry> audit(long organization, String action) {
        return new AuditLog(database.source(), CLOCK)
                .find(new AuditLog.AuditFilter("", "org:" + organization, action, null, null), 10, 0);
    }

    private static OrganizationMerger.MergeRequest merge(boolean movesKeys) {
        return new OrganizationMerger.MergeRequest(List.of(SCRATCH), OTHER, true, movesKeys);
    }

    /** Networks move with their keys. */
    private long networkOf(long organization) {
        return node.registry().current().referring(Net.ORG_ID, organization).stream()
                .filter(Row::isActive)
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Test
    void peopleAndKeysMoveInTheWriteThatMerges() throws Exception {
        join(ada, SCRATCH, Role.ADMIN);
        ApiKey key = keyOf(SCRATCH);
        affiliations.add(bob, SCRATCH, "", null, "");
        invitations.add(SCRATCH, "eve@example.net", Role.ADMIN, "user:1");
        long network = networkOf(SCRATCH);

        assertThat(node.merging().merge(merge(true), STAFF, "", "192.0.2.1"))
                .isInstanceOf(OrganizationMerger.MergeResult.Merged.class);

        assertThat(status(node, SCRATCH)).isEqualTo(Status.DELETED);
        assertThat(now(ada).organizations()).isEqualTo(Map.of(OTHER, Role.ADMIN));
        StoredKey moved = node.accounts().current().key(key.prefix()).orElseThrow();
        assertThat(moved.owner()).isEqualTo(new StoredKey.Owner.OrganizationOwner(OTHER));
        assertThat(moved.grants()).containsKey(new Namespace("peeringdb.organization.42.network." + network));
        assertThat(answer(node, key)).isEqualTo(200);
        assertThat(affiliations.ofUser(bob)).isEmpty();
        assertThat(invitations.ofEmails(List.of("eve@example.net"))).isEmpty();
        assertThat(audit(OTHER, "merge organizations")).hasSize(1);
        assertThat(audit(SCRATCH, "merged away")).hasSize(1);
    }

    @Test
    void mergeIsUndoneWithObjectsPeopleAndKeys() throws Exception {
        join(ada, SCRATCH, Role.ADMIN);
        join(bob, SCRATCH, Role.MEMBER);
        ApiKey key = keyOf(SCRATCH);
        long network = networkOf(SCRATCH);
        StoredKey before = node.accounts().current().key(key.prefix()).orElseThrow();
        node.merging().merge(merge(true), STAFF, "", "");
        join(bob, OTHER, Role.ADMIN);
        OrganizationMergeUndo undoing = undoing();
        OrganizationMergeUndo.PastMerge merge = undoing.list(10).getFirst();

        assertThat(undoing.preview(merge, STAFF)).isInstanceOf(OrganizationMergeUndo.UndoResult.Undone.class);
        assertThat(status(node, SCRATCH)).as("nothing yet").isEqualTo(Status.DELETED);
        assertThat(undoing.undo(merge, STAFF, "something else", ""))
                .isInstanceOf(OrganizationMergeUndo.UndoResult.UndoRefused.class);
        assertThat(undoing.undo(merge, STAFF, "", ""))
                .isInstanceOfSatisfying(OrganizationMergeUndo.UndoResult.Undone.class, done -> assertThat(done.left())
                        .extracting(AccountUndo.AccountChange::what)
                        .as("changed since")
                        .containsExactly("membership " + bob + " " + OTHER));

        assertThat(status(node, SCRATCH)).isEqualTo(Status.OK);
        assertThat(node.registry().current().find(Net.TYPE, network).get(Net.ORG_ID))
                .isEqualTo(SCRATCH);
        assertThat(now(ada).organizations()).isEqualTo(Map.of(SCRATCH, Role.ADMIN));
        assertThat(now(bob).organizations()).isEqualTo(Map.of(SCRATCH, Role.MEMBER, OTHER, Role.ADMIN));
        StoredKey back = node.accounts().current().key(key.prefix()).orElseThrow();
        assertThat(back.owner()).isEqualTo(before.owner());
        assertThat(back.grants()).isEqualTo(before.grants());
        assertThat(undoing.undo(merge, STAFF, "", ""))
                .as("twice")
                .isInstanceOf(OrganizationMergeUndo.UndoResult.UndoRefused.class);
        assertThat(audit(OTHER, "undo merge")).hasSize(1);
    }

    @Test
    void mergeDoesWhatItsPreviewShowedOrNothing() throws Exception {
        join(ada, SCRATCH, Role.MEMBER);
        String shown = node.merging().preview(merge(true), STAFF).orElseThrow();
        join(bob, SCRATCH, Role.MEMBER);

        assertThat(node.merging().merge(merge(true), STAFF, shown, ""))
                .as("somebody joined since")
                .isInstanceOf(OrganizationMerger.MergeResult.MergeRefused.class);

        String again = node.merging().preview(merge(true), STAFF).orElseThrow();
        assertThat(again).isNotEqualTo(shown);
        assertThat(node.merging().merge(merge(true), STAFF, "0" + again.substring(again.indexOf('.')), ""))
                .as("other objects")
                .isInstanceOf(OrganizationMerger.MergeResult.MergeRefused.class);
        assertThat(status(node, SCRATCH)).isEqualTo(Status.OK);
        assertThat(node.merging().merge(merge(true), STAFF, again, ""))
                .isInstanceOf(OrganizationMerger.MergeResult.Merged.class);
        assertThat(node.merging().preview(merge(true), STAFF)).as("gone").isEmpty();
    }

    @Test
    void mergeThatWasUndoneAndDoneAgainIsUndoneOnce() throws Exception {
        OrganizationMergeUndo undoing = undoing();
        node.merging().merge(merge(true), STAFF, "", "");
        OrganizationMergeUndo.PastMerge first = undoing.list(10).getFirst();
        assertThat(undoing.undo(first, STAFF, "", "")).isInstanceOf(OrganizationMergeUndo.UndoResult.Undone.class);
        assertThat(undoing.list(10)).extracting(undoing::isStanding).containsExactly(false);
        node.merging().merge(merge(true), STAFF, "", "");

        assertThat(undoing.list(10)).extracting(undoing::isStanding).containsExactly(true, false);
        assertThat(undoing.undo(first, STAFF, "", ""))
                .as("the first of both")
                .isInstanceOf(OrganizationMergeUndo.UndoResult.UndoRefused.class);
        assertThat(status(node, SCRATCH)).isEqualTo(Status.DELETED);
    }

    @Test
    void mergesAreUndoneTheLastOneFirst() throws Exception {
        OrganizationMergeUndo undoing = undoing();
        long network = networkOf(SCRATCH);
        node.merging().merge(merge(true), STAFF, "", "");
        node.merging().merge(new OrganizationMerger.MergeRequest(List.of(OTHER), THIRD, true, true), STAFF, "", "");
        OrganizationMergeUndo.PastMerge last = undoing.list(10).getFirst();
        OrganizationMergeUndo.PastMerge first = undoing.list(10).getLast();

        assertThat(undoing.undo(first, STAFF, "", ""))
                .as("what took it in is gone")
                .isInstanceOf(OrganizationMergeUndo.UndoResult.UndoRefused.class);
        assertThat(undoing.undo(last, STAFF, "", "")).isInstanceOf(OrganizationMergeUndo.UndoResult.Undone.class);
        assertThat(undoing.undo(first, STAFF, "", "")).isInstanceOf(OrganizationMergeUndo.UndoResult.Undone.class);

        assertThat(node.registry().current().find(Net.TYPE, network).get(Net.ORG_ID))
                .isEqualTo(SCRATCH);
    }

    @Test
    void undoOfAMergeGivesNoRightsToWhomTheyWereTakenSince() throws Exception {
        long eve = user("eve");
        long closed = user("closed");
        Namespace network = Namespace.organization(SCRATCH).child("network." + networkOf(SCRATCH));
        for (long person : List.of(ada, bob, eve, closed)) {
            join(person, SCRATCH, Role.MEMBER);
            node.accounts().change(store -> {
                store.grant(person, network, 15);
                return store;
            });
        }
        join(eve, OTHER, Role.MEMBER);
        ApiKey key = keyOf(SCRATCH);
        Map<Namespace, Integer> before =
                node.accounts().current().key(key.prefix()).orElseThrow().grants();
        execute("insert into oauth_application (client_id, name, org_id, public, redirect_uris, created)"
                + " values ('portal', 'Portal', 41, (1 = 0), '', 0)");
        node.merging().merge(merge(true), STAFF, "", "");
        execute("delete from org_membership where org_id = 42 and user_id in (" + bob + ", " + eve + ")");
        execute("update user_account set active = (1 = 0) where id = " + closed);
        execute("insert into api_key_grant (key_id, namespace, bits) select id, 'peeringdb.organization.42', 15"
                + " from api_key where prefix = '" + key.prefix() + "'");
        execute("insert into oauth_consent (user_id, application_id, scope, version, created, last_used) values (" + ada
                + ", 1, 'profile', 2, 0, 0)");
        OrganizationMergeUndo undoing = undoing();

        assertThat(undoing.undo(undoing.list(10).getFirst(), STAFF, "", ""))
                .isInstanceOf(OrganizationMergeUndo.UndoResult.Undone.class);

        node.accounts().reload();
        assertThat(now(ada).organizations()).isEqualTo(Map.of(SCRATCH, Role.MEMBER));
        assertThat(now(ada).grants()).containsEntry(network, 15);
        for (long person : List.of(bob, eve, closed)) {
            assertThat(now(person).organizations()).isEmpty();
            assertThat(now(person).grants()).isEmpty();
        }
        assertThat(node.accounts().current().key(key.prefix()).orElseThrow().grants())
                .isEqualTo(before);
        assertThat(Sql.<List<Long>>withConnection(
                        database.source(),
                        sql -> sql.query("select org_id from oauth_application", row -> row.getLong(1))))
                .containsExactly(SCRATCH);
        assertThat(Sql.<List<Long>>withConnection(
                        database.source(),
                        sql -> sql.query("select user_id from oauth_consent", row -> row.getLong(1))))
                .isEmpty();
    }

    @Test
    void requestsThatWereTakenBackCountForADay() {
        for (int i = 0; i < AffiliationStore.MAX_OPEN; i++) {
            assertThat(affiliations.add(bob, null, "Org " + i, null, "Org " + i))
                    .isEqualTo(AffiliationStore.AddResult.DONE);
            assertThat(affiliations.end(affiliations.ofUser(bob).getFirst().id(), "canceled", "user:" + bob))
                    .isTrue();
        }

        assertThat(affiliations.add(bob, null, "Another", null, "Another"))
                .isEqualTo(AffiliationStore.AddResult.TOO_OFTEN);
        assertThat(affiliations.add(ada, null, "Another", null, "Another")).isEqualTo(AffiliationStore.AddResult.DONE);
    }

    @Test
    void failedMergeChangesNothing() throws Exception {
        join(ada, SCRATCH, Role.ADMIN);
        ApiKey key = keyOf(SCRATCH);
        long network = networkOf(SCRATCH);
        execute("alter table audit rename to audit_away");

        assertThatThrownBy(() -> node.merging().merge(merge(true), STAFF, "", ""))
                .isInstanceOf(WriteLane.WriteUnavailableException.class)
                .matches(failure -> ((WriteLane.WriteUnavailableException) failure).isCertain());

        execute("alter table audit_away rename to audit");
        other.lane().catchUp();
        node.accounts().reload();
        for (Node each : List.of(node, other)) {
            assertThat(status(each, SCRATCH)).isEqualTo(Status.OK);
            assertThat(each.registry().current().find(Net.TYPE, network).get(Net.ORG_ID))
                    .isEqualTo(SCRATCH);
        }
        assertThat(now(ada).organizations()).isEqualTo(Map.of(SCRATCH, Role.ADMIN));
        assertThat(node.accounts().current().key(key.prefix()).orElseThrow().owner())
                .isEqualTo(new StoredKey.Owner.OrganizationOwner(SCRATCH));

        node.merging().merge(merge(true), STAFF, "", "");
        assertThat(now(ada).organizations()).isEqualTo(Map.of(OTHER, Role.ADMIN));
    }

    @Test
    void deletionRemovesMembersAndKeys() throws Exception {
        long organization = organization("Short-lived");
        join(ada, organization, Role.ADMIN);
        join(ada, OTHER, Role.MEMBER);
        Namespace networks = new Namespace(Namespace.organization(organization).text() + ".network");
        node.accounts().change(store -> {
            store.grant(bob, networks, 3);
            return store;
        });
        ApiKey key = keyOf(organization);
        ApiKey others = keyOf(OTHER);
        affiliations.add(bob, organization, "", null, "");
        invitations.add(organization, "eve@example.net", Role.ADMIN, "user:1");
        long invitation = invitations.of(organization).getFirst().id();
        other.accounts().refreshIfChanged();
        assertThat(answer(other, key)).isEqualTo(200);

        done(new Operation.Delete(Org.TYPE, organization));

        assertThat(answer(node, key)).isEqualTo(401);
        other.accounts().refreshIfChanged();
        assertThat(answer(other, key)).isEqualTo(401);
        assertThat(answer(other, others)).isEqualTo(200);
        assertThat(now(ada).organizations()).isEqualTo(Map.of(OTHER, Role.MEMBER));
        assertThat(now(bob).grants()).isEmpty();
        assertThat(affiliations.ofUser(bob)).isEmpty();
        assertThat(invitations.redeem(invitation, List.of("eve@example.net"))).isEmpty();
        assertThat(audit(organization, "end organization"))
                .singleElement()
                .matches(entry -> entry.actor().equals("user:1")
                        && entry.detail().contains("user:" + ada + " admin")
                        && entry.detail().contains(key.prefix()));
    }

    @Test
    void deniedOrganizationIsLikeADeletedOne() throws Exception {
        long organization = organization("Unwanted");
        join(ada, organization, Role.ADMIN);
        ApiKey key = keyOf(organization);

        done(new Operation.Deny(Org.TYPE, organization));

        assertThat(answer(node, key)).isEqualTo(401);
        assertThat(now(ada).organizations()).isEmpty();
    }

    @Test
    void deletedOrganizationsTakeNoMembers() throws Exception {
        long organization = organization("Closed");
        join(ada, organization, Role.ADMIN);
        done(new Operation.Delete(Org.TYPE, organization));

        AccountStore store = new AccountStore(database.source(), PASSWORDS, CLOCK);
        NewKey key = NewKey.ofOrganization(organization, "k", "k@example.net", Map.of());
        assertThat(store.join(bob, organization, Role.ADMIN)).isFalse();
        assertThat(store.organizations().add(bob, organization, Role.MEMBER))
                .isEqualTo(MembershipAddResult.NO_ORGANIZATION);
        assertThat(store.organizations().admit(bob, organization)).isEmpty();
        assertThat(store.addKey(key, new StoredKey.Owner.OrganizationOwner(organization)))
                .isEmpty();
        assertThat(invitations.add(organization, "eve@example.net", Role.ADMIN, "user:1"))
                .isFalse();
        assertThat(affiliations.add(bob, organization, "", null, "")).isEqualTo(AffiliationStore.AddResult.DELETED);

        assertThat(store.load().membersOf(organization)).isEmpty();
    }

    @Test
    void membersAddedDuringDeletionAreRemovedToo() throws Exception {
        for (int i = 0; i < 10; i++) {
            long organization = organization("Brief " + i);
            List<Callable<Object>> atOnce = List.of(
                    () -> submit(new Operation.Delete(Org.TYPE, organization)),
                    () -> other.accounts().change(store -> store.organizations().admit(ada, organization)),
                    () -> invitations.add(organization, "eve@example.net", Role.ADMIN, "user:1"),
                    () -> affiliations.add(bob, organization, "", null, ""));
            List<Object> outcomes = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(atOnce.size())) {
                for (Future<Object> outcome : threads.invokeAll(atOnce)) {
                    outcomes.add(outcome.get());
                }
            }

            node.accounts().reload();
            assertThat(status(node, organization)).as(outcomes.toString()).isEqualTo(Status.DELETED);
            assertThat(node.accounts().current().membersOf(organization)).isEmpty();
            assertThat(invitations.of(organization)).isEmpty();
            assertThat(affiliations.ofUser(bob)).isEmpty();
        }
    }

    @Test
    void organizationThatComesBackHasNeitherPeopleNorKeys() throws Exception {
        long organization = organization("Phoenix");
        join(ada, organization, Role.ADMIN);
        ApiKey key = keyOf(organization);
        done(new Operation.Delete(Org.TYPE, organization));

        done(new Operation.Undelete(Org.TYPE, organization, Status.OK, List.of()));

        assertThat(answer(node, key)).isEqualTo(401);
        assertThat(now(ada).organizations()).isEmpty();
        Optional<Role> first =
                node.accounts().change(store -> store.organizations().admit(bob, organization));
        assertThat(first).contains(Role.ADMIN);
    }

    @Test
    void reusedOrganizationNameGivesNoPermissions() throws Exception {
        long organization = organization("Reborn");
        join(ada, organization, Role.ADMIN);
        done(new Operation.Delete(Org.TYPE, organization));
        // As a program of an earlier version left it.
        execute("insert into org_membership (user_id, org_id, role) values (" + ada + ", " + organization
                + ", 'admin')");

        assertThat(organization("Reborn")).isEqualTo(organization);

        assertThat(now(ada).organizations()).isEmpty();
    }

    @Test
    void leftoversOfDeletedOrganizationsAreCleanedUpLater() throws Exception {
        long organization = organization("Left over");
        ApiKey key = keyOf(organization);
        ApiKey others = keyOf(OTHER);
        join(ada, organization, Role.ADMIN);
        execute("update org set status = 'deleted' where id = " + organization);
        AccountStore store = new AccountStore(database.source(), PASSWORDS, CLOCK);

        assertThat(OrganizationCleanup.cleanUp(new Transactions(database.source()), CLOCK))
                .isEqualTo(1);
        assertThat(OrganizationCleanup.cleanUp(new Transactions(database.source()), CLOCK))
                .isZero();

        other.accounts().refreshIfChanged();
        assertThat(answer(other, key)).isEqualTo(401);
        assertThat(answer(other, others)).isEqualTo(200);
        assertThat(store.load().membersOf(organization)).isEmpty();
    }
}
