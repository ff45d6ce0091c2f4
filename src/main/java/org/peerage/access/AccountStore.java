package org.peerage.access;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.KeyScope;
import org.peerage.access.credentials.KeyUse;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Role;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Org;
import org.peerage.store.Sql;

/**
 * Accounts and keys in the database, SQLite or PostgreSQL (migration V2). Each change is one transaction that also
 * counts {@code account_version} up, by which other processes notice it. A broken database is an
 * {@link AccountStoreException}.
 */
public final class AccountStore {
    private static final long KEPT_VERSIONS = 10_000;

    private final Transactions database;
    private final Passwords passwords;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public AccountStore(DataSource database, Passwords passwords, Clock clock) {
        this.database = new Transactions(database);
        this.passwords = passwords;
        this.clock = clock;
    }

    /** What an organization's admins change. */
    public OrganizationStore organizations() {
        return new OrganizationStore(database, clock);
    }

    /** Something done with rows. */
    public interface AccountWork<T> {
        T run(Sql sql) throws SQLException;
    }

    // Reading

    /** Counts the changes of accounts. */
    public long version() {
        return database.withConnection(AccountReader::version);
    }

    /** Everything. */
    public AccountDirectory load() {
        return database.withConnection(AccountReader::everything);
    }

    /** What there is now: of what was here before only what changed since is read, where the log of changes leads there. */
    AccountDirectory update(AccountDirectory before) {
        return database.withConnection(sql -> AccountReader.update(sql, before));
    }

    /** Takes what long ago changed out of the log of changes; who knows no later state reads everything. */
    public void forgetOldChanges() {
        database.inTransaction(sql -> sql.update(
                "delete from account_change where version < (select version from account_version) - ?", KEPT_VERSIONS));
    }

    // Users

    /** {@link AccountChangeResult.UserAdded}, or {@link AccountChangeResult.NamesTaken} for a name or address in use. */
    public AccountChangeResult addUser(NewUser user) {
        return database.inWriteTransaction(sql -> {
            List<String> taken = taken(sql, user.username(), user.email());
            return taken.isEmpty()
                    ? new AccountChangeResult.UserAdded(insert(sql, user))
                    : new AccountChangeResult.NamesTaken(taken);
        });
    }

    private static List<String> taken(Sql sql, String username, @Nullable String email) throws SQLException {
        String wantedEmail = email == null ? "" : email;
        return sql.query(
                "select username from user_account where username_folded = ? or lower(email) = lower(?)"
                        + " or id in (select user_id from user_email where confirmed and lower(email) = lower(?))",
                row -> row.getString(1),
                AccountDirectory.folded(username),
                wantedEmail,
                wantedEmail);
    }

    private long insert(Sql sql, NewUser user) throws SQLException {
        return sql.insert(
                "insert into user_account (username, username_folded, email, password_hash, first_name, last_name,"
                        + " verified, active, superuser, staff, created)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
                user.username(),
                AccountDirectory.folded(user.username()),
                user.email(),
                user.passwordHash(),
                user.firstName(),
                user.lastName(),
                user.verified(),
                true,
                user.superuser(),
                user.staff(),
                now());
    }

    /**
     * A change of accounts as a part of a transaction of somebody else, who commits it.
     *
     * @param work says whether it changed anything
     */
    public static boolean changeWithin(Connection connection, AccountWork<Boolean> work) throws SQLException {
        Sql sql = new Sql(connection);
        sql.update(Transactions.LOCK);
        boolean changed = work.run(sql);
        if (changed) {
            sql.update(Transactions.COUNT_UP);
        }
        return changed;
    }

    /** A change of what other tables say about people: one transaction, which every process notices. */
    public <T> T write(AccountWork<T> work) {
        return database.inWriteTransaction(work::run);
    }

    /** Whether the name was free, or the user's own in another spelling. */
    public boolean rename(long user, String username) {
        return database.inWriteTransaction(sql -> {
            String folded = AccountDirectory.folded(username);
            boolean free = sql.query(
                            "select id from user_account where username_folded = ? and id <> ?",
                            row -> row.getLong(1),
                            folded,
                            user)
                    .isEmpty();
            if (free) {
                sql.update(
                        "update user_account set username = ?, username_folded = ? where id = ?",
                        username,
                        folded,
                        user);
            }
            return free;
        });
    }

    public void setNames(long user, String firstName, String lastName) {
        database.inWriteTransaction(sql -> sql.update(
                "update user_account set first_name = ?, last_name = ? where id = ?", firstName, lastName, user));
    }

    /** Sets a password, and ends what was asked for, begun or remembered with the old one. */
    public void setPasswordHash(long user, String hash) {
        database.inWriteTransaction(sql -> {
            sql.update("update user_account set password_hash = ? where id = ?", hash, user);
            // A link that would add an address to the account may be of whoever had the password before.
            sql.update("delete from account_link where user_id = ? and kind in ('reset', 'email')", user);
            for (String table : List.of("waiting_sign_in", "oauth_grant", "remembered_device")) {
                sql.update("delete from " + table + " where user_id = ?", user);
            }
            return user;
        });
    }

    /** Remembers which language a person chose; whether there is such a person. */
    public boolean setLanguage(long user, String language) {
        return database.inWriteTransaction(
                sql -> sql.update("update user_account set language = ? where id = ?", language, user) > 0);
    }

    public void setVerified(long user, boolean verified) {
        database.inWriteTransaction(
                sql -> sql.update("update user_account set verified = ? where id = ?", verified, user));
    }

    /** Makes somebody a superuser or staff, or no longer; whether it was done: the last superuser stays one. */
    public boolean setRights(long user, boolean superuser, boolean staff) {
        return database.inWriteTransaction(sql -> {
            if (!superuser && isLastSuperuser(sql, user)) {
                return false;
            }
            return sql.update("update user_account set superuser = ?, staff = ? where id = ?", superuser, staff, user)
                    > 0;
        });
    }

    /** Shuts an account; whether it was done: the last superuser's stays open. */
    public boolean deactivate(long user) {
        return database.inWriteTransaction(sql -> !isLastSuperuser(sql, user)
                && sql.update("update user_account set active = ? where id = ?", false, user) > 0);
    }

    /**
     * Whether nobody else could undo what is done to this superuser. In a transaction that changes accounts the answer
     * holds until its end.
     */
    public static boolean isLastSuperuser(Sql sql, long user) throws SQLException {
        return !sql.query(
                        "select id from user_account where id = ? and superuser = ? and not exists (select 1"
                                + " from user_account other where other.id <> user_account.id and other.superuser = ?"
                                + " and other.active = ? and other.verified = ?)",
                        row -> row.getLong(1),
                        user,
                        true,
                        true,
                        true,
                        true)
                .isEmpty();
    }

    /** Removes an account that was never confirmed, with all that is its own; whether there was one. */
    public boolean removeUnverified(long user) {
        return database.inWriteTransaction(
                sql -> sql.update("delete from user_account where id = ? and verified = ?", user, false) > 0);
    }

    public void setActive(long user, boolean active) {
        database.inWriteTransaction(sql -> sql.update("update user_account set active = ? where id = ?", active, user));
    }

    /** Makes the user a member or an admin, whatever they were before; not of a deleted organization. */
    public boolean join(long user, long organization, Role role) {
        return database.inWriteTransaction(sql -> {
            boolean isThere = !OrganizationStore.isDeleted(sql, organization);
            if (isThere) {
                join(sql, user, organization, role);
            }
            return isThere;
        });
    }

    static void join(Sql sql, long user, long organization, Role role) throws SQLException {
        sql.update(
                "insert into org_membership (user_id, org_id, role) values (?, ?, ?)"
                        + " on conflict (user_id, org_id) do update set role = excluded.role",
                user,
                organization,
                role.text());
    }

    /** Ends the membership, and what the user was granted in person under the organization. */
    public void leave(long user, long organization) {
        String namespace = Namespace.organization(organization).text();
        database.inWriteTransaction(sql -> {
            sql.update("delete from user_grant where user_id = ? and namespace = ?", user, namespace);
            sql.update("delete from user_grant where user_id = ? and namespace like ?", user, namespace + ".%");
            return sql.update("delete from org_membership where user_id = ? and org_id = ?", user, organization);
        });
    }

    /** Sets what the user is granted in person for a namespace; with 0 bits a longer grant takes rights away. */
    public void grant(long user, Namespace namespace, int bits) {
        database.inWriteTransaction(sql -> {
            grant(sql, "user_grant", "user_id", user, namespace, bits);
            return user;
        });
    }

    public void removeGrant(long user, Namespace namespace) {
        database.inWriteTransaction(sql ->
                sql.update("delete from user_grant where user_id = ? and namespace = ?", user, namespace.text()));
    }

    static void grant(Sql sql, String table, String holderColumn, long holder, Namespace namespace, int bits)
            throws SQLException {
        sql.update(
                "insert into " + table + " (" + holderColumn + ", namespace, bits) values (?, ?, ?)" + " on conflict ("
                        + holderColumn + ", namespace) do update set bits = excluded.bits",
                holder,
                namespace.text(),
                bits);
    }

    // Keys

    /** Makes a key; what it returns is the only copy of the secret. */
    public ApiKey addKey(NewKey key) {
        return database.inWriteTransaction(sql -> insert(sql, key));
    }

    /** The same for an organization; empty: it was deleted. */
    public Optional<ApiKey> addKey(NewKey key, StoredKey.Owner.OrganizationOwner owner) {
        return database.inWriteTransaction(
                sql -> OrganizationStore.isDeleted(sql, owner.id()) ? Optional.empty() : Optional.of(insert(sql, key)));
    }

    private ApiKey insert(Sql sql, NewKey key) throws SQLException {
        ApiKey made = ApiKey.generate(random);
        List<String> networks =
                key.allowedNetworks().stream().map(IpPrefix::toString).toList();
        long id = sql.insert(
                "insert into api_key (kind, user_id, org_id, name, email, prefix, hash, readonly, status, created,"
                        + " expires, allowed_networks) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
                key.owner() instanceof StoredKey.Owner.UserOwner ? "user" : "org",
                key.owner() instanceof StoredKey.Owner.UserOwner user ? user.id() : null,
                key.owner() instanceof StoredKey.Owner.OrganizationOwner organization ? organization.id() : null,
                key.name(),
                key.email(),
                made.prefix(),
                made.hash(),
                key.readOnly(),
                key.status().text(),
                now(),
                key.expires(),
                networks.isEmpty() ? null : String.join(" ", networks));
        for (Map.Entry<Namespace, Integer> grant : key.grants().entrySet()) {
            grant(sql, "api_key_grant", "key_id", id, grant.getKey(), grant.getValue());
        }
        return made;
    }

    /** Narrows what a person's key may do, or takes that back; whether there is such a key that isn't revoked. */
    public boolean setKeyScope(String prefix, KeyScope scope) {
        return database.inWriteTransaction(sql -> writeScope(sql, prefix, scope) > 0);
    }

    private static int writeScope(Sql sql, String prefix, KeyScope scope) throws SQLException {
        return sql.update(
                // The name stands here for the trigger that tells others of the change.
                "update api_key set scope_orgs = ?, scope_kinds = ?, name = name"
                        + " where prefix = ? and kind = 'user' and status <> 'revoked'",
                scope.organizationsText(),
                scope.kindsText(),
                prefix);
    }

    /** The key with that hash that is not revoked; empty: none. */
    public Optional<String> prefixOfHash(String hash) {
        return database
                .withConnection(sql -> sql.query(
                        "select prefix from api_key where hash = ? and status <> 'revoked'",
                        row -> row.getString(1),
                        hash))
                .stream()
                .findFirst();
    }

    /** Whether there was such a key that wasn't revoked yet. */
    public boolean revokeKey(String prefix) {
        return setKeyStatus(prefix, StoredKey.KeyStatus.REVOKED);
    }

    /**
     * A new key like an active one, which goes on until a time so that programs can be told of the new one; empty:
     * there is no such active key. Of one that ends, the new one lasts as long from now as the old one did from when it was
     * made: mails tell owners to rotate what ends soon.
     */
    public Optional<ApiKey> rotateKey(String prefix, long oldEndsAt) {
        return database.inWriteTransaction(sql -> {
            Optional<StoredKey> old =
                    AccountReader.key(sql, prefix).filter(key -> key.status() == StoredKey.KeyStatus.ACTIVE);
            if (old.isEmpty()) {
                return Optional.empty();
            }
            StoredKey known = old.get();
            ApiKey made = insert(
                    sql,
                    new NewKey(
                            known.owner(),
                            known.name(),
                            known.email(),
                            known.readOnly(),
                            known.status(),
                            known.expires() == null ? null : now() + known.expires() - known.created(),
                            known.allowedNetworks(),
                            known.grants()));
            writeScope(sql, made.prefix(), known.scope());
            sql.update(
                    "update api_key set expires = ? where id = ? and (expires is null or expires > ?)",
                    oldEndsAt,
                    known.id(),
                    oldEndsAt);
            return Optional.of(made);
        });
    }

    /** Names a key of an organization anew; whether there is such a key that isn't revoked. */
    public boolean renameKey(String prefix, String name, String email) {
        return database.inWriteTransaction(sql -> sql.update(
                        "update api_key set name = ?, email = ? where prefix = ? and kind = 'org' and status <> 'revoked'",
                        name,
                        email,
                        prefix)
                > 0);
    }

    /** Whether there is such a key that isn't revoked: that is for ever. */
    public boolean setKeyStatus(String prefix, StoredKey.KeyStatus status) {
        return database.inWriteTransaction(sql -> sql.update(
                        "update api_key set status = ? where prefix = ? and status <> 'revoked'", status.text(), prefix)
                > 0);
    }

    /** Whether there is such a key of an organization; replaces what it is granted. */
    public boolean setKeyGrants(String prefix, Map<Namespace, Integer> grants, boolean readOnly) {
        return database.inWriteTransaction(sql -> {
            Optional<Long> id = sql
                    .query("select id from api_key where prefix = ? and kind = 'org'", row -> row.getLong(1), prefix)
                    .stream()
                    .findFirst();
            if (id.isEmpty()) {
                return false;
            }
            sql.update("update api_key set readonly = ? where id = ?", readOnly, id.get());
            sql.update("delete from api_key_grant where key_id = ?", id.get());
            for (Map.Entry<Namespace, Integer> grant : grants.entrySet()) {
                grant(sql, "api_key_grant", "key_id", id.get(), grant.getKey(), grant.getValue());
            }
            return true;
        });
    }

    /** Notes when keys were last used, by prefix. No change of accounts: nobody has to load them again for it. */
    void recordUses(Map<String, KeyUse> uses) {
        database.inTransaction(sql -> {
            int changed = 0;
            for (Map.Entry<String, KeyUse> use : uses.entrySet()) {
                changed += sql.update(
                        "update api_key set last_used_at = ?, last_used_ip = ?"
                                + " where prefix = ? and (last_used_at is null or last_used_at <= ?)"
                                // of a closed account nothing is kept
                                + " and (status <> 'revoked' or name <> '')",
                        use.getValue().at(),
                        use.getValue().ipAddress(),
                        use.getKey(),
                        use.getValue().at());
            }
            return changed;
        });
    }

    /** When the keys of an owner were last used, as far as it was noted, by prefix. */
    Map<String, KeyUse> uses(StoredKey.Owner owner) {
        return database.withConnection(sql -> {
            Map<String, KeyUse> uses = new HashMap<>();
            sql.query(
                    "select prefix, last_used_at, last_used_ip from api_key where last_used_at is not null and "
                            + (owner instanceof StoredKey.Owner.UserOwner ? "user_id" : "org_id") + " = ?",
                    row -> uses.put(row.getString(1), new KeyUse(row.getLong(2), row.getString(3))),
                    switch (owner) {
                        case StoredKey.Owner.UserOwner(long id) -> id;
                        case StoredKey.Owner.OrganizationOwner(long id) -> id;
                    });
            return uses;
        });
    }

    // Import

    /** All of the file or nothing: {@link AccountChangeResult.Imported}, or {@link AccountChangeResult.NamesTaken}. */
    public AccountChangeResult importAccounts(AccountsFile file) {
        Map<String, String> hashes = new HashMap<>();
        for (AccountsFile.ImportedUser user : file.users()) { // slow, so before the transaction
            hashes.put(
                    user.name(),
                    switch (user.password()) {
                        case AccountsFile.Password.Clear clear -> passwords.hash(clear.text());
                        case AccountsFile.Password.Hashed hashed -> hashed.hash();
                    });
        }
        return database.inWriteTransaction(sql -> {
            List<String> taken = new ArrayList<>();
            for (AccountsFile.ImportedUser user : file.users()) {
                taken.addAll(taken(sql, user.name(), user.email()));
            }
            if (!taken.isEmpty()) {
                return new AccountChangeResult.NamesTaken(taken);
            }
            Map<String, String> secrets = new LinkedHashMap<>();
            for (AccountsFile.ImportedUser user : file.users()) {
                importUser(sql, user, hashes.getOrDefault(user.name(), ""), secrets);
            }
            for (AccountsFile.ImportedOrganizationKey key : file.organizationKeys()) {
                importKey(sql, key, secrets);
            }
            sql.update("delete from key_notice where kind = 'made'"); // their owners know them already
            return new AccountChangeResult.Imported(secrets);
        });
    }

    private void importUser(Sql sql, AccountsFile.ImportedUser user, String hash, Map<String, String> secrets)
            throws SQLException {
        long id = insert(
                sql,
                new NewUser(user.name(), user.email(), hash, "", "", user.verified(), user.superuser(), user.staff()));
        for (Map.Entry<Long, Role> membership : user.organizations().entrySet()) {
            join(sql, id, membership.getKey(), membership.getValue());
        }
        for (Map.Entry<Namespace, Integer> grant : user.grants().entrySet()) {
            grant(sql, "user_grant", "user_id", id, grant.getKey(), grant.getValue());
        }
        for (AccountsFile.ImportedUserKey key : user.keys()) {
            ApiKey made = insert(sql, NewKey.ofUser(id, key.name(), key.readOnly()));
            secrets.put("user:" + user.name() + "/" + key.name(), made.reveal());
        }
    }

    private void importKey(Sql sql, AccountsFile.ImportedOrganizationKey key, Map<String, String> secrets)
            throws SQLException {
        NewKey made = new NewKey(
                new StoredKey.Owner.OrganizationOwner(key.organization()),
                key.name(),
                key.email(),
                key.isReadOnly(),
                key.status(),
                null,
                List.of(),
                key.grants());
        secrets.put(
                Org.TYPE.reference(key.organization()) + "/" + key.name(),
                insert(sql, made).reveal());
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
