package org.peerage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.KeyScope;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.DefaultGrants;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.OrganizationPolicy;
import org.peerage.access.rights.Permission;
import org.peerage.access.rights.ReauthenticationPeriod;
import org.peerage.access.rights.Role;

/** What two admins do at once, and what an organization's rules take from its members. */
class OrganizationStoreTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Namespace NETWORKS = new Namespace("peeringdb.organization.41.network");
    private static final String NETWORK = "peeringdb.organization.41.network.62";
    private static final String PANEL = "peeringdb.manage_organization.41";

    @TempDir
    Path directory;

    private DataSource database;
    private Accounts accounts;
    private long ada;
    private long bob;

    @BeforeEach
    void twoAdmins() {
        database = TestDatabase.sqlite(directory);
        accounts = new Accounts(new AccountStore(database, new Passwords(() -> 0), Clock.fixed(NOW, ZoneOffset.UTC)));
        ada = add("ada");
        bob = add("bob");
    }

    private long add(String name) {
        return accounts.change(store -> {
            AccountChangeResult added =
                    store.addUser(new NewUser(name, name + "@example.net", "!", "", "", true, false, false));
            long id = ((AccountChangeResult.UserAdded) added).id();
            store.join(id, 41, Role.ADMIN);
            return id;
        });
    }

    private Caller caller(long user, Instant at) {
        return new Authenticator(accounts, new Passwords(() -> 0), Clock.fixed(at, ZoneOffset.UTC), 1)
                .ofUser(user)
                .orElseThrow();
    }

    private <T> T organizations(Function<OrganizationStore, T> change) {
        return accounts.change(store -> change.apply(store.organizations()));
    }

    private MembershipChangeResult remove(long user) {
        return organizations(store -> store.remove(user, 41));
    }

    private MembershipChangeResult setRole(long user, long organization, Role role) {
        return organizations(store -> store.setRole(user, organization, role));
    }

    private Role admit(long user) {
        return organizations(store -> store.admit(user, 42)).orElseThrow();
    }

    private GrantChangeResult grantNetworks(String prefix, long organization) {
        return organizations(store ->
                store.changeKeyGrants(prefix, organization, current -> Optional.of(Map.of(NETWORKS, Permission.ALL))));
    }

    private String key() {
        return accounts.change(store -> store.addKey(NewKey.ofOrganization(41, "k", "k@example.net", Map.of()))
                .prefix());
    }

    private StoredKey stored(String prefix) {
        return accounts.current().key(prefix).orElseThrow();
    }

    @Test
    void adminsWhoRemoveEachOtherConcurrentlyLeaveOne() throws Exception {
        for (int i = 0; i < 20; i++) {
            accounts.change(store -> {
                store.join(ada, 41, Role.ADMIN);
                store.join(bob, 41, Role.ADMIN);
                return store;
            });
            List<Callable<MembershipChangeResult>> both = List.of(
                    () -> accounts.change(store -> store.organizations().remove(ada, 41)),
                    () -> accounts.change(store -> store.organizations().setRole(bob, 41, Role.MEMBER)));
            List<MembershipChangeResult> outcomes = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                for (var done : threads.invokeAll(both)) {
                    outcomes.add(done.get());
                }
            }

            assertThat(outcomes)
                    .containsExactlyInAnyOrder(MembershipChangeResult.DONE, MembershipChangeResult.LAST_ADMIN);
        }
    }

    @Test
    void lastAdminStays() {
        assertThat(remove(bob)).isEqualTo(MembershipChangeResult.DONE);

        assertThat(remove(ada)).isEqualTo(MembershipChangeResult.LAST_ADMIN);
        assertThat(setRole(ada, 41, Role.MEMBER)).isEqualTo(MembershipChangeResult.LAST_ADMIN);
        assertThat(accounts.current().membersOf(41)).extracting(UserAccount::id).containsExactly(ada);
    }

    @Test
    void strangerHasNoRoleToChange() {
        assertThat(setRole(ada, 42, Role.ADMIN)).isEqualTo(MembershipChangeResult.NO_MEMBER);
        assertThat(accounts.current().membersOf(42)).isEmpty();
    }

    @Test
    void firstMemberBecomesAdmin() {
        assertThat(admit(ada)).isEqualTo(Role.ADMIN);
        assertThat(admit(bob)).isEqualTo(Role.MEMBER);
    }

    @Test
    void staleEditOfAKeyChangesNothing() {
        String prefix = key();
        assertThat(grantNetworks(prefix, 41)).isInstanceOf(GrantChangeResult.GrantsSaved.class);

        GrantChangeResult change = organizations(store -> store.changeKeyGrants(
                prefix, 41, current -> current.isEmpty() ? Optional.of(Map.of()) : Optional.empty()));

        assertThat(change).isEqualTo(new GrantChangeResult.GrantsOutdated(Map.of(NETWORKS, Permission.ALL)));
        assertThat(stored(prefix).grants()).isEqualTo(Map.of(NETWORKS, Permission.ALL));
        assertThat(stored(prefix).readOnly()).isFalse();
    }

    @Test
    void concurrentEditsOfOneKeyAreNotLost() throws Exception {
        String prefix = key();
        List<Callable<GrantChangeResult>> edits = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            Namespace network = NETWORKS.child(Integer.toString(i));
            edits.add(() -> accounts.change(store -> store.organizations().changeKeyGrants(prefix, 41, current -> {
                Map<Namespace, Integer> more = new java.util.HashMap<>(current);
                more.put(network, Permission.ALL);
                return Optional.of(more);
            })));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(edits)) {
                assertThat(done.get()).isInstanceOf(GrantChangeResult.GrantsSaved.class);
            }
        }

        accounts.reload();
        assertThat(stored(prefix).grants()).hasSize(20);
    }

    @Test
    void keyOfAnotherOrganizationAndARevokedOneAreNoKeysToChange() {
        String prefix = key();

        assertThat(grantNetworks(prefix, 42)).isEqualTo(new GrantChangeResult.HolderGone());
        boolean revoked = accounts.change(store -> store.revokeKey(prefix));
        assertThat(revoked).isTrue();
        assertThat(grantNetworks(prefix, 41)).isEqualTo(new GrantChangeResult.HolderGone());
        assertThat(stored(prefix).grants()).isEmpty();
        Optional<ApiKey> rotated = accounts.change(store -> store.rotateKey(prefix, 0));
        assertThat(rotated).isEmpty();
    }

    @Test
    void rotationKeepsPermissionsAndEndsTheOldKey() {
        String prefix = key();
        accounts.change(store ->
                store.organizations().changeKeyGrants(prefix, 41, current -> Optional.of(Map.of(NETWORKS, 3))));
        long end = NOW.getEpochSecond() + 100;

        ApiKey made = accounts.change(store -> store.rotateKey(prefix, end)).orElseThrow();

        assertThat(stored(made.prefix()).grants()).isEqualTo(Map.of(NETWORKS, 3));
        assertThat(stored(made.prefix()).readOnly()).isFalse();
        assertThat(stored(made.prefix()).expiry()).isEmpty();
        assertThat(stored(prefix).expiry()).hasValue(end);
    }

    /** Mails tell owners to rotate what ends soon: the new key must not end at the same time. */
    @Test
    void rotatedKeyLastsAsLongAsTheOldOneWasMadeToLast() {
        long life = Duration.ofDays(30).toSeconds();
        NewKey wanted = new NewKey(
                new StoredKey.Owner.OrganizationOwner(41),
                "script",
                "noc@example.net",
                false,
                StoredKey.KeyStatus.ACTIVE,
                NOW.getEpochSecond() + life,
                List.of(),
                Map.of());
        String prefix = accounts.change(store -> store.addKey(wanted)).prefix();
        Clock later = Clock.fixed(NOW.plus(Duration.ofDays(28)), ZoneOffset.UTC);

        AccountStore store = new AccountStore(database, new Passwords(() -> 0), later);
        ApiKey made = store.rotateKey(prefix, later.instant().getEpochSecond()).orElseThrow();

        assertThat(store.load().key(made.prefix()).orElseThrow().expiry())
                .hasValue(later.instant().getEpochSecond() + life);
    }

    @Test
    void grantsOfAMemberInOtherOrganizationsStay() {
        Namespace elsewhere = new Namespace("peeringdb.organization.410.network");
        accounts.change(store -> {
            store.grant(ada, elsewhere, 15);
            store.grant(ada, NETWORKS, 15);
            return store.organizations().changeMemberGrants(ada, 41, current -> {
                assertThat(current).isEqualTo(Map.of(NETWORKS, 15));
                return Optional.of(Map.of(NETWORKS.child("62"), 3));
            });
        });

        assertThat(accounts.current().user(ada).orElseThrow().grants())
                .isEqualTo(Map.of(elsewhere, 15, NETWORKS.child("62"), 3));
    }

    @Test
    void membersWithoutTheRequiredSecondFactorOnlyRead() throws Exception {
        accounts.change(store -> {
            store.organizations().setPolicy(41, new OrganizationPolicy(true, List.of(), null, 0));
            store.grant(bob, NETWORKS, 15);
            return store.organizations().setRole(bob, 41, Role.MEMBER);
        });

        assertThat(caller(ada, NOW).administers(41)).isFalse();
        assertThat(caller(ada, NOW).may(Permission.UPDATE, NETWORK)).isFalse();
        assertThat(caller(ada, NOW).mayRead(NETWORK + ".poc_set.private")).isTrue();
        assertThat(caller(bob, NOW).may(Permission.UPDATE, NETWORK)).isFalse();

        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("insert into authenticator (user_id, name, secret, confirmed, created) values (" + ada
                    + ", 'telephone', 'x', true, 0)");
        }
        accounts.reload();

        assertThat(caller(ada, NOW).administers(41)).isTrue();
        assertThat(caller(bob, NOW).may(Permission.UPDATE, NETWORK)).isFalse();
    }

    @Test
    void membersOverdueForReauthenticationOnlyRead() {
        long since = NOW.getEpochSecond();
        accounts.change(store -> {
            store.organizations()
                    .setPolicy(41, new OrganizationPolicy(false, List.of(), ReauthenticationPeriod.WEEK, since));
            return store;
        });
        Instant later = NOW.plus(Duration.ofDays(8));

        assertThat(caller(ada, NOW.plus(Duration.ofDays(7))).administers(41)).isTrue();
        assertThat(caller(ada, later).administers(41)).isFalse();

        AccountStore atThatTime =
                new AccountStore(database, new Passwords(() -> 0), Clock.fixed(later, ZoneOffset.UTC));
        atThatTime.organizations().awaitConfirmation(ada, "hash", later.getEpochSecond() + 60);
        assertThat(atThatTime.organizations().confirm(bob, "hash")).isFalse();
        assertThat(atThatTime.organizations().confirm(ada, "hash")).isTrue();
        assertThat(atThatTime.organizations().confirm(ada, "hash")).isFalse();
        accounts.reload();

        assertThat(caller(ada, later).administers(41)).isTrue();
        assertThat(caller(bob, later).may(Permission.ALL, PANEL)).isFalse();
    }

    @Test
    void memberManagementNeedsItsOwnGrant() {
        accounts.change(store -> {
            store.organizations().setRole(bob, 41, Role.MEMBER);
            store.grant(bob, Namespace.organization(41), 15);
            return store;
        });
        assertThat(caller(bob, NOW).mayManageUsers(Permission.READ, 41)).isFalse();
        assertThat(caller(bob, NOW).mayManageUsers(Permission.CREATE, 41)).isFalse();

        accounts.change(store -> {
            store.grant(bob, Namespace.organization(41).child("users"), 5);
            return store;
        });

        assertThat(caller(bob, NOW).mayManageUsers(Permission.CREATE, 41)).isTrue();
        assertThat(caller(bob, NOW).mayManageUsers(Permission.DELETE, 41)).isFalse();
        assertThat(caller(bob, NOW).administers(41)).isFalse();
    }

    @Test
    void keysNeverManageAnOrganization() {
        for (String pattern : List.of("peeringdb.manage_organization.41", "peeringdb.*.41", "peeringdb", "*.*.*")) {
            StoredKey key = new StoredKey(
                    1,
                    new StoredKey.Owner.OrganizationOwner(41),
                    "k",
                    null,
                    "p",
                    "h",
                    false,
                    StoredKey.KeyStatus.ACTIVE,
                    0,
                    null,
                    null,
                    null,
                    List.of(),
                    Map.of(new Namespace(pattern), 15),
                    KeyScope.ALL);

            Caller caller = Caller.organizationKey(41, key, DefaultGrants.user(1));

            assertThat(caller.may(Permission.READ, PANEL)).as(pattern).isFalse();
            assertThat(caller.administers(41)).as(pattern).isFalse();
        }
    }
}
