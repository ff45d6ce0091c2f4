package org.peerage.access;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.peerage.access.rights.MergedGrants;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Role;
import org.peerage.store.Sql;

/**
 * What becomes of the people and keys of organizations that another one takes in.
 *
 * @param namespaces of the objects that move, by the organization they come from: {@code network.62}
 * @param keepsAdmins whether admins stay admins; else they become members
 * @param movesKeys whether keys go along, for the objects that moved; else they are revoked
 */
public record AccountMerge(Map<Long, List<String>> namespaces, long target, boolean keepsAdmins, boolean movesKeys) {
    public AccountMerge {
        namespaces = Map.copyOf(namespaces);
    }

    /**
     * How things were, for those who read of it.
     *
     * @param changes all that changed, for whoever has to undo it
     */
    public record MovedAccounts(
            List<String> members, List<String> grants, List<String> keys, List<AccountUndo.AccountChange> changes) {
        public MovedAccounts {
            members = List.copyOf(members);
            grants = List.copyOf(grants);
            keys = List.copyOf(keys);
            changes = List.copyOf(changes);
        }
    }

    /** A grant of somebody, as it was. */
    private record GivenGrant(long holder, Namespace namespace, int bits) {
        private static GivenGrant read(java.sql.ResultSet row) throws SQLException {
            return new GivenGrant(row.getLong(1), new Namespace(row.getString(2)), row.getInt(3));
        }
    }

    /** Moves people, grants and keys in a transaction. */
    public MovedAccounts execute(Sql sql) throws SQLException {
        List<String> members = new ArrayList<>();
        List<String> grants = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        Set<Long> concerned = new TreeSet<>(namespaces.keySet());
        concerned.add(target);
        Map<String, String> before = AccountUndo.capture(sql, concerned);
        for (long source : namespaces.keySet().stream().sorted().toList()) {
            MergedGrants moved = new MergedGrants(source, target, namespaces.getOrDefault(source, List.of()));
            members(sql, source, members);
            grants(sql, source, moved, grants);
            keys(sql, source, moved, keys);
            applications(sql, source);
        }
        return new MovedAccounts(
                members, grants, keys, AccountUndo.between(before, AccountUndo.capture(sql, concerned)));
    }

    private void members(Sql sql, long source, List<String> before) throws SQLException {
        Map<Long, Role> roles = new java.util.TreeMap<>();
        sql.query(
                "select user_id, role from org_membership where org_id = ?",
                row -> roles.put(row.getLong(1), Role.of(row.getString(2))),
                source);
        for (Map.Entry<Long, Role> member : roles.entrySet()) {
            before.add("user:" + member.getKey() + " " + member.getValue().text() + " of org:" + source);
            sql.update(
                    "insert into org_membership (user_id, org_id, role) values (?, ?, ?) on conflict (user_id, org_id)"
                            + " do update set role = case when org_membership.role = 'admin' then 'admin'"
                            + " else excluded.role end",
                    member.getKey(),
                    target,
                    (keepsAdmins ? member.getValue() : Role.MEMBER).text());
        }
        sql.update("delete from org_membership where org_id = ?", source);
    }

    private static void grants(Sql sql, long source, MergedGrants moved, List<String> before) throws SQLException {
        for (GivenGrant given : grantsOf(sql, "user_grant", "user_id", source)) {
            before.add("user:" + given.holder + " " + given.namespace + " " + given.bits);
            move(sql, "user_grant", "user_id", given, moved);
        }
        sql.update(
                "delete from user_grant where namespace = ?",
                Namespace.manageOrganization(source).text());
    }

    private void keys(Sql sql, long source, MergedGrants moved, List<String> before) throws SQLException {
        List<Long> ids = new ArrayList<>();
        sql.query(
                "select id, prefix, status from api_key where kind = 'org' and org_id = ? and status <> 'revoked'",
                row -> {
                    before.add(row.getString(2) + " " + row.getString(3) + " of org:" + source);
                    return ids.add(row.getLong(1));
                },
                source);
        if (!movesKeys) {
            sql.update("update api_key set status = 'revoked' where kind = 'org' and org_id = ?", source);
            return;
        }
        for (GivenGrant given : grantsOf(sql, "api_key_grant", "key_id", source)) {
            if (ids.contains(given.holder)) {
                before.add("key " + given.holder + " " + given.namespace + " " + given.bits);
                move(sql, "api_key_grant", "key_id", given, moved);
            }
        }
        for (long id : ids) {
            sql.update("update api_key set org_id = ? where id = ?", target, id);
        }
    }

    /** They go where the organization's people go; what they were let do ends, for their owner is another. */
    private void applications(Sql sql, long source) throws SQLException {
        for (String table : List.of("oauth_grant", "oauth_consent")) {
            sql.update(
                    "delete from " + table
                            + " where application_id in (select id from oauth_application where org_id = ?)",
                    source);
        }
        sql.update(
                "update oauth_application set org_id = ?, version = version + 1, skip_consent = ? where org_id = ?",
                target,
                false,
                source);
    }

    private static List<GivenGrant> grantsOf(Sql sql, String table, String holder, long source) throws SQLException {
        String namespace = Namespace.organization(source).text();
        return sql.query(
                "select " + holder + ", namespace, bits from " + table + " where namespace = ? or namespace like ?",
                GivenGrant::read,
                namespace,
                namespace + ".%");
    }

    private static void move(Sql sql, String table, String holder, GivenGrant given, MergedGrants moved)
            throws SQLException {
        sql.update(
                "delete from " + table + " where " + holder + " = ? and namespace = ?",
                given.holder,
                given.namespace.text());
        for (Map.Entry<Namespace, Integer> grant :
                moved.of(given.namespace, given.bits).entrySet()) {
            sql.update(
                    "insert into " + table + " (" + holder + ", namespace, bits) values (?, ?, ?) on conflict ("
                            + holder + ", namespace) do update set bits = " + table + ".bits | excluded.bits",
                    given.holder,
                    grant.getKey().text(),
                    grant.getValue());
        }
    }
}
