package org.peerage.accounts;

import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.peerage.access.AccountStore;
import org.peerage.access.Namespace;
import org.peerage.access.Rows;
import org.peerage.access.Transactions;
import org.peerage.registry.Dependents;
import org.peerage.registry.rules.Work;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import tools.jackson.databind.json.JsonMapper;

/**
 * What becomes of an organization's people and keys when it is deleted (docs/spec/objects.md §1.8): memberships and what was
 * granted below it end, keys are revoked, open requests are canceled and invitations withdrawn, in the transaction that
 * deletes it. Nothing of that returns with the organization, for its name and id may return as somebody else's.
 */
public final class FormerOrganizations implements Dependents {
    private final Runnable changed;

    /**
     * Ends what belonged to organizations.
     *
     * @param changed called when accounts have changed, and are durable
     */
    public FormerOrganizations(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public boolean follow(Write write) throws SQLException {
        List<Long> organizations = write.touches().stream()
                .filter(FormerOrganizations::endsOrBeginsAnew)
                .map(touch -> touch.after().id())
                .toList();
        return !organizations.isEmpty()
                && AccountStore.changeWithin(write.connection(), rows -> {
                    boolean ended = false;
                    for (long organization : organizations) {
                        ended |= end(
                                rows, organization, write.actor(), write.at().getEpochSecond());
                    }
                    return ended;
                });
    }

    @Override
    public void committed() {
        changed.run();
    }

    /** One that begins anew has nothing of its life before, should anything be left of that. */
    private static boolean endsOrBeginsAnew(Work.Touch touch) {
        Row before = touch.before();
        return touch.after().type() == Org.TYPE
                && before != null
                && (touch.isErasure()
                        || (before.status() == Status.DELETED) != (touch.after().status() == Status.DELETED));
    }

    /** Ends what is left of organizations that were deleted by other ways, such as by a dump; how many there were. */
    public static int sweep(Transactions database, Clock clock) {
        List<Long> left = database.reading(FormerOrganizations::left);
        if (left.isEmpty()) {
            return 0;
        }
        return database.changing(rows -> {
            List<Long> still = left(rows);
            for (long organization : still) {
                boolean _ = end(rows, organization, "system", clock.instant().getEpochSecond());
            }
            return still.size();
        });
    }

    private static List<Long> left(Rows rows) throws SQLException {
        return rows.query(
                "select id from org where status = 'deleted' and (id in (select org_id from org_membership)"
                        + " or id in (select org_id from api_key where kind = 'org' and status <> 'revoked')"
                        + " or id in (select org_id from affiliation where status = 'pending' and org_id is not null)"
                        + " or id in (select org_id from org_invitation)) order by id",
                row -> row.getLong(1));
    }

    private static boolean end(Rows rows, long organization, String actor, long now) throws SQLException {
        Map<String, Object> ended = new LinkedHashMap<>();
        put(ended, "members", members(rows, organization));
        put(ended, "grants", grants(rows, organization));
        put(ended, "keys", keys(rows, organization));
        put(ended, "requests", requests(rows, organization, actor, now));
        put(ended, "invitations", invitations(rows, organization));
        if (ended.isEmpty()) {
            return false;
        }
        Audit.note(
                rows,
                now,
                new Audit.Deed(
                        actor,
                        "end organization",
                        "org:" + organization,
                        JsonMapper.shared().writeValueAsString(ended),
                        ""));
        return true;
    }

    private static void put(Map<String, Object> ended, String what, List<String> those) {
        if (!those.isEmpty()) {
            ended.put(what, those);
        }
    }

    private static List<String> members(Rows rows, long organization) throws SQLException {
        List<String> members = rows.query(
                "select user_id, role from org_membership where org_id = ? order by user_id",
                row -> "user:" + row.getLong(1) + " " + row.getString(2),
                organization);
        rows.update("delete from org_membership where org_id = ?", organization);
        return members;
    }

    private static List<String> grants(Rows rows, long organization) throws SQLException {
        String root = Namespace.organization(organization).text();
        String panel = Namespace.manageOrganization(organization).text();
        String below = " where namespace = ? or namespace like ? or namespace = ?";
        List<String> grants = rows.query(
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
        rows.update("delete from user_grant" + below, root, root + ".%", panel);
        rows.update("delete from api_key_grant" + below, root, root + ".%", panel);
        return grants;
    }

    private static List<String> keys(Rows rows, long organization) throws SQLException {
        String known = " where kind = 'org' and org_id = ? and status <> 'revoked'";
        List<String> keys = rows.query(
                "select prefix, status from api_key" + known + " order by id",
                row -> row.getString(1) + " " + row.getString(2),
                organization);
        rows.update("update api_key set status = 'revoked'" + known, organization);
        return keys;
    }

    private static List<String> requests(Rows rows, long organization, String actor, long now) throws SQLException {
        String open = " where org_id = ? and status = 'pending'";
        List<String> requests = rows.query(
                "select user_id from affiliation" + open + " order by id",
                row -> "user:" + row.getLong(1),
                organization);
        rows.update(
                "update affiliation set status = 'canceled', decided = ?, decided_by = ?" + open,
                now,
                actor,
                organization);
        return requests;
    }

    private static List<String> invitations(Rows rows, long organization) throws SQLException {
        List<String> invitations = rows.query(
                "select email from org_invitation where org_id = ? order by id",
                row -> Objects.requireNonNull(row.getString(1)),
                organization);
        rows.update("delete from org_invitation where org_id = ?", organization);
        return invitations;
    }
}
