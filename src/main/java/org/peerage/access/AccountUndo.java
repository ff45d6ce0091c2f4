package org.peerage.access;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Role;
import org.peerage.store.Sql;

/**
 * Takes back what a merge did with people, grants, keys and applications: what is still as the merge left it becomes what it was before;
 * what was changed since stays. Who lost rights since gets none back, and keys that the merge revoked stay revoked: somebody may rely on
 * it.
 */
public final class AccountUndo {
    private static final String MEMBERSHIP = "membership";
    private static final String USER_GRANT = "user_grant";
    private static final String KEY_GRANT = "api_key_grant";

    private AccountUndo() {}

    /**
     * Something that changed.
     *
     * @param what such as {@code membership 5 41}, of a person and an organization
     * @param before the role, the bits, or the owner; empty: there was none
     */
    public record AccountChange(String what, String before, String after) {
        private String kind() {
            return what.substring(0, what.indexOf(' '));
        }

        private String holder() {
            return AccountUndo.holder(what);
        }

        /** Whether to take it back gives somebody more than they have after it. */
        private boolean givesBack() {
            return exceeds(kind(), before, after);
        }
    }

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
        Set<String> reduced = reduced(changes, now);
        List<AccountChange> left = new ArrayList<>();
        for (AccountChange change : changes) {
            boolean same = now.getOrDefault(change.what, "").equals(change.after);
            boolean denied = reduced.contains(change.holder()) && change.givesBack();
            if (!same || denied || !restore(sql, change)) {
                left.add(change);
            }
        }
        return left;
    }

    /** Who has less than the merge left them: what they had before is not theirs to come back. */
    private static Set<String> reduced(List<AccountChange> changes, Map<String, String> now) {
        Set<String> members = now.keySet().stream()
                .filter(what -> what.startsWith(MEMBERSHIP + " "))
                .map(AccountUndo::holder)
                .collect(Collectors.toSet());
        Set<String> reduced = new HashSet<>();
        for (AccountChange change : changes) {
            boolean less = exceeds(change.kind(), change.after, now.getOrDefault(change.what, ""));
            // All who belonged to an organization that went belonged to the other one then.
            boolean out =
                    change.kind().equals(MEMBERSHIP) && change.after.isEmpty() && !members.contains(change.holder());
            if (less || out) {
                reduced.add(change.holder());
            }
        }
        return reduced;
    }

    /** Whether a role or bits allow something that others do not. */
    private static boolean exceeds(String kind, String one, String other) {
        return switch (kind) {
            case MEMBERSHIP -> !one.isEmpty() && !one.equals(other) && (other.isEmpty() || Role.of(one) == Role.ADMIN);
            case USER_GRANT, KEY_GRANT -> (bits(one) & ~bits(other)) != 0;
            default -> false;
        };
    }

    private static int bits(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static String holder(String what) {
        List<String> parts = List.of(what.split(" ", 3));
        String kind = parts.getFirst();
        return (kind.equals(MEMBERSHIP) || kind.equals(USER_GRANT) ? "user " : kind + " ") + parts.get(1);
    }

    /** False where the person or key is no longer there. */
    private static boolean restore(Sql sql, AccountChange change) throws SQLException {
        List<String> what = List.of(change.what.split(" ", 3));
        long id = Long.parseLong(what.get(1));
        return switch (what.get(0)) {
            case MEMBERSHIP -> membership(sql, id, Long.parseLong(what.get(2)), change.before);
            case USER_GRANT ->
                grant(sql, USER_GRANT, "user_id", "user_account where active and", id, what.get(2), change.before);
            case KEY_GRANT -> grant(sql, KEY_GRANT, "key_id", "api_key where", id, what.get(2), change.before);
            case "key" -> key(sql, id, Long.parseLong(change.before));
            case "application" -> application(sql, id, Long.parseLong(change.before));
            default -> false;
        };
    }

    /** What it was let do since with objects of others is not the organization's. */
    private static boolean key(Sql sql, long key, long organization) throws SQLException {
        List<Namespace> granted = sql.query(
                "select namespace from api_key_grant where key_id = ?", row -> new Namespace(row.getString(1)), key);
        for (Namespace namespace : granted) {
            OptionalLong of = namespace.organization();
            if (of.isPresent() && of.getAsLong() != organization) {
                sql.update("delete from api_key_grant where key_id = ? and namespace = ?", key, namespace.text());
            }
        }
        return sql.update("update api_key set org_id = ? where id = ?", organization, key) > 0;
    }

    /** What people let it do ends, for its owner is another, as at the merge. */
    private static boolean application(Sql sql, long application, long organization) throws SQLException {
        sql.update("delete from oauth_grant where application_id = ?", application);
        sql.update("delete from oauth_consent where application_id = ?", application);
        return sql.update(
                        "update oauth_application set org_id = ?, version = version + 1, skip_consent = ? where id = ?",
                        organization,
                        false,
                        application)
                > 0;
    }

    private static boolean membership(Sql sql, long user, long organization, String role) throws SQLException {
        sql.update("delete from org_membership where user_id = ? and org_id = ?", user, organization);
        return role.isEmpty()
                || sql.update(
                                "insert into org_membership (user_id, org_id, role)"
                                        + " select id, cast(? as bigint), cast(? as text) from user_account where active and id = ?",
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
                                        + " id = ?",
                                namespace,
                                Integer.parseInt(bits),
                                id)
                        > 0;
    }
}
