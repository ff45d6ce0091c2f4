package org.peerage.accounts;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Links that are handed to people, each good once and for a while: for confirming an address or a new password. */
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
        EMAIL("email", Duration.ofDays(3)),
        RESET("reset", Duration.ofMinutes(30)),
        FIRST_ADMIN("first-admin", Duration.ofDays(3650));

        private final String word;
        private final Duration lasts;

        Kind(String word, Duration lasts) {
            this.word = word;
            this.lasts = lasts;
        }
    }

    /** Whose link it was, and to which address it went. */
    record Redeemed(OptionalLong user, String email) {}

    /** A new link's secret; earlier ones of the kind for that address are void. */
    String issue(Kind kind, long user, String email) {
        store.with(rows -> rows.update(
                "delete from account_link where user_id = ? and kind = ? and lower(email) = lower(?)",
                user,
                kind.word,
                email));
        return insert(kind, user, email);
    }

    /** A link for whoever has it; earlier ones of the kind are void. */
    String issue(Kind kind) {
        voidAll(kind);
        return insert(kind, null, "");
    }

    void voidAll(Kind kind) {
        store.with(rows -> rows.update("delete from account_link where kind = ?", kind.word));
    }

    private String insert(Kind kind, @Nullable Long user, String email) {
        String secret = Secrets.make();
        long now = clock.instant().getEpochSecond();
        store.with(rows -> {
            rows.update("delete from account_link where expires < ?", now);
            return rows.update(
                    "insert into account_link (hash, user_id, kind, email, expires) values (?, ?, ?, ?, ?)",
                    Secrets.hash(secret),
                    user,
                    kind.word,
                    email,
                    now + kind.lasts.toSeconds());
        });
        return secret;
    }

    /** What a link is, without using it up. */
    Optional<Redeemed> look(Kind kind, String secret) {
        long now = clock.instant().getEpochSecond();
        List<Redeemed> found = store.with(rows -> rows.query(
                "select user_id, email from account_link where hash = ? and kind = ? and expires > ?",
                row -> {
                    long user = row.getLong(1);
                    return new Redeemed(row.wasNull() ? OptionalLong.empty() : OptionalLong.of(user), row.getString(2));
                },
                Secrets.hash(secret),
                kind.word,
                now));
        return found.stream().findFirst();
    }

    /** Uses a link up. */
    Optional<Redeemed> redeem(Kind kind, String secret) {
        Optional<Redeemed> found = look(kind, secret);
        boolean first = store.with(rows -> rows.update(
                        "delete from account_link where hash = ? and kind = ?", Secrets.hash(secret), kind.word))
                > 0;
        return first ? found : Optional.empty();
    }
}
