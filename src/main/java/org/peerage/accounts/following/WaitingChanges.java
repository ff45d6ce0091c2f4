package org.peerage.accounts.following;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.peerage.access.Transactions;
import org.peerage.store.Sql;

/**
 * Changes that wait for the next mail to somebody, and when that mail is due. So many are kept for one mail, which tells of a
 * few of them; that there were more is kept, too.
 */
final class WaitingChanges {
    /** Ten times what a mail tells of: some may be the recipient's own, or nothing that they may read. */
    private static final int MAX_FOR_A_MAIL = 500;

    private static final int RECIPIENTS_AT_ONCE = 500;
    private static final int MAX_MAILS_A_DAY = 20;
    private static final int MAILS_AT_ONCE = 1000;
    private static final Duration BUNDLE = Duration.ofMinutes(5);
    private static final Duration UNNOTED = Duration.ofHours(1);
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final long WEEK = Duration.ofDays(7).toSeconds();

    /** When the next mail may leave, by the row of {@code follow_mail}; times that have passed mean now. */
    private static final String NEXT = " case follow_mail.schedule when 'daily' then follow_mail.sent_at + " + DAY
            + " when 'weekly' then follow_mail.sent_at + " + WEEK
            + " else case when follow_mail.sent >= " + MAX_MAILS_A_DAY + " then (follow_mail.day + 1) * " + DAY
            + " else follow_mail.sent_at + " + BUNDLE.toSeconds() + " end end ";

    private static final String NOTE_MAIL =
            "insert into follow_mail (user_id, schedule, sent_at, day, sent, due_at, is_cut)"
                    + " values (?, ?, ?, 0, 0, ?, ?) on conflict (user_id, schedule) do update set due_at ="
                    + " coalesce(follow_mail.due_at," + NEXT
                    + "), is_cut = case when excluded.is_cut = 1 then 1 else follow_mail.is_cut end";

    private static final String NOTE_CHANGE =
            "insert into follow_change (user_id, schedule, version, seq, own) values (?, ?, ?, ?, ?)"
                    + " on conflict (user_id, schedule, version, seq) do update set own = 0 where excluded.own = 0";

    private final Transactions transactions;
    private final Clock clock;
    private Instant lookAgain = Instant.MIN;

    WaitingChanges(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Notes changes, each recipient's in the order of the log. Recipients come in one order, so that processes that do this at
     * the same time do not wait for each other in a circle.
     *
     * @param isOwn whether they are told only since they may edit it
     */
    void add(Sql sql, Map<Recipient, SortedSet<LogPlace>> changes, boolean isOwn) throws SQLException {
        List<Recipient> recipients = changes.keySet().stream().sorted().toList();
        for (int from = 0; from < recipients.size(); from += RECIPIENTS_AT_ONCE) {
            List<Recipient> some = recipients.subList(from, Math.min(recipients.size(), from + RECIPIENTS_AT_ONCE));
            add(sql, some, changes, isOwn);
        }
    }

    private void add(Sql sql, List<Recipient> recipients, Map<Recipient, SortedSet<LogPlace>> changes, boolean isOwn)
            throws SQLException {
        Map<Recipient, Integer> waiting = counts(sql, recipients);
        long now = clock.instant().getEpochSecond();
        // The rows of mails first: who writes a mail takes its row before they look whether changes are left.
        try (PreparedStatement mails = sql.connection().prepareStatement(NOTE_MAIL);
                PreparedStatement notes = sql.connection().prepareStatement(NOTE_CHANGE)) {
            for (Recipient recipient : recipients) {
                List<LogPlace> places = List.copyOf(changes.getOrDefault(recipient, Collections.emptySortedSet()));
                int free = Math.max(0, MAX_FOR_A_MAIL - waiting.getOrDefault(recipient, 0));
                mails.setLong(1, recipient.user());
                mails.setString(2, recipient.schedule().text());
                mails.setLong(3, recipient.schedule() == Follows.Schedule.ONCE ? 0 : now);
                mails.setLong(4, now + wait(recipient.schedule()));
                mails.setLong(5, places.size() > free ? 1 : 0);
                mails.addBatch();
                for (LogPlace place : places.subList(0, Math.min(free, places.size()))) {
                    notes.setLong(1, recipient.user());
                    notes.setString(2, recipient.schedule().text());
                    notes.setLong(3, place.version());
                    notes.setLong(4, place.seq());
                    notes.setLong(5, isOwn ? 1 : 0);
                    notes.addBatch();
                }
            }
            mails.executeBatch();
            notes.executeBatch();
        }
    }

    /** How many changes wait for each. The ids are numbers, so they can stand in the statement. */
    private static Map<Recipient, Integer> counts(Sql sql, List<Recipient> recipients) throws SQLException {
        Map<Recipient, Integer> counts = new HashMap<>();
        String users = recipients.stream()
                .map(recipient -> String.valueOf(recipient.user()))
                .distinct()
                .collect(Collectors.joining(","));
        sql.query(
                "select user_id, schedule, count(*) from follow_change where user_id in (" + users
                        + ") group by user_id, schedule",
                row -> counts.put(Recipient.of(row.getLong(1), row.getString(2)), row.getInt(3)));
        return counts;
    }

    /** How long the first change waits for others. */
    private static long wait(Follows.Schedule schedule) {
        return switch (schedule) {
            case ONCE -> 0;
            case DAILY -> DAY;
            case WEEKLY -> WEEK;
        };
    }

    /**
     * A change that waits for a mail.
     *
     * @param isOwn whether it is told only since they may edit it
     */
    record WaitingChange(LogPlace place, boolean isOwn) {}

    private static List<WaitingChange> places(Sql sql, Recipient recipient) throws SQLException {
        return sql.query(
                "select version, seq, own from follow_change where user_id = ? and schedule = ?"
                        + " order by version, seq limit " + MAX_FOR_A_MAIL,
                row -> new WaitingChange(new LogPlace(row.getLong(1), row.getLong(2)), row.getLong(3) == 1),
                recipient.user(),
                recipient.schedule().text());
    }

    /** What the next mail to somebody is about, in order. */
    List<WaitingChange> of(Recipient recipient) {
        return transactions.withConnection(sql -> places(sql, recipient));
    }

    /** Who is to be told now, those who have waited longest first. */
    List<Recipient> due() {
        Instant now = clock.instant();
        if (now.isAfter(lookAgain)) {
            noteUnnoted();
            lookAgain = now.plus(UNNOTED);
        }
        return transactions.withConnection(sql -> sql.query(
                "select user_id, schedule from follow_mail where due_at <= ? order by due_at limit " + MAILS_AT_ONCE,
                row -> Recipient.of(row.getLong(1), row.getString(2)),
                now.getEpochSecond()));
    }

    int countDue() {
        return transactions.withConnection(sql -> sql.query(
                        "select count(*) from follow_mail where due_at <= ?",
                        row -> row.getInt(1),
                        clock.instant().getEpochSecond())
                .getFirst());
    }

    /** Changes that an older program noted, which did not say when mails are due. */
    private void noteUnnoted() {
        transactions.inTransaction(sql -> {
            List<Recipient> unnoted = new ArrayList<>(sql.query(
                    "select distinct c.user_id, c.schedule from follow_change c where not exists (select 1 from follow_mail m"
                            + " where m.user_id = c.user_id and m.schedule = c.schedule and m.due_at is not null)",
                    row -> Recipient.of(row.getLong(1), row.getString(2))));
            for (Recipient recipient : unnoted) {
                sql.update(
                        "insert into follow_mail (user_id, schedule, sent_at, day, sent, due_at) values (?, ?, 0, 0, 0, 0)"
                                + " on conflict (user_id, schedule) do update set due_at = " + NEXT,
                        recipient.user(),
                        recipient.schedule().text());
            }
            return unnoted;
        });
    }

    /** What a mail tells of. */
    record Taken(boolean isOurs, boolean isCut) {}

    /**
     * Takes changes out, up to one of them, and says when the next mail is due; not ours where another process was faster.
     *
     * @param isMailed whether a mail leaves
     */
    Taken take(Sql sql, Recipient recipient, LogPlace last, boolean isMailed) throws SQLException {
        String schedule = recipient.schedule().text();
        lock(sql, recipient);
        int taken = sql.update(
                "delete from follow_change where user_id = ? and schedule = ?"
                        + " and (version < ? or (version = ? and seq <= ?))",
                recipient.user(),
                schedule,
                last.version(),
                last.version(),
                last.seq());
        if (taken == 0) {
            return new Taken(false, false);
        }
        long now = clock.instant().getEpochSecond();
        boolean isCut = sql.query(
                        "select is_cut from follow_mail where user_id = ? and schedule = ?",
                        row -> row.getLong(1) == 1,
                        recipient.user(),
                        schedule)
                .contains(true);
        if (isMailed) {
            sql.update(
                    "insert into follow_mail (user_id, schedule, sent_at, day, sent) values (?, ?, ?, ?, 1)"
                            + " on conflict (user_id, schedule) do update set sent_at = excluded.sent_at,"
                            + " sent = case when follow_mail.day = excluded.day then follow_mail.sent + 1 else 1 end,"
                            + " day = excluded.day",
                    recipient.user(),
                    schedule,
                    now,
                    now / DAY);
        }
        settle(sql, recipient);
        return new Taken(true, isCut);
    }

    /** Nothing is due where nothing waits. */
    void settle(Recipient recipient) {
        transactions.inTransaction(sql -> {
            lock(sql, recipient);
            settle(sql, recipient);
            return recipient;
        });
    }

    /** Makes those wait who note more meanwhile, until it is settled when the next mail is due. */
    private static void lock(Sql sql, Recipient recipient) throws SQLException {
        sql.update(
                "update follow_mail set sent = sent where user_id = ? and schedule = ?",
                recipient.user(),
                recipient.schedule().text());
    }

    private static void settle(Sql sql, Recipient recipient) throws SQLException {
        sql.update(
                "update follow_mail set is_cut = 0, due_at = case when exists (select 1 from follow_change c"
                        + " where c.user_id = follow_mail.user_id and c.schedule = follow_mail.schedule) then"
                        + NEXT + "end where user_id = ? and schedule = ?",
                recipient.user(),
                recipient.schedule().text());
    }
}
