package org.peerage.access;

import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.OrganizationPolicy;
import org.peerage.access.rights.Permission;
import org.peerage.access.rights.ReauthenticationPeriod;
import org.peerage.access.rights.Role;
import org.peerage.store.Sql;

/**
 * What an organization's admins change: roles, grants and settings. What a change depends on is looked at in its own
 * transaction, so that two admins at once can neither remove each other as the last ones nor lose each other's grants.
 */
public final class OrganizationStore {
    private final Transactions database;
    private final Clock clock;

    OrganizationStore(Transactions database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Changes a member's role. */
    public MembershipChangeResult setRole(long user, long organization, Role role) {
        return database.inWriteTransaction(sql -> {
            MembershipChangeResult possible = role == Role.ADMIN
                    ? isMember(sql, user, organization) ? MembershipChangeResult.DONE : MembershipChangeResult.NO_MEMBER
                    : mayLose(sql, user, organization);
            if (possible == MembershipChangeResult.DONE) {
                AccountStore.join(sql, user, organization, role);
            }
            return possible;
        });
    }

    /** Makes somebody a member or an admin who was neither. */
    public MembershipAddResult add(long user, long organization, Role role) {
        return database.inWriteTransaction(sql -> {
            if (isDeleted(sql, organization)) {
                return MembershipAddResult.NO_ORGANIZATION;
            }
            if (isMember(sql, user, organization)) {
                return MembershipAddResult.ALREADY;
            }
            AccountStore.join(sql, user, organization, role);
            return MembershipAddResult.DONE;
        });
    }

    /** Takes somebody in: the first one becomes the admin. Empty: the organization was deleted. */
    public Optional<Role> admit(long user, long organization) {
        return database.inWriteTransaction(sql -> {
            if (isDeleted(sql, organization)) {
                return Optional.empty();
            }
            Role role = admins(sql, organization).isEmpty() ? Role.ADMIN : Role.MEMBER;
            if (role == Role.ADMIN || !isMember(sql, user, organization)) {
                AccountStore.join(sql, user, organization, role);
            }
            return Optional.of(role);
        });
    }

    /**
     * Whether the registry's organization was deleted; one that it does not know, or not yet, was not. In a transaction
     * that changes accounts the answer holds until its end: who deletes an organization waits for that.
     */
    public static boolean isDeleted(Sql sql, long organization) throws SQLException {
        return !sql.query("select 1 from org where id = ? and status = 'deleted'", row -> row.getLong(1), organization)
                .isEmpty();
    }

    /**
     * The organizations that nobody else administers. In a transaction that changes accounts the answer holds until its
     * end.
     */
    public static List<Long> whereLastAdmin(Sql sql, long user) throws SQLException {
        return sql.query(
                "select m.org_id from org_membership m where m.user_id = ? and m.role = 'admin' and not exists"
                        + " (select 1 from org_membership o join user_account u on u.id = o.user_id"
                        + " where o.org_id = m.org_id and o.user_id <> m.user_id and o.role = 'admin'"
                        + " and u.active = ? and u.verified = ?) order by m.org_id",
                row -> row.getLong(1),
                user,
                true,
                true);
    }

    /** Ends a membership, and what the user was granted in person under the organization. */
    public MembershipChangeResult remove(long user, long organization) {
        return database.inWriteTransaction(sql -> {
            MembershipChangeResult possible = mayLose(sql, user, organization);
            if (possible == MembershipChangeResult.DONE) {
                deleteGrants(sql, user, organization);
                sql.update("delete from org_membership where user_id = ? and org_id = ?", user, organization);
            }
            return possible;
        });
    }

    private static MembershipChangeResult mayLose(Sql sql, long user, long organization) throws SQLException {
        if (!isMember(sql, user, organization)) {
            return MembershipChangeResult.NO_MEMBER;
        }
        return admins(sql, organization).equals(List.of(user))
                ? MembershipChangeResult.LAST_ADMIN
                : MembershipChangeResult.DONE;
    }

    private static boolean isMember(Sql sql, long user, long organization) throws SQLException {
        return !sql.query(
                        "select 1 from org_membership where user_id = ? and org_id = ?",
                        row -> row.getLong(1),
                        user,
                        organization)
                .isEmpty();
    }

    private static List<Long> admins(Sql sql, long organization) throws SQLException {
        return sql.query(
                "select m.user_id from org_membership m join user_account u on u.id = m.user_id"
                        + " where m.org_id = ? and m.role = 'admin' and u.active = ? and u.verified = ?",
                row -> row.getLong(1),
                organization,
                true,
                true);
    }

    /**
     * Changes what a member is granted in person under the organization.
     *
     * @param change the grants that there shall be, of those that there are; empty: they are not what was expected
     */
    public GrantChangeResult changeMemberGrants(
            long user, long organization, Function<Map<Namespace, Integer>, Optional<Map<Namespace, Integer>>> change) {
        return database.inWriteTransaction(sql -> {
            if (!isMember(sql, user, organization)) {
                return new GrantChangeResult.HolderGone();
            }
            Map<Namespace, Integer> all = grants(sql, "select namespace, bits from user_grant where user_id = ?", user);
            all.keySet().removeIf(namespace -> !isUnder(namespace, organization));
            Optional<Map<Namespace, Integer>> wanted = change.apply(Map.copyOf(all));
            if (wanted.isEmpty()) {
                return new GrantChangeResult.GrantsOutdated(all);
            }
            deleteGrants(sql, user, organization);
            for (Map.Entry<Namespace, Integer> grant : wanted.get().entrySet()) {
                AccountStore.grant(sql, "user_grant", "user_id", user, grant.getKey(), grant.getValue());
            }
            return new GrantChangeResult.GrantsSaved(wanted.get());
        });
    }

    /** Whether a grant is one of those that people edit: about the organization, not about managing it. */
    public static boolean isUnder(Namespace namespace, long organization) {
        String root = Namespace.organization(organization).text();
        return namespace.text().equals(root) || namespace.text().startsWith(root + ".");
    }

    /** The management of the organization is no grant of a member: it goes with the role. */
    private static void deleteGrants(Sql sql, long user, long organization) throws SQLException {
        String root = Namespace.organization(organization).text();
        sql.update("delete from user_grant where user_id = ? and namespace = ?", user, root);
        sql.update("delete from user_grant where user_id = ? and namespace like ?", user, root + ".%");
    }

    /**
     * Changes what a key of the organization is granted; it is read-only when no grant writes.
     *
     * @param change the grants that there shall be, of those that there are; empty: they are not what was expected
     */
    public GrantChangeResult changeKeyGrants(
            String prefix,
            long organization,
            Function<Map<Namespace, Integer>, Optional<Map<Namespace, Integer>>> change) {
        return database.inWriteTransaction(sql -> {
            Optional<Long> key = sql
                    .query(
                            "select id from api_key where prefix = ? and org_id = ? and kind = 'org'"
                                    + " and status <> 'revoked'",
                            row -> row.getLong(1),
                            prefix,
                            organization)
                    .stream()
                    .findFirst();
            if (key.isEmpty()) {
                return new GrantChangeResult.HolderGone();
            }
            Map<Namespace, Integer> current =
                    grants(sql, "select namespace, bits from api_key_grant where key_id = ?", key.get());
            Optional<Map<Namespace, Integer>> wanted = change.apply(Map.copyOf(current));
            if (wanted.isEmpty()) {
                return new GrantChangeResult.GrantsOutdated(current);
            }
            boolean readOnly = wanted.get().values().stream().allMatch(bits -> (bits & ~Permission.READ.bit()) == 0);
            sql.update("update api_key set readonly = ? where id = ?", readOnly, key.get());
            sql.update("delete from api_key_grant where key_id = ?", key.get());
            for (Map.Entry<Namespace, Integer> grant : wanted.get().entrySet()) {
                AccountStore.grant(sql, "api_key_grant", "key_id", key.get(), grant.getKey(), grant.getValue());
            }
            return new GrantChangeResult.GrantsSaved(wanted.get());
        });
    }

    private static Map<Namespace, Integer> grants(Sql rows, String sql, long holder) throws SQLException {
        Map<Namespace, Integer> grants = new HashMap<>();
        rows.query(sql, row -> grants.put(new Namespace(row.getString(1)), row.getInt(2)), holder);
        return grants;
    }

    /** Sets what an organization asks of its members. */
    public void setPolicy(long organization, OrganizationPolicy policy) {
        database.inWriteTransaction(sql -> sql.update(
                "insert into org_policy (org_id, second_factor, email_domains, reauth, reauth_since, no_passwords,"
                        + " no_totp, passkey_and_more) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (org_id) do update set"
                        + " second_factor = excluded.second_factor, email_domains = excluded.email_domains,"
                        + " reauth = excluded.reauth, reauth_since = excluded.reauth_since,"
                        + " no_passwords = excluded.no_passwords, no_totp = excluded.no_totp,"
                        + " passkey_and_more = excluded.passkey_and_more",
                organization,
                policy.secondFactor(),
                String.join(" ", policy.emailDomains()),
                policy.reauthentication().map(ReauthenticationPeriod::text).orElse(""),
                policy.since(),
                policy.signIn().noPasswords(),
                policy.signIn().noTotp(),
                policy.signIn().passkeyAndMore()));
    }

    /** Keeps the hash of a link by which a user shows that their address is still theirs. */
    public void awaitConfirmation(long user, String hash, long expires) {
        database.inTransaction(sql -> sql.update(
                "insert into identity_check (user_id, confirmed, token_hash, token_expires)"
                        + " select id, created, ?, ? from user_account where id = ?"
                        + " on conflict (user_id) do update set"
                        + " token_hash = excluded.token_hash, token_expires = excluded.token_expires",
                hash,
                expires,
                user));
    }

    /** Uses the link up; whether it was the user's, and in time. */
    public boolean confirm(long user, String hash) {
        long now = clock.millis() / 1000;
        return database.inWriteTransaction(sql -> sql.update(
                        "update identity_check set confirmed = ?, token_hash = null, token_expires = null"
                                + " where user_id = ? and token_hash = ? and token_expires > ?",
                        now,
                        user,
                        hash,
                        now)
                > 0);
    }
}
