package org.peerage.accounts;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Browsers on which a person asked not to be asked for the second factor again, for 30 days. */
public final class Devices {
    /** How long a browser is remembered. */
    public static final Duration LASTS = Duration.ofDays(30);

    private final PeopleStore store;
    private final Clock clock;

    Devices(DataSource source, Clock clock) {
        this.store = new PeopleStore(source);
        this.clock = clock;
    }

    /** One such browser; {@code id} names it in lists, and is not the secret in its cookie. */
    public record Device(String id, long created, long lastUsed, long expires, String address, String agent) {}

    /** Remembers a browser; the secret is for its cookie. */
    public String remember(long user, String address, String agent) {
        String secret = Secrets.make();
        long now = now();
        store.with(rows -> {
            rows.update("delete from remembered_device where expires < ?", now);
            return rows.update(
                    "insert into remembered_device (hash, user_id, created, last_used, expires, address, agent)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    Secrets.hash(secret),
                    user,
                    now,
                    now,
                    now + LASTS.toSeconds(),
                    address,
                    Sessions.shortened(agent));
        });
        return secret;
    }

    /** Whether the secret is of a browser that this person had remembered. */
    public boolean isRemembered(long user, String secret) {
        long now = now();
        return store.with(rows -> rows.update(
                        "update remembered_device set last_used = ? where hash = ? and user_id = ? and expires > ?",
                        now,
                        Secrets.hash(secret),
                        user,
                        now))
                > 0;
    }

    /** A person's remembered browsers, the last used first. */
    public List<Device> of(long user) {
        return store.with(rows -> rows.query(
                "select hash, created, last_used, expires, address, agent from remembered_device"
                        + " where user_id = ? and expires > ? order by last_used desc",
                row -> new Device(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6)),
                user,
                now()));
    }

    public void forget(long user, String id) {
        store.with(rows -> rows.update("delete from remembered_device where user_id = ? and hash = ?", user, id));
    }

    public void forgetAll(long user) {
        store.with(rows -> rows.update("delete from remembered_device where user_id = ?", user));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
