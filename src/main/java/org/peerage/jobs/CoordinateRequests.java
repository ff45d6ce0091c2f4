package org.peerage.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Row;

/** Asks organizations where their facilities are that have no coordinates: once for each facility, in one mail. */
final class CoordinateRequests {
    private static final Duration MIN_AGE = Duration.ofDays(7);
    private static final int MAX_ADMINS = 3;

    private final JobContext context;

    CoordinateRequests(JobContext context) {
        this.context = context;
    }

    Job job() {
        return Job.custodial(
                        "ask-coordinates",
                        "asks organizations where facilities without coordinates are",
                        Duration.ofDays(7),
                        () -> context.settings().isOn(Setting.ASK_COORDINATES),
                        this::run)
                .mailingLinks();
    }

    private void run(JobRun run) {
        Map<Long, List<Row>> missing = missing();
        int mails = context.settings().number(Setting.MAX_JOB_MAILS);
        for (Map.Entry<Long, List<Row>> entry : missing.entrySet()) {
            List<String> admins =
                    context.admins(entry.getKey()).stream().limit(MAX_ADMINS).toList();
            if (admins.isEmpty()) {
                run.count("organizations without an admin to ask", "org " + entry.getKey());
            } else if (mails < admins.size()) {
                run.count("organizations left for the next run");
            } else {
                mails -= admins.size();
                if (!run.isDryRun()) {
                    ask(admins, entry.getValue());
                }
                entry.getValue().forEach(row -> run.count("facilities asked about", "fac " + row.id()));
            }
        }
    }

    private Map<Long, List<Row>> missing() {
        Set<Long> asked = new HashSet<>(context.database()
                .withConnection(sql -> sql.query("select fac_id from asked_coordinates", row -> row.getLong(1))));
        long youngest = context.now().minus(MIN_AGE).getEpochSecond();
        Map<Long, List<Row>> missing = new TreeMap<>();
        context.snapshot().forEach(Fac.TYPE, row -> {
            if (row.isActive()
                    && (row.find(Fac.LATITUDE) == null || row.find(Fac.LONGITUDE) == null)
                    && row.created() <= youngest
                    && !asked.contains(row.id())) {
                missing.computeIfAbsent(row.get(Fac.ORG_ID), none -> new ArrayList<>())
                        .add(row);
            }
        });
        return missing;
    }

    private void ask(List<String> admins, List<Row> facilities) {
        StringBuilder names = new StringBuilder();
        facilities.forEach(row -> names.append(row.get(Fac.NAME))
                .append(": ")
                .append(context.site())
                .append(row.url())
                .append('\n'));
        context.database().inTransaction(sql -> {
            int noted = 0;
            for (Row row : facilities) {
                noted += sql.update(
                        "insert into asked_coordinates (fac_id, asked) values (?, ?) on conflict (fac_id) do nothing",
                        row.id(),
                        context.now().getEpochSecond());
            }
            if (noted > 0) { // else another process has just asked
                context.enqueue(
                        sql,
                        admins.stream()
                                .map(to -> context.mail(to, "coordinates", names.toString()))
                                .toList());
            }
            return noted;
        });
    }
}
