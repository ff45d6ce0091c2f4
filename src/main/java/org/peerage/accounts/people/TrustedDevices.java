package org.peerage.accounts.people;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.accounts.RandomTokens;

/** Browsers on which a person asked not to be asked for the second factor again, for 30 days. */
public final class TrustedDevices {
    /** How long a browser is remembered. */
    public static final Duration TTL = Duration.ofDays(30);

    private final Transactions store;
    private final Clock clock;

    TrustedDevices(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /** One such browser; {@code id} names it in lists, and is not the secret in its cookie. */
    public record TrustedDevice(String id, long created, long lastUsed, long expires, String ipAddress, String agent) {}

    /** Remembers a browser; the secret is for its cookie. */
    public String trust(long user, String ipAddress, String agent) {
        String secret = RandomTokens.generate();
        long now = now();
        store.withConnection(sql -> {
            sql.update("delete from remembered_device where expires < ?", now);
            return sql.update(
                    "insert into remembered_device (hash, user_id, created, last_used, expires, address, agent)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    RandomTokens.hash(secret),
                    user,
                    now,
                    now,
                    now + TTL.toSeconds(),
                    ipAddress,
                    Sessions.shortened(agent));
        });
        return secret;
    }

    /** Whether the secret is of a browser that this person had remembered. */
    public boolean isTrusted(long user, String secret) {
        long now = now();
        return store.withConnection(sql -> sql.update(
                        "update remembered_device set last_used = ? where hash = ? and user_id = ? and expires > ?",
                        now,
                        RandomTokens.hash(secret),
                        user,
                        now))
                > 0;
    }

    /** A person's remembered browsers, the last used first. */
    public List<TrustedDevice> of(long user) {
        return store.withConnection(sql -> sql.query(
                "select hash, created, last_used, expires, address, agent from remembered_device"
                        + " where user_id = ? and expires > ? order by last_used desc",
                row -> new TrustedDevice(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6)),
                user,
                now()));
    }

    public void revoke(long user, String id) {
        store.withConnection(
                sql -> sql.update("delete from remembered_device where user_id = ? and hash = ?", user, id));
    }

    public void revokeAll(long user) {
        store.withConnection(sql -> sql.update("delete from remembered_device where user_id = ?", user));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
