package org.peerage.ixf;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.peerage.access.LoggedActor;
import org.peerage.access.Transactions;
import org.peerage.accounts.SignedTokens;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.mail.Outbox;
import org.peerage.net.Asn;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.OutboxEntry;
import org.peerage.store.OutboxTable;
import org.peerage.store.Sql;
import org.peerage.store.Ticket;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Makes mails of notices: one for each network over all exchanges of a run, one for each exchange over all networks
 * (docs/spec/ixf.md §6). Mails go to the outbox in the transaction that closes the notices, so that each is sent once.
 */
public final class Notices {
    private static final String STOP = "ixf-stop";
    private static final int MOST_ITEMS = 200;
    private static final int BATCH = 500;

    private final Supplier<Snapshot> registry;
    private final Transactions database;
    private final Clock clock;
    private final SiteSettings settings;
    private final SignedTokens tokens;
    private final String site;
    private final Runnable whenAdded;

    /**
     * Makes mails.
     *
     * @param site address of this site, for links; empty: not known
     * @param whenAdded is run when there is mail
     */
    public Notices(
            Supplier<Snapshot> registry,
            DataSource source,
            Clock clock,
            SiteSettings settings,
            String site,
            Runnable whenAdded) {
        this.registry = registry;
        this.database = new Transactions(source);
        this.clock = clock;
        this.settings = settings;
        this.tokens = new SignedTokens(source, clock);
        this.site = site;
        this.whenAdded = whenAdded;
    }

    /** A notice that is not in a mail yet. */
    private record Open(long id, Notice notice) {}

    /** What came of a notice. */
    private enum Outcome {
        SENT,
        /** The recipient wants none. */
        MUTED,
        /** Such mails are switched off. */
        OFF,
        /** There is nobody to send it to. */
        NOBODY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Sends what is open of an exchange, whose import was asked for by itself. */
    public void send(long exchange) {
        Lan.ofExchange(registry.get(), exchange).ifPresent(lan -> send("ixlan_id = " + lan.id()));
    }

    /** Sends all that is open, after the last import of a day. */
    public void send() {
        send("0 = 0");
    }

    private void send(String condition) {
        String _ = tokens.issue(STOP, ""); // reads its key now: no second connection is wanted within the transaction
        // With a lock: of two that send at once, the second finds closed what the first has sent.
        boolean sent = database.withLock(sql -> {
            List<Open> open = sql.query(
                    "select id, audience, ixlan_id, asn, kind, content, recipient from ixf_notice where closed_at = 0"
                            + " and " + condition + " order by id",
                    row -> new Open(
                            row.getLong(1),
                            new Notice(
                                    Notice.Audience.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                                    row.getLong(3),
                                    row.getLong(4),
                                    Notice.Kind.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                                    row.getString(6),
                                    row.getString(7))));
            Snapshot snapshot = registry.get();
            Map<Long, List<Open>> networks = new LinkedHashMap<>();
            Map<Long, List<Open>> exchanges = new LinkedHashMap<>();
            Map<Long, List<Open>> staff = new LinkedHashMap<>();
            for (Open each : open) {
                switch (each.notice.audience()) {
                    case NETWORK -> add(networks, each.notice.asn(), each);
                    case EXCHANGE -> add(exchanges, each.notice.lan(), each);
                    case STAFF -> add(staff, each.notice.lan(), each);
                }
            }
            for (Map.Entry<Long, List<Open>> each : networks.entrySet()) {
                network(sql, snapshot, new Asn(each.getKey()), each.getValue());
            }
            for (Map.Entry<Long, List<Open>> each : exchanges.entrySet()) {
                exchange(sql, snapshot, each.getKey(), each.getValue());
            }
            for (Map.Entry<Long, List<Open>> each : staff.entrySet()) {
                Optional<Row> exchange = exchange(snapshot, each.getKey());
                if (exchange.isPresent()) {
                    ticket(
                            sql,
                            "[IX-F] " + exchange.get().get(Ix.NAME) + ": something waits",
                            exchange.get(),
                            text(each.getValue()));
                }
                close(sql, each.getValue(), exchange.isPresent() ? Outcome.SENT : Outcome.NOBODY);
            }
            return !open.isEmpty();
        });
        if (sent) {
            whenAdded.run();
        }
    }

    private static void add(Map<Long, List<Open>> groups, long key, Open open) {
        groups.computeIfAbsent(key, any -> new ArrayList<>()).add(open);
    }

    private void network(Sql sql, Snapshot snapshot, Asn asn, List<Open> notices) throws SQLException {
        Optional<Row> network = Network.find(snapshot, asn).map(Network::row).filter(Row::isActive);
        if (network.isEmpty()) {
            close(sql, notices, Outcome.NOBODY);
            return;
        }
        Row row = network.get();
        List<Open> wanted = new ArrayList<>();
        List<Open> muted = new ArrayList<>();
        Set<Long> mutes = mutes(sql, Notice.Audience.NETWORK, row.id());
        for (Open each : notices) {
            boolean mute = mutes.contains(0L)
                    || exchange(snapshot, each.notice.lan())
                            .filter(exchange -> mutes.contains(exchange.id()))
                            .isPresent();
            (mute ? muted : wanted).add(each);
        }
        close(sql, muted, Outcome.MUTED);
        if (wanted.isEmpty()) {
            return;
        }
        if (!settings.isOn(SiteSettings.Setting.IXF_NETWORK_MAILS)) {
            close(sql, wanted, Outcome.OFF);
            return;
        }
        List<String> recipients = Recipients.ofNetwork(snapshot, row);
        if (recipients.isEmpty()) {
            ticket(
                    sql,
                    "[IX-F] Several Actions May Be Needed for Network " + row.get(Net.NAME) + " AS" + asn,
                    row,
                    text(wanted));
        }
        String text = "IX-F data of exchanges differs from what is registered for AS" + asn + " ("
                + row.get(Net.NAME) + ") in " + wanted.size() + (wanted.size() == 1 ? " place" : " places")
                + ". Accept or dismiss what is proposed at " + site + row.url()
                + "/ixf, or ask the exchange to correct its list.\n\n" + byExchange(snapshot, wanted)
                + stop(row);
        String subject = "PeeringDB: Action May Be Needed: IX-F Importer data mismatch between AS" + asn
                + " and one or more IXPs";
        for (String recipient : recipients) {
            mail(sql, recipient, subject, text);
        }
        close(sql, wanted, Outcome.SENT);
    }

    private void exchange(Sql sql, Snapshot snapshot, long lan, List<Open> notices) throws SQLException {
        Optional<Row> found = exchange(snapshot, lan);
        if (found.isEmpty()) {
            close(sql, notices, Outcome.NOBODY);
            return;
        }
        Row exchange = found.get();
        if (!mutes(sql, Notice.Audience.EXCHANGE, exchange.id()).isEmpty()) {
            close(sql, notices, Outcome.MUTED);
            return;
        }
        if (!settings.isOn(SiteSettings.Setting.IXF_EXCHANGE_MAILS)) {
            close(sql, notices, Outcome.OFF);
            return;
        }
        List<String> recipients = Recipients.ofExchange(exchange);
        List<Open> about = notices.stream().filter(each -> !isOfFeed(each)).toList();
        if (!about.isEmpty()) {
            String text = "Your IX-F data differs from what is registered in " + about.size()
                    + (about.size() == 1 ? " place" : " places") + ". See " + site + exchange.url()
                    + "/imports, and correct your list where it is wrong.\n\n" + text(about)
                    + stop(exchange);
            String subject = "PeeringDB: Action May Be Needed: IX-F Importer data mismatch between "
                    + exchange.get(Ix.NAME) + " and one or more networks";
            if (recipients.isEmpty()) {
                ticket(sql, "[IX-F] " + exchange.get(Ix.NAME) + " IX-F Conflict Resolution", exchange, text(about));
            }
            for (String recipient : recipients) {
                mail(sql, recipient, subject, text);
            }
            close(sql, about, Outcome.SENT);
        }
        for (Open each : notices) {
            if (isOfFeed(each)) {
                feed(sql, exchange, each, recipients);
            }
        }
    }

    private void feed(Sql sql, Row exchange, Open open, List<String> contacts) throws SQLException {
        String name = exchange.get(Ix.NAME) + " (" + exchange.id() + ")";
        String subject = (open.notice.kind() == Notice.Kind.FIXED
                        ? "IX-F Data can be processed again - "
                        : "Could not process IX-F Data - ")
                + name;
        String given = open.notice.recipient();
        List<String> recipients = given.isEmpty() ? contacts : List.of(given);
        String text = open.notice.text() + "\nExchange: " + site + exchange.url() + "\nTime: "
                + clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + stop(exchange);
        if (recipients.isEmpty()) {
            ticket(sql, "[IX-F] " + subject, exchange, open.notice.text());
        }
        for (String recipient : recipients) {
            mail(sql, recipient, subject, text);
        }
        close(sql, List.of(open), Outcome.SENT);
    }

    private static boolean isOfFeed(Open open) {
        return open.notice.kind() == Notice.Kind.FEED || open.notice.kind() == Notice.Kind.FIXED;
    }

    private static String text(List<Open> notices) {
        String text = notices.stream()
                .sorted(Comparator.comparing((Open open) -> open.notice.kind()).thenComparingLong(Open::id))
                .limit(MOST_ITEMS)
                .map(open -> open.notice.text())
                .collect(Collectors.joining("\n\n"));
        return notices.size() > MOST_ITEMS ? text + "\n\n… and " + (notices.size() - MOST_ITEMS) + " more" : text;
    }

    private static String byExchange(Snapshot snapshot, List<Open> notices) {
        Map<String, List<Open>> exchanges = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        notices.forEach(each -> exchanges
                .computeIfAbsent(
                        exchange(snapshot, each.notice.lan())
                                .map(row -> row.get(Ix.NAME))
                                .orElse(""),
                        any -> new ArrayList<>())
                .add(each));
        return exchanges.entrySet().stream()
                .map(each -> each.getKey() + "\n"
                        + "-".repeat(Math.min(60, each.getKey().length())) + "\n" + text(each.getValue()))
                .collect(Collectors.joining("\n\n"));
    }

    private static Optional<Row> exchange(Snapshot snapshot, long lan) {
        return Optional.ofNullable(snapshot.find(IxLan.TYPE, lan))
                .map(row -> snapshot.find(Ix.TYPE, row.get(IxLan.IX_ID)));
    }

    private String stop(Row about) {
        String typeName = about.type().typeName();
        return "\n\nNo more of these mails: " + site + "/import/stop/" + typeName + "/" + about.id() + "/"
                + tokens.issue(STOP, typeName + ":" + about.id()) + "\n";
    }

    private void mail(Sql sql, String to, String subject, String text) throws SQLException {
        Outbox.add(sql, new Mailer.Mail(to, subject, text), clock.instant());
    }

    private void ticket(Sql sql, String subject, Row row, String text) throws SQLException {
        OutboxEntry ticket = OutboxEntry.ticket(
                Ticket.Kind.IXF,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("subject", subject)
                        .put("type", row.type().typeName())
                        .put("id", row.id())
                        .put("actor", LoggedActor.IMPORTER)
                        .put("text", "\n" + text));
        OutboxTable.add(sql.connection(), List.of(ticket), clock.instant());
    }

    private void close(Sql sql, List<Open> notices, Outcome outcome) throws SQLException {
        for (int i = 0; i < notices.size(); i += BATCH) {
            String ids = notices.subList(i, Math.min(i + BATCH, notices.size())).stream()
                    .map(each -> Long.toString(each.id))
                    .collect(Collectors.joining(", "));
            sql.update(
                    "update ixf_notice set closed_at = ?, outcome = ? where id in (" + ids + ")",
                    clock.instant().getEpochSecond(),
                    outcome.word());
        }
    }

    /** Exchanges of which a network or exchange gets no mails; 0: of none at all. */
    static Set<Long> mutes(Sql sql, Notice.Audience audience, long subject) throws SQLException {
        return Set.copyOf(sql.query(
                "select ix_id from ixf_mute where audience = ? and subject_id = ?",
                row -> row.getLong(1),
                audience.word(),
                subject));
    }

    /** Whether a link in a mail is one of ours, for that network ({@code net}) or exchange ({@code ix}). */
    public boolean isStopLink(String what, long id, String token) {
        return tokens.ageOf(STOP, what + ":" + id, token).isPresent();
    }

    /**
     * Stops mails, or sends them again.
     *
     * @param exchange of a network's mails, those about one exchange; 0: all
     */
    public void mute(Notice.Audience audience, long subject, long exchange, boolean muted, String who) {
        database.withConnection(sql -> muted
                ? sql.update(
                        "insert into ixf_mute (audience, subject_id, ix_id, muted_by, muted_at)"
                                + " values (?, ?, ?, ?, ?) on conflict do nothing",
                        audience.word(),
                        subject,
                        exchange,
                        who,
                        clock.instant().getEpochSecond())
                : sql.update(
                        "delete from ixf_mute where audience = ? and subject_id = ? and ix_id = ?",
                        audience.word(),
                        subject,
                        exchange));
    }

    /** Of which exchanges a network or exchange gets no mails; 0: of none at all. */
    public List<Long> muted(Notice.Audience audience, long subject) {
        return database.withConnection(sql -> mutes(sql, audience, subject)).stream()
                .sorted()
                .toList();
    }
}
