package org.peerage.accounts.organizations;

import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.peerage.access.AccountStore;
import org.peerage.access.Transactions;
import org.peerage.access.rights.Namespace;
import org.peerage.accounts.AuditLog;
import org.peerage.registry.DependentData;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Sql;
import tools.jackson.databind.json.JsonMapper;

/**
 * What becomes of an organization's people and keys when it is deleted (docs/spec/objects.md §1.8): memberships and what was
 * granted below it end, keys are revoked, open requests are canceled and invitations withdrawn, in the transaction that
 * deletes it. Nothing of that returns with the organization, for its name and id may return as somebody else's.
 */
public final class OrganizationCleanup implements DependentData {
    private final Runnable changed;

    /**
     * Ends what belonged to organizations.
     *
     * @param changed called when accounts have changed, and are durable
     */
    public OrganizationCleanup(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public boolean follow(DependentWrite write) throws SQLException {
        List<Long> organizations = write.touches().stream()
                .filter(touch -> endsOrBeginsAnew(touch) && !isBroughtBack(touch, write.cause()))
                .map(touch -> touch.after().id())
                .toList();
        return !organizations.isEmpty()
                && AccountStore.changeWithin(write.connection(), sql -> {
                    boolean ended = false;
                    for (long organization : organizations) {
                        ended |=
                                end(sql, organization, write.actor(), write.at().getEpochSecond());
                    }
                    return ended;
                });
    }

    @Override
    public void committed() {
        changed.run();
    }

    /** One that begins anew has nothing of its life before, should anything be left of that. */
    private static boolean endsOrBeginsAnew(WorkingCopy.RowChange touch) {
        Row before = touch.before();
        return touch.after().type() == Org.TYPE
                && before != null
                && (touch.isErasure()
                        || (before.status() == Status.DELETED) != (touch.after().status() == Status.DELETED));
    }

    /** What a merge took away and its undo gave back is no life before. */
    private static boolean isBroughtBack(WorkingCopy.RowChange touch, String cause) {
        return touch.after().status() != Status.DELETED && cause.startsWith(OrganizationMergeUndo.CAUSE);
    }

    /** Ends what is left of organizations that were deleted by other ways, such as by a dump; how many there were. */
    public static int cleanUp(Transactions database, Clock clock) {
        List<Long> left = database.withConnection(OrganizationCleanup::remaining);
        if (left.isEmpty()) {
            return 0;
        }
        return database.inWriteTransaction(sql -> {
            List<Long> still = remaining(sql);
            for (long organization : still) {
                boolean _ = end(sql, organization, "system", clock.instant().getEpochSecond());
            }
            return still.size();
        });
    }

    /** The organizations that {@link #cleanUp} is about now. */
    public static List<Long> remaining(Transactions database) {
        return database.withConnection(OrganizationCleanup::remaining);
    }

    private static List<Long> remaining(Sql sql) throws SQLException {
        return sql.query(
                "select id from org where status = 'deleted' and (id in (select org_id from org_membership)"
                        + " or id in (select org_id from api_key where kind = 'org' and status <> 'revoked')"
                        + " or id in (select org_id from affiliation where status = 'pending' and org_id is not null)"
                        + " or id in (select org_id from oauth_application where org_id is not null)"
                        + " or id in (select org_id from org_invitation)) order by id",
                row -> row.getLong(1));
    }

    private static boolean end(Sql sql, long organization, String actor, long now) throws SQLException {
        Map<String, Object> ended = new LinkedHashMap<>();
        put(ended, "members", members(sql, organization));
        put(ended, "grants", grants(sql, organization));
        put(ended, "keys", keys(sql, organization));
        put(ended, "applications", applications(sql, organization));
        put(ended, "requests", requests(sql, organization, actor, now));
        put(ended, "invitations", invitations(sql, organization));
        if (ended.isEmpty()) {
            return false;
        }
        AuditLog.record(
                sql,
                now,
                new AuditLog.AuditEvent(
                        actor,
                        "end organization",
                        Org.TYPE.reference(organization),
                        JsonMapper.shared().writeValueAsString(ended),
                        ""));
        return true;
    }

    private static void put(Map<String, Object> ended, String name, List<String> those) {
        if (!those.isEmpty()) {
            ended.put(name, those);
        }
    }

    private static List<String> members(Sql sql, long organization) throws SQLException {
        List<String> members = sql.query(
                "select user_id, role from org_membership where org_id = ? order by user_id",
                row -> "user:" + row.getLong(1) + " " + row.getString(2),
                organization);
        sql.update("delete from org_membership where org_id = ?", organization);
        return members;
    }

    private static List<String> grants(Sql sql, long organization) throws SQLException {
        String root = Namespace.organization(organization).text();
        String panel = Namespace.manageOrganization(organization).text();
        String below = " where namespace = ? or namespace like ? or namespace = ?";
        List<String> grants = sql.query(
                "select 'user:', user_id, namespace, bits from user_grant" + below
                        + " union all select 'key ', key_id, namespace, bits from api_key_grant" + below
                        + " order by 1, 2, 3",
                row -> row.getString(1) + row.getLong(2) + " " + row.getString(3) + " " + row.getInt(4),
                root,
                root + ".%",
                panel,
                root,
                root + ".%",
                panel);
        sql.update("delete from user_grant" + below, root, root + ".%", panel);
        sql.update("delete from api_key_grant" + below, root, root + ".%", panel);
        return grants;
    }

    private static List<String> keys(Sql sql, long organization) throws SQLException {
        String known = " where kind = 'org' and org_id = ? and status <> 'revoked'";
        List<String> keys = sql.query(
                "select prefix, status from api_key" + known + " order by id",
                row -> row.getString(1) + " " + row.getString(2),
                organization);
        sql.update("update api_key set status = 'revoked'" + known, organization);
        return keys;
    }

    private static List<String> applications(Sql sql, long organization) throws SQLException {
        List<String> applications = sql.query(
                "select client_id, name from oauth_application where org_id = ? order by id",
                row -> row.getString(1) + " " + row.getString(2),
                organization);
        sql.update("delete from oauth_application where org_id = ?", organization);
        return applications;
    }

    private static List<String> requests(Sql sql, long organization, String actor, long now) throws SQLException {
        String open = " where org_id = ? and status = 'pending'";
        List<String> requests = sql.query(
                "select user_id from affiliation" + open + " order by id",
                row -> "user:" + row.getLong(1),
                organization);
        sql.update(
                "update affiliation set status = 'canceled', decided = ?, decided_by = ?" + open,
                now,
                actor,
                organization);
        return requests;
    }

    private static List<String> invitations(Sql sql, long organization) throws SQLException {
        List<String> invitations = sql.query(
                "select email from org_invitation where org_id = ? order by id",
                row -> Objects.requireNonNull(row.getString(1)),
                organization);
        sql.update("delete from org_invitation where org_id = ?", organization);
        return invitations;
    }
}
