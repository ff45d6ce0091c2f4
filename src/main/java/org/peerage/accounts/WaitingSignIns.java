package org.peerage.accounts;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** People who gave the right password and have yet to show a second factor: for ten minutes and five tries. */
public final class WaitingSignIns {
    private static final Duration LASTS = Duration.ofMinutes(10);
    private static final int TRIES = 5;

    private final PeopleStore store;
    private final Clock clock;

    WaitingSignIns(DataSource source, Clock clock) {
        this.store = new PeopleStore(source);
        this.clock = clock;
    }

    /** Whose turn it is, and whether the session is to last. */
    public record Waiting(long user, boolean remember) {}

    /** The secret for the browser's cookie. */
    public String begin(long user, boolean remember) {
        String secret = Secrets.make();
        long now = clock.instant().getEpochSecond();
        store.with(rows -> {
            rows.update("delete from waiting_sign_in where expires < ?", now);
            return rows.update(
                    "insert into waiting_sign_in (hash, user_id, remember, tries, expires) values (?, ?, ?, ?, ?)",
                    Secrets.hash(secret),
                    user,
                    remember,
                    0,
                    now + LASTS.toSeconds());
        });
        return secret;
    }

    public Optional<Waiting> find(String secret) {
        return store
                .with(rows -> rows.query(
                        "select user_id, remember from waiting_sign_in where hash = ? and expires > ? and tries < ?",
                        row -> new Waiting(row.getLong(1), row.getBoolean(2)),
                        Secrets.hash(secret),
                        clock.instant().getEpochSecond(),
                        TRIES))
                .stream()
                .findFirst();
    }

    /** Counts a try before it is looked at, so that many at once are not more than one after another. */
    public Optional<Waiting> attempt(String secret) {
        boolean counted = store.with(rows -> rows.update(
                        "update waiting_sign_in set tries = tries + 1 where hash = ? and expires > ? and tries < ?",
                        Secrets.hash(secret),
                        clock.instant().getEpochSecond(),
                        TRIES))
                > 0;
        return counted
                ? store
                        .with(rows -> rows.query(
                                "select user_id, remember from waiting_sign_in where hash = ?",
                                row -> new Waiting(row.getLong(1), row.getBoolean(2)),
                                Secrets.hash(secret)))
                        .stream()
                        .findFirst()
                : Optional.empty();
    }

    public void end(String secret) {
        store.with(rows -> rows.update("delete from waiting_sign_in where hash = ?", Secrets.hash(secret)));
    }
}
