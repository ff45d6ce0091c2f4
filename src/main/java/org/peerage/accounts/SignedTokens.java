package org.peerage.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Transactions;

/**
 * Words that this site hands out and knows again, with nothing kept until one is used: strangers can't fill the
 * database by asking for forms. A word is bound to a purpose and a browser, tells its age, and can be spent once.
 */
public final class SignedTokens {
    private static final String HMAC = "HmacSHA256";
    private static final int RANDOM_BYTES = 16;
    private static final Duration MAX_CONSUMED = Duration.ofDays(1);
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Transactions store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable SecretKeySpec key;

    public SignedTokens(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /**
     * A new word.
     *
     * @param bound to what it is tied, such as the word of the browser's forms
     */
    public String issue(String purpose, String bound) {
        byte[] nonce = new byte[RANDOM_BYTES];
        random.nextBytes(nonce);
        byte[] body = ByteBuffer.allocate(Long.BYTES + RANDOM_BYTES)
                .putLong(clock.millis())
                .put(nonce)
                .array();
        String text = ENCODER.encodeToString(body);
        return text + "." + signature(purpose, bound, text);
    }

    /** How old a word of ours is; empty: it is none, or for something else. */
    public Optional<Duration> ageOf(String purpose, String bound, String token) {
        int dot = token.indexOf('.');
        if (dot < 0
                || !RandomTokens.areEqual(
                        token.substring(dot + 1), signature(purpose, bound, token.substring(0, dot)))) {
            return Optional.empty();
        }
        long made = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring(0, dot)))
                .getLong();
        return Optional.of(Duration.between(Instant.ofEpochMilli(made), clock.instant()));
    }

    /** Whether this is the first time; such a word must not be taken when it is older than a day. */
    public boolean consume(String token) {
        long now = clock.instant().getEpochSecond();
        return store.withConnection(sql -> {
            sql.update("delete from spent_word where expires < ?", now);
            return sql.update(
                            "insert into spent_word (hash, expires) values (?, ?) on conflict do nothing",
                            RandomTokens.hash(token),
                            now + MAX_CONSUMED.toSeconds())
                    > 0;
        });
    }

    private String signature(String purpose, String bound, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key());
            String signed = purpose + '\n' + bound + '\n' + text;
            return ENCODER.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known == null) {
            String secret = store.withConnection(sql -> {
                sql.update(
                        "insert into site_secret (name, secret) values ('words', ?) on conflict do nothing",
                        RandomTokens.generate());
                return sql.query("select secret from site_secret where name = 'words'", row -> row.getString(1))
                        .getFirst();
            });
            known = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
            key = known;
        }
        return known;
    }
}
