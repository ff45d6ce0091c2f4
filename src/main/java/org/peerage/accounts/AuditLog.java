package org.peerage.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Transactions;
import org.peerage.store.Sql;

/** The record of sign-ins and of what was done to accounts, keys and permissions. */
public final class AuditLog {
    private final Transactions store;
    private final Clock clock;

    public AuditLog(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /**
     * One entry.
     *
     * @param actor such as {@code user:12}
     * @param subject what it was done to, such as {@code org:41} or {@code user:12}
     */
    public record AuditEntry(
            Instant at, String actor, String action, String subject, String detail, String ipAddress) {}

    /** Something that was done; see {@link AuditEntry}. */
    public record AuditEvent(String actor, String action, String subject, String detail, String ipAddress) {}

    public void record(String actor, String action, String subject, String detail, String ipAddress) {
        store.withConnection(sql -> record(
                sql, clock.instant().getEpochSecond(), new AuditEvent(actor, action, subject, detail, ipAddress)));
    }

    /** Writes a deed down in the transaction that does it. */
    public static int record(Sql sql, long at, AuditEvent event) throws SQLException {
        return sql.update(
                "insert into audit (at, actor, action, subject, detail, address) values (?, ?, ?, ?, ?, ?)",
                at,
                event.actor,
                event.action,
                event.subject,
                event.detail,
                event.ipAddress);
    }

    /**
     * What to look for; empty texts and null times find all.
     *
     * @param action a part of it
     */
    public record AuditFilter(
            String actor,
            String subject,
            String action,
            @Nullable Instant from,
            @Nullable Instant until) {}

    /** Entries that a filter lets through, newest first. */
    public List<AuditEntry> find(AuditFilter filter, int limit, int offset) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (!filter.actor.isEmpty()) {
            conditions.add("actor = ?");
            values.add(filter.actor);
        }
        if (!filter.subject.isEmpty()) {
            conditions.add("subject = ?");
            values.add(filter.subject);
        }
        if (!filter.action.isEmpty()) {
            conditions.add("lower(action) like ? escape '!'");
            values.add("%" + filter.action.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%");
        }
        if (filter.from != null) {
            conditions.add("at >= ?");
            values.add(filter.from.getEpochSecond());
        }
        if (filter.until != null) {
            conditions.add("at < ?");
            values.add(filter.until.getEpochSecond());
        }
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        values.add(limit);
        values.add(offset);
        return store.withConnection(sql -> sql.query(
                "select at, actor, action, subject, detail, address from audit" + where
                        + " order by id desc limit ? offset ?",
                AuditLog::read,
                values.toArray()));
    }

    private static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                Instant.ofEpochSecond(row.getLong(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }

    /** What a sign-in came to, as entries call it. */
    public static final List<String> SIGN_INS = List.of(
            "sign in", "sign in with passkey", "sign in with second factor", "wrong password", "wrong second factor");

    /** The last times somebody signed in as a person, or tried, newest first; the detail is the browser. */
    public List<AuditEntry> signIns(long user, int limit) {
        return store.withConnection(sql -> sql.query(
                "select at, actor, action, subject, detail, address from audit where subject = ?"
                        + " and action in (?, ?, ?, ?, ?) order by id desc limit ?",
                AuditLog::read,
                "user:" + user,
                SIGN_INS.get(0),
                SIGN_INS.get(1),
                SIGN_INS.get(2),
                SIGN_INS.get(3),
                SIGN_INS.get(4),
                limit));
    }

    /** How many codes of second factors were wrong at a person's sign-ins since then, or since the password became another one. */
    public long wrongCodes(long user, Instant since) {
        String subject = "user:" + user;
        return store.withConnection(sql -> sql.query(
                        "select count(*) from audit where subject = ? and at >= ? and action = 'wrong second factor'"
                                + " and id > (select coalesce(max(id), 0) from audit where subject = ? and at >= ?"
                                + " and action in ('change password', 'reset password'))",
                        row -> row.getLong(1),
                        subject,
                        since.getEpochSecond(),
                        subject,
                        since.getEpochSecond()))
                .getFirst();
    }

    /** The last entries about a subject, newest first. */
    public List<AuditEntry> about(String subject, int limit) {
        return store.withConnection(sql -> sql.query(
                "select at, actor, action, subject, detail, address from audit where subject = ? order by id desc limit ?",
                AuditLog::read,
                subject,
                limit));
    }

    /**
     * Entries about a subject, newest first.
     *
     * @param action empty: any
     * @param text that the actor, the action or the detail contains, in any case; empty: any
     * @param skip how many of the newest are left out
     */
    public List<AuditEntry> search(String subject, String action, String text, int skip, int limit) {
        String pattern = "%"
                + text.toLowerCase(Locale.ROOT)
                        .replace("!", "!!")
                        .replace("%", "!%")
                        .replace("_", "!_") + "%";
        return store.withConnection(sql -> sql.query(
                "select at, actor, action, subject, detail, address from audit where subject = ?"
                        + " and (? = '' or action = ?)"
                        + " and (lower(actor) like ? escape '!' or lower(action) like ? escape '!'"
                        + " or lower(detail) like ? escape '!') order by id desc limit ? offset ?",
                AuditLog::read,
                subject,
                action,
                action,
                pattern,
                pattern,
                pattern,
                limit,
                skip));
    }

    /** What has been done to a subject so far, each once, in order of the alphabet. */
    public List<String> actions(String subject) {
        return store.withConnection(sql -> sql.query(
                "select distinct action from audit where subject = ? order by action",
                row -> row.getString(1),
                subject));
    }
}
