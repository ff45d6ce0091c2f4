package org.peerage.accounts;

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

    /** The last entries about a subject, newest first. */
    public List<Entry> about(String subject, int limit) {
        return store.with(rows -> rows.query(
                "select at, actor, action, subject, detail, address from audit where subject = ? order by id desc limit ?",
                row -> new Entry(
                        Instant.ofEpochSecond(row.getLong(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)),
                subject,
                limit));
    }
}
