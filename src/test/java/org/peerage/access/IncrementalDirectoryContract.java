package org.peerage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.OrganizationPolicy;
import org.peerage.access.rights.ReauthenticationPeriod;
import org.peerage.access.rights.Role;

/** A directory that is kept up by reading what changed is the one that is read anew, whatever changed, and on every node. */
abstract class IncrementalDirectoryContract {
    private static final int CHANGES = 300;
    private static final int PEOPLE = 12;
    private static final int ORGANIZATIONS = 4;

    private final MovableClock clock = new MovableClock();
    private final Random random = new Random(29);
    private DataSource database;
    private AccountStore store;

    abstract DataSource dataSource();

    @BeforeEach
    void open() {
        database = dataSource();
        store = new AccountStore(database, new Passwords(() -> 0), clock);
    }

    @Test
    void randomChangesLeadToWhatIsReadAnew() {
        Accounts here = new Accounts(store);
        Accounts often = new Accounts(store);
        Accounts seldom = new Accounts(store);
        for (int i = 0; i < CHANGES; i++) {
            here.change(this::changeSomething);
            often.refreshTo(store.version());
            assertThat(told(here.current())).isEqualTo(told(store.load()));
            assertThat(told(often.current())).isEqualTo(told(here.current()));
            if (random.nextInt(20) == 0) {
                seldom.refreshIfChanged();
                assertThat(told(seldom.current())).isEqualTo(told(here.current()));
            }
        }
    }

    @Test
    void changeReadsNothingThatItDidNotChange() {
        store.addUser(new NewUser("ada", null, "!", "", "", true, false, false));
        store.addUser(new NewUser("joe", null, "!", "", "", true, false, false));
        Accounts here = here();
        UserAccount ada = here.current().user("ada").orElseThrow();

        here.change(accounts -> accounts.addUser(new NewUser("bob", null, "!", "", "", true, false, false)));
        here.change(accounts -> accounts.addUser(new NewUser("eve", null, "!", "", "", true, false, false)));

        assertThat(here.current().user("ada").orElseThrow()).isSameAs(ada);
        assertThat(here.current().user("eve")).isPresent();
    }

    @Test
    void changeThatIsCountedAtItsEndShows() throws SQLException {
        long ada = id(store.addUser(new NewUser("ada", null, "!", "", "", true, false, false)));
        Accounts here = here();

        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean _ = AccountStore.changeWithin(connection, sql -> {
                AccountStore.join(sql, ada, 7, Role.ADMIN);
                return true;
            });
            connection.commit();
            connection.setAutoCommit(true);
        }
        here.refreshIfChanged();

        assertThat(here.current().membersOf(7)).extracting(UserAccount::id).containsExactly(ada);
    }

    @Test
    void anotherHistoryIsReadAsAWhole() {
        long ada = id(store.addUser(new NewUser("ada", null, "!", "", "", true, false, false)));
        Accounts here = here();

        store.write(sql -> sql.update("update account_change set subject = subject - 1 where kind = 'version'"));
        sneakIn(ada);
        store.setVerified(ada, false);
        here.refreshIfChanged();

        assertThat(here.current().user(ada).orElseThrow().firstName()).isEqualTo("Sneaked");
        assertThat(told(here.current())).isEqualTo(told(store.load()));
    }

    /** A change that the log does not tell of, as if it had been made in another history. */
    private void sneakIn(long user) {
        store.write(sql -> {
            sql.update("update user_account set first_name = 'Sneaked' where id = ?", user);
            return sql.update("delete from account_change where kind = 'user'");
        });
    }

    @Test
    void manyChangesAtOnceAreReadAsAWhole() {
        Accounts here = here();

        store.write(sql -> {
            for (int i = 0; i < 700; i++) {
                sql.update(
                        "insert into user_account (username, username_folded, password_hash, created) values (?, ?, '!', 0)",
                        "p" + i,
                        "p" + i);
            }
            return 0;
        });
        here.refreshIfChanged();

        assertThat(here.current().users()).hasSize(700);
    }

    @Test
    void forgettingOldChangesLosesNone() {
        long ada = id(store.addUser(new NewUser("ada", null, "!", "", "", true, false, false)));
        Accounts here = here();
        store.write(sql -> sql.update("update account_version set version = version + 20000"));
        store.setNames(ada, "Ada", "Lovelace");

        store.forgetOldChanges();
        here.refreshIfChanged();

        assertThat(here.current().user(ada).orElseThrow().lastName()).isEqualTo("Lovelace");
    }

    private Accounts here() {
        return new Accounts(store);
    }

    private static long id(AccountChangeResult change) {
        return ((AccountChangeResult.UserAdded) change).id();
    }

    /** Everything that a directory says. */
    private static List<String> told(AccountDirectory directory) {
        List<String> told = new ArrayList<>();
        told.add("version " + directory.version() + " " + directory.mark());
        for (UserAccount user : directory.users()) {
            told.add(user.id() + " " + user.username() + " " + user.email() + " " + user.firstName() + " "
                    + user.passwordHash() + " " + user.verified() + user.active() + user.superuser() + user.staff()
                    + " " + sorted(user.organizations()) + " " + sorted(user.grants()) + " " + directory.emails(user)
                    + " " + directory.hasSecondFactor(user.id())
                    + directory.user(user.username()).map(UserAccount::id));
            LongStream.rangeClosed(1, ORGANIZATIONS)
                    .forEach(org -> told.add(org + " of " + user.id() + " "
                            + directory.policies().suspension(user, org, 1_700_000_000 + 30L * 24 * 3600)));
        }
        told.add("superusers " + ids(directory.superusers()));
        directory
                .keys()
                .forEach(key -> told.add(key.id() + " " + key.owner() + " " + key.name() + " " + key.prefix()
                        + " " + key.hash() + key.readOnly() + key.status() + key.expires() + sorted(key.grants())
                        + directory.key(key.prefix()).map(StoredKey::id)));
        LongStream.rangeClosed(1, ORGANIZATIONS)
                .forEach(org -> told.add(org + " " + ids(directory.membersOf(org)) + " "
                        + directory.keysOf(new StoredKey.Owner.OrganizationOwner(org)) + " "
                        + directory.policies().of(org)));
        LongStream.range(0, 60)
                .forEach(user -> told.add(user + " " + directory.keysOf(new StoredKey.Owner.UserOwner(user))));
        IntStream.range(0, PEOPLE).forEach(i -> {
            told.add("name " + i + " " + directory.user("Person" + i).map(UserAccount::id));
            told.add("address " + i + " "
                    + directory.owner("P" + i + "@example.net").map(UserAccount::id));
        });
        return told;
    }

    private static String sorted(Map<?, ?> map) {
        return map.entrySet().stream().map(Object::toString).sorted().toList().toString();
    }

    private static List<Long> ids(List<UserAccount> users) {
        return users.stream().map(UserAccount::id).toList();
    }

    private Object changeSomething(AccountStore accounts) {
        clock.now = clock.now.plusSeconds(random.nextInt(100_000));
        AccountDirectory now = accounts.load();
        List<UserAccount> users = now.users();
        List<StoredKey> keys = now.keys();
        long user =
                users.isEmpty() ? 1 : users.get(random.nextInt(users.size())).id();
        String key =
                keys.isEmpty() ? "none" : keys.get(random.nextInt(keys.size())).prefix();
        long organization = 1L + random.nextInt(ORGANIZATIONS);
        boolean yes = random.nextBoolean();
        String name = (yes ? "Person" : "PERSON") + random.nextInt(PEOPLE);
        String email = "p" + random.nextInt(PEOPLE) + "@Example.net";
        Role role = yes ? Role.ADMIN : Role.MEMBER;
        Namespace namespace = Namespace.organization(organization).child("network");
        OrganizationStore organizations = accounts.organizations();
        return switch (random.nextInt(27)) {
            case 0, 1, 2 -> accounts.addUser(new NewUser(name, yes ? email : null, "!", "", "", yes, !yes, yes));
            case 3 -> accounts.rename(user, name);
            case 4 -> {
                accounts.setNames(user, name, "X");
                yield 0;
            }
            case 5 -> {
                accounts.setPasswordHash(user, name);
                yield 0;
            }
            case 6 -> {
                accounts.setVerified(user, yes);
                yield 0;
            }
            case 7 -> accounts.setRights(user, yes, !yes);
            case 8 -> accounts.deactivate(user);
            case 9 -> accounts.removeUnverified(user);
            case 10 -> accounts.join(user, organization, role);
            case 11 -> organizations.setRole(user, organization, role);
            case 12 -> organizations.remove(user, organization);
            case 13 -> {
                accounts.grant(user, namespace, random.nextInt(16));
                yield 0;
            }
            case 14 -> {
                accounts.removeGrant(user, namespace);
                yield 0;
            }
            case 15, 16 -> users.isEmpty() ? 0 : accounts.addKey(NewKey.ofUser(user, name, yes));
            case 17 ->
                accounts.addKey(
                        NewKey.ofOrganization(organization, name, email, Map.of(namespace, 1 + random.nextInt(15))));
            case 18 -> accounts.setKeyStatus(key, yes ? StoredKey.KeyStatus.ACTIVE : StoredKey.KeyStatus.INACTIVE);
            case 19 -> random.nextInt(4) == 0 ? accounts.revokeKey(key) : accounts.renameKey(key, name, email);
            case 20 -> accounts.setKeyGrants(key, Map.of(namespace, random.nextInt(16)), yes);
            case 21 -> accounts.rotateKey(key, random.nextInt(1_000_000));
            case 22 -> {
                organizations.setPolicy(
                        organization,
                        new OrganizationPolicy(
                                yes,
                                List.of("example.net"),
                                ReauthenticationPeriod.of("1w").orElseThrow(),
                                5));
                yield 0;
            }
            case 23 -> users.isEmpty() ? 0 : confirm(organizations, user);
            case 24 ->
                users.isEmpty()
                        ? 0
                        : accounts.write(sql -> sql.update(
                                "insert into user_email (user_id, email, confirmed, created) select ?, ?, ?, 0"
                                        + " where not exists (select 1 from user_email where lower(email) = lower(?))",
                                user,
                                email,
                                yes,
                                email));
            case 25 ->
                accounts.write(sql -> random.nextBoolean()
                        ? sql.update("delete from user_email where user_id = ?", user)
                        : sql.update("update user_email set confirmed = ? where user_id = ?", yes, user));
            default ->
                users.isEmpty()
                        ? 0
                        : accounts.write(sql -> yes
                                ? sql.update(
                                        "insert into authenticator (user_id, name, secret, confirmed, created) values (?, 'a', 'b', ?, 0)",
                                        user,
                                        random.nextBoolean())
                                : sql.update("delete from authenticator where user_id = ?", user));
        };
    }

    private static boolean confirm(OrganizationStore organizations, long user) {
        organizations.awaitConfirmation(user, "hash", Long.MAX_VALUE);
        return organizations.confirm(user, "hash");
    }

    private static final class MovableClock extends Clock {
        private Instant now = Instant.ofEpochSecond(1_700_000_000);

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
