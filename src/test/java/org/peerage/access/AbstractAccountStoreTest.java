package org.peerage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.KeyUse;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Role;
import org.peerage.net.IpPrefix;

/** What a database of accounts does, whichever it is. */
abstract class AbstractAccountStoreTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final String FILE = """
        {"users": [
           {"name": "Ada", "email": "ada@example.net", "password": "ada-Passw0rd!", "verified": true,
            "superuser": false, "staff": true, "orgs": {"41": "admin", "42": "member"},
            "permissions": [["peeringdb.organization.42.network.7", "ru"]],
            "api_keys": [{"name": "rw", "readonly": false}, {"name": "ro", "readonly": true}]}],
         "org_api_keys": [
           {"org_id": 41, "name": "full", "email": "noc@example.net", "status": "active",
            "permissions": [["peeringdb.organization.41", "crud"]]},
           {"org_id": 41, "name": "old", "email": "noc@example.net", "status": "revoked", "permissions": []}]}
        """;

    private final Passwords passwords = new Passwords(() -> 0);
    private AccountStore store;

    /** A new database. */
    abstract DataSource dataSource();

    @BeforeEach
    void open() {
        store = new AccountStore(dataSource(), passwords, CLOCK);
    }

    private static AccountsFile file() {
        return AccountsFile.read(new ByteArrayInputStream(FILE.getBytes(StandardCharsets.UTF_8)));
    }

    private static NewUser ada() {
        return new NewUser("Ada", "ada@example.net", "!", "Ada", "L", true, false, false);
    }

    private long addAda() {
        return ((AccountChangeResult.UserAdded) store.addUser(ada())).id();
    }

    @Test
    void fileIsImported() {
        AccountChangeResult.Imported imported = (AccountChangeResult.Imported) store.importAccounts(file());

        assertThat(imported.secrets()).containsOnlyKeys("user:Ada/rw", "user:Ada/ro", "org:41/full", "org:41/old");
        AccountDirectory directory = store.load();
        UserAccount ada = directory.user("aDA").orElseThrow();
        assertThat(ada.organizations()).isEqualTo(Map.of(41L, Role.ADMIN, 42L, Role.MEMBER));
        assertThat(ada.grants()).isEqualTo(Map.of(new Namespace("peeringdb.organization.42.network.7"), 3));
        assertThat(ada.staff()).isTrue();
        assertThat(ada.created()).isEqualTo(1_700_000_000);
        assertThat(passwords.verify(ada.id(), ada.passwordHash(), "ada-Passw0rd!"))
                .isTrue();
        imported.secrets().forEach((name, secret) -> {
            ApiKey key = ApiKey.parse(secret).orElseThrow();
            StoredKey stored = directory.key(key.prefix()).orElseThrow();
            assertThat(key.matches(stored.hash())).as(name).isTrue();
            assertThat(name).endsWith("/" + stored.name());
            assertThat(stored.readOnly()).isEqualTo(name.endsWith("/ro") || name.endsWith("/old"));
        });
        assertThat(directory.keysOf(new StoredKey.Owner.OrganizationOwner(41)))
                .extracting(StoredKey::status)
                .containsExactly(StoredKey.KeyStatus.ACTIVE, StoredKey.KeyStatus.REVOKED);
    }

    @Test
    void secondImportChangesNothing() {
        store.importAccounts(file());

        assertThat(store.importAccounts(file())).isEqualTo(new AccountChangeResult.NamesTaken(List.of("Ada")));
        assertThat(store.load().users()).hasSize(1);
        assertThat(store.load().keys()).hasSize(4);
    }

    @Test
    void namesAndAddressesAreUniqueInAnyCase() {
        addAda();

        assertThat(store.addUser(new NewUser("ADA", null, "!", "", "", true, false, false)))
                .isInstanceOf(AccountChangeResult.NamesTaken.class);
        assertThat(store.addUser(new NewUser("bob", "ADA@example.net", "!", "", "", true, false, false)))
                .isInstanceOf(AccountChangeResult.NamesTaken.class);
        assertThat(store.addUser(new NewUser("bob", null, "!", "", "", true, false, false)))
                .isInstanceOf(AccountChangeResult.UserAdded.class);
        assertThat(store.addUser(new NewUser("eve", null, "!", "", "", true, false, false)))
                .isInstanceOf(AccountChangeResult.UserAdded.class);
    }

    @Test
    void keysAreStoredWhole() {
        long ada = addAda();
        NewKey wanted = new NewKey(
                new StoredKey.Owner.UserOwner(ada),
                "laptop",
                null,
                true,
                StoredKey.KeyStatus.ACTIVE,
                1_800_000_000L,
                List.of(
                        IpPrefix.parse("192.0.2.0/24").orElseThrow(),
                        IpPrefix.parse("2001:db8::/32").orElseThrow()),
                Map.of());

        ApiKey key = store.addKey(wanted);

        StoredKey stored = store.load().key(key.prefix()).orElseThrow();
        assertThat(stored.owner()).isEqualTo(wanted.owner());
        assertThat(stored.expires()).isEqualTo(1_800_000_000L);
        assertThat(stored.allowedNetworks()).isEqualTo(wanted.allowedNetworks());
        assertThat(stored.lastUsedAt()).isNull();
    }

    @Test
    void revokedKeysStayRevoked() {
        String prefix = store.addKey(NewKey.ofUser(addAda(), "k", false)).prefix();

        assertThat(store.revokeKey(prefix)).isTrue();
        assertThat(store.revokeKey(prefix)).isFalse();
        assertThat(store.setKeyStatus(prefix, StoredKey.KeyStatus.ACTIVE)).isFalse();
        assertThat(store.revokeKey("prgUnknown1")).isFalse();
    }

    @Test
    void grantsOfAnOrganizationsKeyAreReplaced() {
        Namespace networks = Namespace.organization(41).child("network");
        String prefix = store.addKey(NewKey.ofOrganization(41, "k", "a@b.c", Map.of(Namespace.organization(41), 15)))
                .prefix();

        assertThat(store.setKeyGrants(prefix, Map.of(networks, 1), true)).isTrue();

        StoredKey stored = store.load().key(prefix).orElseThrow();
        assertThat(stored.grants()).isEqualTo(Map.of(networks, 1));
        assertThat(stored.readOnly()).isTrue();
    }

    @Test
    void grantsEndWhenAMemberLeaves() {
        long ada = addAda();
        store.join(ada, 41, Role.MEMBER);
        store.join(ada, 41, Role.ADMIN);
        store.grant(ada, Namespace.organization(41).child("network"), 7);
        store.grant(ada, Namespace.organization(410).child("network"), 7);

        store.leave(ada, 41);

        UserAccount left = store.load().user(ada).orElseThrow();
        assertThat(left.organizations()).isEmpty();
        assertThat(left.grants()).containsOnlyKeys(Namespace.organization(410).child("network"));
    }

    @Test
    void keyUsesAreRecordedWithoutANewVersion() {
        String prefix = store.addKey(NewKey.ofUser(addAda(), "k", false)).prefix();
        long version = store.version();

        store.recordUses(Map.of(prefix, new KeyUse(1_700_000_100, "192.0.2.1")));
        store.recordUses(Map.of(prefix, new KeyUse(1_700_000_050, "192.0.2.2")));

        StoredKey stored = store.load().key(prefix).orElseThrow();
        assertThat(stored.lastUsedAt()).isEqualTo(1_700_000_100);
        assertThat(stored.lastUsedIp()).isEqualTo("192.0.2.1");
        assertThat(store.version()).isEqualTo(version);
    }

    @Test
    void changesOfAnotherProcessShowAfterARefresh() {
        Accounts here = new Accounts(store);

        addAda();

        assertThat(here.current().user("ada")).isEmpty();
        here.refreshIfChanged();
        assertThat(here.current().user("ada")).isPresent();
        AccountDirectory same = here.current();
        here.refreshIfChanged();
        assertThat(here.current()).isSameAs(same);
    }

    @Test
    void changesOfThisProcessShowAtOnce() {
        Accounts here = new Accounts(store);

        here.change(accounts -> accounts.addUser(ada()));

        assertThat(here.current().user("ada")).isPresent();
    }
}
