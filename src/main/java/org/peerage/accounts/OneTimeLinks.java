package org.peerage.accounts;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Transactions;

/** Links that are handed to people, each good once and for a while: for confirming an address or a new password. */
public final class OneTimeLinks {
    private final Transactions store;
    private final Clock clock;

    public OneTimeLinks(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /** What a link is for. */
    public enum LinkPurpose {
        VERIFY("verify", Duration.ofDays(3)),
        EMAIL("email", Duration.ofDays(3)),
        RESET("reset", Duration.ofMinutes(30)),
        /** For who lost all second factors; with the password as well. */
        FACTORS("factors", Duration.ofMinutes(30)),
        FIRST_ADMIN("first-admin", Duration.ofDays(3650));

        private final String key;
        private final Duration lasts;

        LinkPurpose(String key, Duration lasts) {
            this.key = key;
            this.lasts = lasts;
        }
    }

    /** Whose link it was, and to which address it went. */
    public record RedeemedLink(OptionalLong user, String email) {}

    /** A new link's secret; earlier ones of the kind for that address are void. */
    public String issue(LinkPurpose kind, long user, String email) {
        store.withConnection(sql -> sql.update(
                "delete from account_link where user_id = ? and kind = ? and lower(email) = lower(?)",
                user,
                kind.key,
                email));
        return insert(kind, user, email);
    }

    /** A link for whoever has it; earlier ones of the kind are void. */
    public String issue(LinkPurpose kind) {
        voidAll(kind);
        return insert(kind, null, "");
    }

    public void voidAll(LinkPurpose kind) {
        store.withConnection(sql -> sql.update("delete from account_link where kind = ?", kind.key));
    }

    private String insert(LinkPurpose kind, @Nullable Long user, String email) {
        String secret = RandomTokens.generate();
        long now = clock.instant().getEpochSecond();
        store.withConnection(sql -> {
            sql.update("delete from account_link where expires < ?", now);
            return sql.update(
                    "insert into account_link (hash, user_id, kind, email, expires) values (?, ?, ?, ?, ?)",
                    RandomTokens.hash(secret),
                    user,
                    kind.key,
                    email,
                    now + kind.lasts.toSeconds());
        });
        return secret;
    }

    /** What a link is, without using it up. */
    public Optional<RedeemedLink> find(LinkPurpose kind, String secret) {
        long now = clock.instant().getEpochSecond();
        List<RedeemedLink> found = store.withConnection(sql -> sql.query(
                "select user_id, email from account_link where hash = ? and kind = ? and expires > ?",
                row -> {
                    long user = row.getLong(1);
                    return new RedeemedLink(
                            row.wasNull() ? OptionalLong.empty() : OptionalLong.of(user), row.getString(2));
                },
                RandomTokens.hash(secret),
                kind.key,
                now));
        return found.stream().findFirst();
    }

    /** Uses a link up. */
    public Optional<RedeemedLink> redeem(LinkPurpose kind, String secret) {
        Optional<RedeemedLink> found = find(kind, secret);
        boolean first = store.withConnection(sql -> sql.update(
                        "delete from account_link where hash = ? and kind = ?", RandomTokens.hash(secret), kind.key))
                > 0;
        return first ? found : Optional.empty();
    }
}
