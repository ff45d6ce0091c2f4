package org.peerage.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.mail.Mailer;
import org.peerage.registry.Operation;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Sql;

/**
 * Deletes organizations that have had no object for long, after a mail to their admins (docs/spec/operations.md §4.2).
 * Carriers and campuses are objects, too, and the organization of suggestions is never empty.
 */
final class EmptyOrganizations {
    private static final String NAME = "empty-organizations";

    private static final Duration GRACE = Duration.ofDays(1);
    private static final List<Field<Long>> OWNERS =
            List.of(Net.ORG_ID, Ix.ORG_ID, Fac.ORG_ID, Carrier.ORG_ID, Campus.ORG_ID);

    private final JobContext context;
    private final long suggestions;

    EmptyOrganizations(JobContext context, RegistrySettings registry) {
        this.context = context;
        this.suggestions = registry.suggestions();
    }

    Job job() {
        return Job.custodial(
                        NAME,
                        "warns organizations without objects, and deletes them in the end",
                        Duration.ofHours(24),
                        () -> context.settings().isOn(Setting.EMPTY_ORGANIZATIONS),
                        this::run)
                .mailingLinks();
    }

    private void run(JobRun run) throws Exception {
        if (!run.isDryRun()) {
            JobPause.end(context, NAME, "delete from empty_organization");
        }
        Snapshot snapshot = context.snapshot();
        Set<Long> owners = owners(snapshot);
        Map<Long, Instant> flagged = flagged();
        Instant now = context.now();
        Duration wait = context.settings().days(Setting.EMPTY_ORGANIZATION_DAYS);
        for (Map.Entry<Long, Instant> entry : flagged.entrySet()) {
            Row organization = snapshot.find(Org.TYPE, entry.getKey());
            if (organization == null || !organization.isActive() || owners.contains(entry.getKey())) {
                if (!run.isDryRun()) {
                    context.database().withConnection(sql -> unflag(sql, entry.getKey()));
                }
                run.count("no longer flagged", "org " + entry.getKey());
            } else if (!entry.getValue().plus(wait).isAfter(now)) {
                delete(organization, run);
            }
        }
        int mails = context.settings().number(Setting.MAX_JOB_MAILS);
        for (Row organization : unflagged(snapshot, owners, flagged.keySet(), now.minus(GRACE))) {
            if (mails-- <= 0) {
                run.count("left for the next run");
            } else {
                flag(organization, run);
            }
        }
    }

    private static Set<Long> owners(Snapshot snapshot) {
        Set<Long> owners = new HashSet<>();
        for (Field<Long> owner : OWNERS) {
            snapshot.forEach(owner.owner(), row -> {
                if (row.status() == Status.OK || row.status() == Status.PENDING) {
                    owners.add(row.get(owner));
                }
            });
        }
        return owners;
    }

    private Map<Long, Instant> flagged() {
        Map<Long, Instant> flagged = new LinkedHashMap<>();
        context.database()
                .withConnection(sql -> sql.query(
                        "select org_id, flagged from empty_organization order by org_id",
                        row -> flagged.put(row.getLong(1), Instant.ofEpochSecond(row.getLong(2)))));
        return flagged;
    }

    private List<Row> unflagged(Snapshot snapshot, Set<Long> owners, Set<Long> flagged, Instant youngest) {
        List<Row> empty = new java.util.ArrayList<>();
        snapshot.forEach(Org.TYPE, row -> {
            if (row.isActive()
                    && row.id() != suggestions
                    && !owners.contains(row.id())
                    && !flagged.contains(row.id())
                    && row.created() <= youngest.getEpochSecond()) {
                empty.add(row);
            }
        });
        return empty;
    }

    private void flag(Row organization, JobRun run) {
        String name = organization.get(Org.NAME);
        if (!run.isDryRun()) {
            List<Mailer.Mail> mails = context.admins(organization.id()).stream()
                    .map(to -> context.mail(
                            to,
                            "emptyOrganization",
                            name,
                            context.settings().number(Setting.EMPTY_ORGANIZATION_DAYS),
                            context.site() + organization.url()))
                    .toList();
            context.database().inTransaction(sql -> {
                int added = sql.update(
                        "insert into empty_organization (org_id, flagged) select id, ? from org where id = ? and status = 'ok'"
                                + " on conflict (org_id) do nothing",
                        context.now().getEpochSecond(),
                        organization.id());
                if (added > 0) {
                    context.enqueue(sql, mails);
                }
                return added;
            });
        }
        run.count("flagged", "org " + organization.id() + " " + name);
    }

    private void delete(Row organization, JobRun run) throws Exception {
        String which = "org " + organization.id() + " " + organization.get(Org.NAME);
        if (owners(context.snapshot()).contains(organization.id())) {
            run.count("left: it has just got an object", which);
            return;
        }
        boolean done = run.isDryRun()
                || context.submit(
                                NAME,
                                List.of(new Operation.Delete(Org.TYPE, organization.id())),
                                moment -> unflag(new Sql(moment.connection()), organization.id()))
                        .isEmpty();
        run.count(done ? "deleted" : "left: something is under it", which);
    }

    private static int unflag(Sql sql, long organization) throws java.sql.SQLException {
        return sql.update("delete from empty_organization where org_id = ?", organization);
    }
}
