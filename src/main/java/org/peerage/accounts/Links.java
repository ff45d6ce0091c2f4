package org.peerage.accounts;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** Links that are mailed to people, each good once and for a while: for confirming an address or a new password. */
final class Links {
    private final PeopleStore store;
    private final Clock clock;

    Links(DataSource source, Clock clock) {
        this.store = new PeopleStore(source);
        this.clock = clock;
    }

    /** What a link is for. */
    enum Kind {
        VERIFY("verify", Duration.ofDays(3)),
        RESET("reset", Duration.ofMinutes(30));

        private final String word;
        private final Duration lasts;

        Kind(String word, Duration lasts) {
            this.word = word;
            this.lasts = lasts;
        }
    }

    /** Whose link it was, and to which address it went. */
    record Redeemed(long user, String email) {}

    /** A new link's secret; earlier ones of the kind are void. */
    String issue(Kind kind, long user, String email) {
        String secret = Secrets.make();
        long expires = clock.instant().plus(kind.lasts).getEpochSecond();
        store.with(rows -> {
            rows.update("delete from account_token where user_id = ? and kind = ?", user, kind.word);
            return rows.update(
                    "insert into account_token (hash, user_id, kind, email, expires) values (?, ?, ?, ?, ?)",
                    Secrets.hash(secret),
                    user,
                    kind.word,
                    email,
                    expires);
        });
        return secret;
    }

    /** Uses a link up. */
    Optional<Redeemed> redeem(Kind kind, String secret) {
        String hash = Secrets.hash(secret);
        long now = clock.instant().getEpochSecond();
        return store.with(rows -> {
            Optional<Redeemed> found = rows
                    .query(
                            "select user_id, email from account_token where hash = ? and kind = ? and expires > ?",
                            row -> new Redeemed(row.getLong(1), row.getString(2)),
                            hash,
                            kind.word,
                            now)
                    .stream()
                    .findFirst();
            boolean first = rows.update("delete from account_token where hash = ?", hash) > 0;
            return first ? found : Optional.empty();
        });
    }
}
