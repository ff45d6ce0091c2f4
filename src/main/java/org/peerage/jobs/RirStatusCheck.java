package org.peerage.jobs;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.mail.Mailer;
import org.peerage.net.Asn;
import org.peerage.registry.Decision;
import org.peerage.registry.Operation;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.OutboxEntry;
import org.peerage.store.OutboxTable;
import org.peerage.store.Sql;
import org.peerage.store.StateTable;
import org.peerage.store.Ticket;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares networks with what the RIRs say of their numbers (docs/spec/operations.md §4.1). A number that is not assigned any
 * more gets a mail, a reminder, and in the end, if RDAP agrees, the network goes; staff can bring it back with its links.
 */
final class RirStatusCheck {
    private static final String NAME = "rir-status";

    private static final Set<String> GOOD = Set.of("assigned", "allocated", "pending", "ok");
    private static final int MAX_FLAGGED = 100;
    private static final int NOTES_AT_ONCE = 500;
    private static final String COUNTS = "rir-numbers";

    private final JobContext context;
    private final DelegatedFiles files;
    private final Function<Asn, ExternalFacts.AsnRecord> rdap;
    private final boolean documentationNumbers;

    RirStatusCheck(
            JobContext context,
            DelegatedFiles files,
            Function<Asn, ExternalFacts.AsnRecord> rdap,
            boolean documentationNumbers) {
        this.context = context;
        this.files = files;
        this.rdap = rdap;
        this.documentationNumbers = documentationNumbers;
    }

    Job job() {
        return Job.custodial(
                        NAME,
                        "compares networks with the RIRs' files, warns those whose number is gone, and deletes them in the end",
                        Duration.ofHours(24),
                        () -> !files.isEmpty() && context.settings().isOn(Setting.RIR_STATUS),
                        this::run)
                .mailingLinks();
    }

    /** @param reminded 0: not yet */
    private record Notice(Instant mailed, long reminded) {}

    private record Finding(Row network, boolean wasGood, boolean isGood, String status) {}

    private void run(JobRun run) throws Exception {
        if (files.isEmpty()) {
            run.say("There are no files: serve --rir-data says where they are.");
            return;
        }
        Map<String, Long> before = counts();
        DelegatedNumbers numbers = files.read(before, context.now());
        List<Finding> findings = findings(context.snapshot(), numbers);
        long flagged = findings.stream()
                .filter(finding -> finding.wasGood && !finding.isGood)
                .count();
        if (flagged > MAX_FLAGGED) {
            throw new IllegalStateException("mass flagging: " + flagged + " networks would be flagged at once, at most "
                    + MAX_FLAGGED + " are; nothing was done");
        }
        note(findings, run);
        warn(findings, run);
        if (!run.isDryRun()) {
            saveCounts(numbers.counts());
        }
    }

    private List<Finding> findings(Snapshot snapshot, DelegatedNumbers numbers) {
        List<Finding> findings = new ArrayList<>();
        snapshot.forEach(Net.TYPE, row -> {
            Asn asn = row.get(Net.ASN);
            if (row.isActive() && !(documentationNumbers && asn.isReserved())) {
                String was = row.find(Net.RIR_STATUS);
                String status = numbers.status(asn);
                findings.add(new Finding(row, was != null && GOOD.contains(was), GOOD.contains(status), status));
            }
        });
        return findings;
    }

    private void note(List<Finding> findings, JobRun run) throws Exception {
        List<Finding> news = findings.stream()
                .filter(finding -> !Objects.equals(finding.network.find(Net.RIR_STATUS), finding.status))
                .toList();
        for (Finding finding : news) {
            String change = finding.wasGood == finding.isGood ? "noted" : finding.isGood ? "good again" : "gone";
            if (change.equals("noted")) {
                run.count(change);
            } else {
                run.count(change, finding.network.get(Net.ASN) + ": " + finding.status);
            }
        }
        for (int from = 0; !run.isDryRun() && from < news.size(); from += NOTES_AT_ONCE) {
            note(news.subList(from, Math.min(news.size(), from + NOTES_AT_ONCE)));
        }
    }

    private void note(List<Finding> some) throws Exception {
        List<Operation> notes = some.stream()
                .map(finding -> (Operation) new Operation.NoteRirStatus(finding.network.id(), finding.status))
                .toList();
        List<Row> recovered = some.stream()
                .filter(finding -> finding.isGood && !finding.wasGood && finding.network.find(Net.RIR_STATUS) != null)
                .map(Finding::network)
                .toList();
        Optional<Decision.Rejected> refused = context.submit(NAME, notes, moment -> {
            Sql sql = new Sql(moment.connection());
            for (Row network : recovered) {
                sql.update("delete from rir_notice where net_id = ?", network.id());
            }
            if (!recovered.isEmpty()) {
                addTicket(sql, recovered);
            }
        });
        if (refused.isPresent()) {
            throw new IllegalStateException("what the files say could not be noted, so nobody is warned");
        }
    }

    private void addTicket(Sql sql, List<Row> recovered) throws SQLException {
        StringBuilder names = new StringBuilder();
        recovered.forEach(row -> names.append(row.get(Net.ASN))
                .append(' ')
                .append(row.get(Net.NAME))
                .append("; "));
        OutboxEntry ticket = OutboxEntry.ticket(
                Ticket.Kind.RIR,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("subject", "[RIR_STATUS] RIR status updates")
                        .put("actor", "system")
                        .put("text", "good again: " + names));
        OutboxTable.add(sql.connection(), List.of(ticket), context.now());
    }

    private void warn(List<Finding> findings, JobRun run) throws Exception {
        if (!run.isDryRun()) {
            JobPause.end(context, NAME, "delete from rir_notice");
            forgetOthers(findings);
        }
        Map<Long, Notice> notices = notices();
        Instant now = context.now();
        Duration wait = context.settings().days(Setting.RIR_STATUS_DAYS);
        int mails = context.settings().number(Setting.RIR_STATUS_MAX_MAILS);
        for (Finding finding : findings) {
            if (finding.isGood) {
                continue;
            }
            Notice notice = notices.get(finding.network.id());
            if (notice == null) {
                mails = warn(finding.network, now.plus(wait), false, mails, run);
            } else if (!notice.mailed.plus(wait).isAfter(now)) {
                end(finding.network, run);
            } else if (notice.reminded == 0
                    && !notice.mailed.plus(wait.dividedBy(2)).isAfter(now)) {
                mails = warn(finding.network, notice.mailed.plus(wait), true, mails, run);
            }
        }
    }

    /** A network that was deleted, or whose number is back, is warned anew should it be bad again. */
    private void forgetOthers(List<Finding> findings) {
        Set<Long> bad = new HashSet<>();
        findings.stream().filter(finding -> !finding.isGood).forEach(finding -> bad.add(finding.network.id()));
        for (long noticed : notices().keySet()) {
            if (!bad.contains(noticed)) {
                context.database()
                        .withConnection(sql -> sql.update("delete from rir_notice where net_id = ?", noticed));
            }
        }
    }

    private int warn(Row network, Instant end, boolean again, int mails, JobRun run) {
        String name = network.get(Net.ASN).toString();
        if (mails <= 0) {
            run.count("left for the next run", name);
            return 0;
        }
        run.count(again ? "reminded" : "warned", name);
        if (!run.isDryRun()) {
            List<Mailer.Mail> letters = NetworkContacts.of(context.snapshot(), network).stream()
                    .map(to -> mail(to, network, end, again))
                    .toList();
            context.database().inTransaction(sql -> {
                long now = context.now().getEpochSecond();
                int noted = again
                        ? sql.update(
                                "update rir_notice set reminded = ? where net_id = ? and reminded = 0",
                                now,
                                network.id())
                        : sql.update(
                                "insert into rir_notice (net_id, mailed, reminded) select id, ?, 0 from net"
                                        + " where id = ? and status = 'ok' on conflict (net_id) do nothing",
                                now,
                                network.id());
                if (noted > 0) {
                    context.enqueue(sql, letters);
                }
                return noted;
            });
        }
        return mails - 1;
    }

    private Mailer.Mail mail(String to, Row network, Instant end, boolean again) {
        return context.mail(
                to,
                again ? "rirStatusAgain" : "rirStatus",
                network.get(Net.ASN),
                network.get(Net.NAME),
                end.toString().substring(0, 10),
                context.site() + network.url());
    }

    /** Deletes a network if RDAP does not know its number either. */
    private void end(Row network, JobRun run) throws Exception {
        Asn asn = network.get(Net.ASN);
        boolean gone = asn.isForPrivateUse() || rdap.apply(asn) instanceof ExternalFacts.AsnRecord.Unassigned;
        if (!gone) {
            run.count("kept: RDAP knows the number, or could not be asked", asn.toString());
            return;
        }
        boolean done = run.isDryRun()
                || context.submit(NAME, List.of(new Operation.Delete(Net.TYPE, network.id())), moment -> new Sql(
                                        moment.connection())
                                .update("delete from rir_notice where net_id = ?", network.id()))
                        .isEmpty();
        run.count(done ? "deleted" : "left: the rules do not let it go", asn + " " + network.get(Net.NAME));
    }

    private Map<Long, Notice> notices() {
        Map<Long, Notice> notices = new HashMap<>();
        context.database()
                .withConnection(sql -> sql.query(
                        "select net_id, mailed, reminded from rir_notice",
                        row -> notices.put(
                                row.getLong(1), new Notice(Instant.ofEpochSecond(row.getLong(2)), row.getLong(3)))));
        return notices;
    }

    private Map<String, Long> counts() throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        JsonMapper.shared()
                .readTree(context.store().state(COUNTS).orElse("{}"))
                .properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().longValue()));
        return counts;
    }

    private void saveCounts(Map<String, Long> counts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        counts.forEach(json::put);
        context.database().withConnection(sql -> {
            StateTable.put(sql.connection(), COUNTS, json.toString());
            return json;
        });
    }
}
