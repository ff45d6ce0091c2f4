package org.peerage.access;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.peerage.access.rights.Namespace;
import org.peerage.store.Sql;

/**
 * Takes back what a merge did with people, grants, keys and applications: what is still as the merge left it becomes what it was before;
 * what was changed since stays. Keys that the merge revoked stay revoked, for somebody may rely on it.
 */
public final class AccountUndo {
    private AccountUndo() {}

    /**
     * Something that changed.
     *
     * @param what such as {@code membership 5 41}, of a person and an organization
     * @param before the role, the bits, or the owner; empty: there was none
     */
    public record AccountChange(String what, String before, String after) {}

    /** All that a merge may touch, by what it is. */
    static Map<String, String> capture(Sql sql, Collection<Long> organizations) throws SQLException {
        Map<String, String> state = new TreeMap<>();
        for (long organization : organizations) {
            sql.query(
                    "select user_id, role from org_membership where org_id = ?",
                    row -> state.put("membership " + row.getLong(1) + " " + organization, row.getString(2)),
                    organization);
            grants(sql, "user_grant", "user_id", organization, state);
            grants(sql, "api_key_grant", "key_id", organization, state);
            sql.query(
                    "select id from api_key where kind = 'org' and org_id = ?",
                    row -> state.put("key " + row.getLong(1), Long.toString(organization)),
                    organization);
            sql.query(
                    "select id from oauth_application where org_id = ?",
                    row -> state.put("application " + row.getLong(1), Long.toString(organization)),
                    organization);
        }
        return state;
    }

    private static void grants(Sql sql, String table, String holder, long organization, Map<String, String> state)
            throws SQLException {
        String namespace = Namespace.organization(organization).text();
        sql.query(
                "select " + holder + ", namespace, bits from " + table
                        + " where namespace = ? or namespace = ? or namespace like ?",
                row -> state.put(
                        table + " " + row.getLong(1) + " " + row.getString(2), Integer.toString(row.getInt(3))),
                namespace,
                Namespace.manageOrganization(organization).text(),
                namespace + ".%");
    }

    static List<AccountChange> between(Map<String, String> before, Map<String, String> after) {
        List<AccountChange> changes = new ArrayList<>();
        Map<String, String> all = new TreeMap<>(before);
        after.forEach(all::putIfAbsent);
        for (String what : all.keySet()) {
            String was = before.getOrDefault(what, "");
            String is = after.getOrDefault(what, "");
            if (!was.equals(is)) {
                changes.add(new AccountChange(what, was, is));
            }
        }
        return changes;
    }

    /** Takes changes of these organizations back; those that were changed since are returned. */
    public static List<AccountChange> undo(Sql sql, Collection<Long> organizations, List<AccountChange> changes)
            throws SQLException {
        Map<String, String> now = capture(sql, organizations);
        List<AccountChange> left = new ArrayList<>();
        for (AccountChange change : changes) {
            if (!now.getOrDefault(change.what, "").equals(change.after) || !restore(sql, change)) {
                left.add(change);
            }
        }
        return left;
    }

    /** False where the person or key is no longer there. */
    private static boolean restore(Sql sql, AccountChange change) throws SQLException {
        List<String> what = List.of(change.what.split(" ", 3));
        long id = Long.parseLong(what.get(1));
        return switch (what.get(0)) {
            case "membership" -> membership(sql, id, Long.parseLong(what.get(2)), change.before);
            case "user_grant" -> grant(sql, "user_grant", "user_id", "user_account", id, what.get(2), change.before);
            case "api_key_grant" -> grant(sql, "api_key_grant", "key_id", "api_key", id, what.get(2), change.before);
            case "key" ->
                sql.update("update api_key set org_id = ? where id = ?", Long.parseLong(change.before), id) > 0;
            case "application" ->
                sql.update(
                                "update oauth_application set org_id = ?, version = version + 1, skip_consent = ? where id = ?",
                                Long.parseLong(change.before),
                                false,
                                id)
                        > 0;
            default -> false;
        };
    }

    private static boolean membership(Sql sql, long user, long organization, String role) throws SQLException {
        sql.update("delete from org_membership where user_id = ? and org_id = ?", user, organization);
        return role.isEmpty()
                || sql.update(
                                "insert into org_membership (user_id, org_id, role)"
                                        + " select id, cast(? as bigint), cast(? as text) from user_account where id = ?",
                                organization,
                                role,
                                user)
                        > 0;
    }

    private static boolean grant(
            Sql sql, String table, String holder, String holders, long id, String namespace, String bits)
            throws SQLException {
        sql.update("delete from " + table + " where " + holder + " = ? and namespace = ?", id, namespace);
        return bits.isEmpty()
                || sql.update(
                                "insert into " + table + " (" + holder + ", namespace, bits)"
                                        + " select id, cast(? as text), cast(? as integer) from " + holders
                                        + " where id = ?",
                                namespace,
                                Integer.parseInt(bits),
                                id)
                        > 0;
    }
}
