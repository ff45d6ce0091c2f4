package org.peerage.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.mail.Mailer;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;

/**
 * Looks up whether the as-sets that networks name exist where they are said to be (docs/spec/operations.md §4.5), off unless switched
 * on. Nothing of the registry is changed by it. Contacts are told of what was missing twice, a day apart, and again every 30 days.
 */
final class AsSetCheck {
    private static final String NAME = "as-sets";
    private static final Duration CONFIRMED_AFTER = Duration.ofDays(1);
    private static final Duration REMINDED_AFTER = Duration.ofDays(30);
    private static final Pattern AS_SET = Pattern.compile("[A-Z0-9_:-]*AS-[A-Z0-9_:-]+");

    private final JobContext context;
    private final IrrServers servers;

    AsSetCheck(JobContext context, IrrServers servers) {
        this.context = context;
        this.servers = servers;
    }

    Job job() {
        return Job.custodial(
                        NAME,
                        "looks up the as-sets of networks in the routing registries",
                        Duration.ofHours(24),
                        () -> context.settings().isOn(Setting.AS_SETS),
                        this::run)
                .mailingLinks();
    }

    /** What is remembered of a network; times are seconds, 0: never. */
    private record Known(String asSet, String status, long checked, long missingSince, long mailed) {
        static final Known NOTHING = new Known("", "unknown", 0, 0, 0);
    }

    private record Finding(String status, String detail) {}

    private void run(JobRun run) throws Exception {
        if (servers.isEmpty()) {
            run.say("There are no servers: serve --irr says whom to ask.");
            return;
        }
        if (!run.isDryRun()) {
            JobPause.end(context, NAME, "update as_set_check set missing_since = 0, mailed = 0");
        }
        Map<Long, Known> known = known();
        List<Row> networks = networks(known);
        if (!run.isDryRun()) {
            forgetOthers(known.keySet(), networks);
        }
        Map<String, IrrServers.Answer> answers = new HashMap<>();
        int lookups = context.settings().number(Setting.AS_SET_LOOKUPS);
        int mails = context.settings().number(Setting.AS_SET_MAX_MAILS);
        for (Row network : networks) {
            List<String> names = names(network.get(Net.IRR_AS_SET));
            Set<String> unasked = new TreeSet<>();
            names.stream()
                    .map(AsSetCheck::plain)
                    .filter(name -> !answers.containsKey(name))
                    .forEach(unasked::add);
            if (unasked.size() > lookups) {
                run.count("left for the next run");
                continue;
            }
            lookups -= unasked.size();
            for (String name : unasked) {
                answers.put(name, servers.find(name));
            }
            mails -=
                    note(network, finding(names, answers), known.getOrDefault(network.id(), Known.NOTHING), mails, run);
        }
    }

    /** Those that were looked up longest ago first. */
    private List<Row> networks(Map<Long, Known> known) {
        List<Row> networks = new ArrayList<>();
        context.snapshot().forEach(Net.TYPE, row -> {
            if (row.isActive() && !names(row.get(Net.IRR_AS_SET)).isEmpty()) {
                networks.add(row);
            }
        });
        networks.sort(Comparator.comparingLong((Row row) -> known.getOrDefault(row.id(), Known.NOTHING).checked)
                .thenComparingLong(Row::id));
        return networks;
    }

    /** The as-sets among the names of a list; AS numbers and route-sets are none. */
    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        for (String name : list.split("[ ,]+", -1)) {
            if (AS_SET.matcher(plain(name)).matches()) {
                names.add(name);
            }
        }
        return names;
    }

    /** A name without its registry. */
    static String plain(String name) {
        return name.substring(name.indexOf("::") < 0 ? 0 : name.indexOf("::") + 2);
    }

    /** Gone outweighs moved, and that what is not known. */
    private static Finding finding(List<String> names, Map<String, IrrServers.Answer> answers) {
        Finding worst = new Finding("ok", "");
        for (String name : names) {
            String source = name.contains("::") ? name.substring(0, name.indexOf("::")) : "";
            Finding found =
                    switch (answers.getOrDefault(plain(name), new IrrServers.Answer.NotKnown())) {
                        case IrrServers.Answer.Missing missing -> new Finding("gone", name);
                        case IrrServers.Answer.NotKnown unknown -> new Finding("unknown", name);
                        case IrrServers.Answer.FoundIn(Set<String> sources) ->
                            source.isEmpty() || sources.contains(source)
                                    ? new Finding("ok", "")
                                    : new Finding(
                                            "moved", name + " (" + String.join(", ", new TreeSet<>(sources)) + ")");
                    };
            if (weight(found) > weight(worst)) {
                worst = found;
            }
        }
        return worst;
    }

    private static int weight(Finding finding) {
        return List.of("ok", "unknown", "moved", "gone").indexOf(finding.status);
    }

    /** How many mails went out. */
    private int note(Row network, Finding finding, Known before, int mailsLeft, JobRun run) {
        Instant now = context.now();
        boolean unchanged = before.asSet.equals(network.get(Net.IRR_AS_SET));
        boolean missing = finding.status.equals("gone") || finding.status.equals("moved");
        // What could not be looked up is as it was.
        boolean stays = finding.status.equals("unknown") && unchanged;
        long since = stays
                ? before.missingSince
                : missing ? (unchanged && before.missingSince > 0 ? before.missingSince : now.getEpochSecond()) : 0;
        long mailed = since > 0 && unchanged ? before.mailed : 0;
        boolean due = missing
                && !Instant.ofEpochSecond(since).plus(CONFIRMED_AFTER).isAfter(now)
                && (mailed == 0
                        || !Instant.ofEpochSecond(mailed).plus(REMINDED_AFTER).isAfter(now));
        String which = "AS" + network.get(Net.ASN) + " " + finding.detail;
        if (!stays && !finding.status.equals("ok") && !(unchanged && finding.status.equals(before.status))) {
            run.count(finding.status, which);
        } else if (finding.status.equals("ok") && before.missingSince > 0) {
            run.count("found again", "AS" + network.get(Net.ASN));
        }
        boolean tells = due && mailsLeft > 0;
        if (due) {
            run.count(tells ? (mailed == 0 ? "told" : "reminded") : "mails left for the next run", which);
        }
        if (!run.isDryRun()) {
            List<Mailer.Mail> mails = tells
                    ? NetworkContacts.of(context.snapshot(), network).stream()
                            .map(to -> mail(to, network, finding))
                            .toList()
                    : List.of();
            context.database().inTransaction(sql -> {
                int noted = sql.update(
                        "insert into as_set_check (net_id, as_set, status, detail, checked, missing_since, mailed)"
                                + " values (?, ?, ?, ?, ?, ?, ?) on conflict (net_id) do update set as_set = excluded.as_set,"
                                + " status = excluded.status, detail = excluded.detail, checked = excluded.checked,"
                                + " missing_since = excluded.missing_since, mailed = excluded.mailed"
                                + " where as_set_check.checked = ? and as_set_check.mailed = ?",
                        network.id(),
                        network.get(Net.IRR_AS_SET),
                        stays ? before.status : finding.status,
                        finding.detail,
                        now.getEpochSecond(),
                        since,
                        tells ? now.getEpochSecond() : mailed,
                        before.checked,
                        before.mailed);
                if (noted > 0) { // else another process has just looked
                    context.enqueue(sql, mails);
                }
                return noted;
            });
        }
        return tells ? 1 : 0;
    }

    private Mailer.Mail mail(String to, Row network, Finding finding) {
        return context.mail(
                to,
                finding.status.equals("gone") ? "asSetGone" : "asSetMoved",
                network.get(Net.ASN).toString(),
                finding.detail,
                context.site() + network.url());
    }

    private Map<Long, Known> known() {
        Map<Long, Known> known = new HashMap<>();
        context.database()
                .withConnection(sql -> sql.query(
                        "select net_id, as_set, status, checked, missing_since, mailed from as_set_check",
                        row -> known.put(
                                row.getLong(1),
                                new Known(
                                        row.getString(2),
                                        row.getString(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6)))));
        return known;
    }

    /** Networks that are gone, or name no as-set any more. */
    private void forgetOthers(Set<Long> known, List<Row> networks) {
        Set<Long> others = new HashSet<>(known);
        networks.forEach(network -> others.remove(network.id()));
        for (long id : others) {
            context.database().withConnection(sql -> sql.update("delete from as_set_check where net_id = ?", id));
        }
    }
}
