package org.peerage.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Role;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;

/** People, grants and keys of organizations that another one takes in. */
class AccountMergeTest {
    @TempDir
    private Path folder;

    @Test
    void peopleAndKeysMoveOnSqlite() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            peopleAndKeysMove(database);
        }
    }

    @Test
    @Tag("slow")
    void peopleAndKeysMoveOnPostgres() throws Exception {
        try (Database database = Database.openUrl(PostgresServer.newDatabaseUrl())) {
            peopleAndKeysMove(database);
        }
    }

    @Test
    void keysAreRevokedUnlessTheyAreToMove() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            AccountStore store = store(database);
            ApiKey key = key(store);

            store.write(new AccountMerge(Map.of(41L, List.of("network.62")), 42, false, false)::execute);

            StoredKey revoked = store.load().key(key.prefix()).orElseThrow();
            assertThat(revoked.status()).isEqualTo(StoredKey.KeyStatus.REVOKED);
            assertThat(revoked.owner()).isEqualTo(new StoredKey.Owner.OrganizationOwner(41));
        }
    }

    private static AccountStore store(Database database) {
        return new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
    }

    private static ApiKey key(AccountStore store) {
        return store.addKey(new NewKey(
                new StoredKey.Owner.OrganizationOwner(41),
                "all",
                "noc@example.net",
                false,
                StoredKey.KeyStatus.ACTIVE,
                null,
                List.of(),
                Map.of(Namespace.organization(41), 15)));
    }

    private static void peopleAndKeysMove(Database database) {
        AccountStore store = store(database);
        long admin = user(store, "admin");
        long both = user(store, "both");
        store.join(admin, 41, Role.ADMIN);
        store.join(both, 41, Role.MEMBER);
        store.join(both, 42, Role.ADMIN);
        store.grant(both, new Namespace("peeringdb.organization.41.network.62"), 3);
        store.grant(both, new Namespace("peeringdb.organization.42.network.62"), 4);
        ApiKey key = key(store);

        AccountMerge.MovedAccounts moved =
                store.write(new AccountMerge(Map.of(41L, List.of("network.62")), 42, false, true)::execute);

        AccountDirectory now = store.load();
        assertThat(now.user(admin).orElseThrow().organizations()).isEqualTo(Map.of(42L, Role.MEMBER));
        assertThat(now.user(both).orElseThrow().organizations()).isEqualTo(Map.of(42L, Role.ADMIN));
        assertThat(now.user(both).orElseThrow().grants())
                .isEqualTo(Map.of(new Namespace("peeringdb.organization.42.network.62"), 7));
        StoredKey there = now.key(key.prefix()).orElseThrow();
        assertThat(there.owner()).isEqualTo(new StoredKey.Owner.OrganizationOwner(42));
        assertThat(there.grants()).isEqualTo(Map.of(new Namespace("peeringdb.organization.42.network.62"), 15));
        assertThat(moved.members()).contains("user:" + admin + " admin of org:41");
        assertThat(moved.keys()).anyMatch(entry -> entry.contains(key.prefix()));
    }

    private static long user(AccountStore store, String name) {
        return ((AccountChangeResult.UserAdded)
                        store.addUser(new NewUser(name, name + "@example.net", "!", "", "", true, false, false)))
                .id();
    }
}
