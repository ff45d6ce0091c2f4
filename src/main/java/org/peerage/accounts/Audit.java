package org.peerage.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** The record of sign-ins and of what was done to accounts, keys and permissions. */
public final class Audit {
    private final PeopleStore store;
    private final Clock clock;

    public Audit(DataSource source, Clock clock) {
        this.store = new PeopleStore(source);
        this.clock = clock;
    }

    /**
     * One entry.
     *
     * @param actor such as {@code user:12}
     * @param subject what it was done to, such as {@code org:41} or {@code user:12}
     */
    public record Entry(Instant at, String actor, String action, String subject, String detail, String address) {}

    public void note(String actor, String action, String subject, String detail, String address) {
        store.with(rows -> rows.update(
                "insert into audit (at, actor, action, subject, detail, address) values (?, ?, ?, ?, ?, ?)",
                clock.instant().getEpochSecond(),
                actor,
                action,
                subject,
                detail,
                address));
    }

    /** What a sign-in came to, as entries call it. */
    public static final List<String> SIGN_INS = List.of(
            "sign in", "sign in with passkey", "sign in with second factor", "wrong password", "wrong second factor");

    /** The last times somebody signed in as a person, or tried, newest first; the detail is the browser. */
    public List<Entry> signIns(long user, int limit) {
        return store.with(rows -> rows.query(
                "select at, actor, action, subject, detail, address from audit where subject = ?"
                        + " and action in (?, ?, ?, ?, ?) order by id desc limit ?",
                Audit::read,
                "user:" + user,
                SIGN_INS.get(0),
                SIGN_INS.get(1),
                SIGN_INS.get(2),
                SIGN_INS.get(3),
                SIGN_INS.get(4),
                limit));
    }

    /** The last entries about a subject, newest first. */
    public List<Entry> about(String subject, int limit) {
        return store.with(rows -> rows.query(
                "select at, actor, action, subject, detail, address from audit where subject = ? order by id desc limit ?",
                Audit::read,
                subject,
                limit));
    }

    private static Entry read(ResultSet row) throws SQLException {
        return new Entry(
                Instant.ofEpochSecond(row.getLong(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }
}
