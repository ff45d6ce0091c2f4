package org.peerage.accounts.people;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.accounts.RandomTokens;

/** People who gave the right password and have yet to show a second factor: for ten minutes and five tries. */
public final class PendingLogins {
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final int MAX_TRIES = 5;

    private final Transactions store;
    private final Clock clock;

    PendingLogins(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /** Whose turn it is, and whether the session is to last. */
    public record PendingLogin(long user, boolean remember, String amr) {}

    /** The secret for the browser's cookie. */
    public String start(long user, boolean remember) {
        return start(user, remember, "pwd");
    }

    /** The same after another first step than a password, in a word of RFC 8176. */
    public String start(long user, boolean remember, String amr) {
        String secret = RandomTokens.generate();
        long now = clock.instant().getEpochSecond();
        store.withConnection(sql -> {
            sql.update("delete from waiting_sign_in where expires < ?", now);
            return sql.update(
                    "insert into waiting_sign_in (hash, user_id, remember, tries, expires, amr)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    RandomTokens.hash(secret),
                    user,
                    remember,
                    0,
                    now + TTL.toSeconds(),
                    amr);
        });
        return secret;
    }

    public Optional<PendingLogin> find(String secret) {
        return store
                .withConnection(sql -> sql.query(
                        "select user_id, remember, amr from waiting_sign_in where hash = ? and expires > ? and tries < ?",
                        row -> new PendingLogin(row.getLong(1), row.getBoolean(2), row.getString(3)),
                        RandomTokens.hash(secret),
                        clock.instant().getEpochSecond(),
                        MAX_TRIES))
                .stream()
                .findFirst();
    }

    /** Counts a try before it is looked at, so that many at once are not more than one after another. */
    public Optional<PendingLogin> attempt(String secret) {
        boolean counted = store.withConnection(sql -> sql.update(
                        "update waiting_sign_in set tries = tries + 1 where hash = ? and expires > ? and tries < ?",
                        RandomTokens.hash(secret),
                        clock.instant().getEpochSecond(),
                        MAX_TRIES))
                > 0;
        return counted
                ? store
                        .withConnection(sql -> sql.query(
                                "select user_id, remember, amr from waiting_sign_in where hash = ?",
                                row -> new PendingLogin(row.getLong(1), row.getBoolean(2), row.getString(3)),
                                RandomTokens.hash(secret)))
                        .stream()
                        .findFirst()
                : Optional.empty();
    }

    public void end(String secret) {
        store.withConnection(
                sql -> sql.update("delete from waiting_sign_in where hash = ?", RandomTokens.hash(secret)));
    }
}
