package org.peerage.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.store.Sql;

/**
 * The keys that sign id_tokens: in the database, so that all nodes have the same. The first is made when it is first
 * needed; later ones are published a day before they sign, and the ones before stay published until nothing that they
 * signed is valid.
 */
public final class SigningKeys {
    private static final int RSA_BITS = 2048;
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration PUBLISHED_BEFORE = Duration.ofDays(1);
    private static final Duration PUBLISHED_AFTER = Duration.ofDays(2);
    private static final long REREAD_SECONDS = 60;

    private final Transactions database;
    private final Clock clock;
    private volatile KnownKeys known = new KnownKeys(List.of(), 0);

    public SigningKeys(DataSource source, Clock clock) {
        this.database = new Transactions(source);
        this.clock = clock;
    }

    private record SigningKey(RSAKey key, long activeFrom, long created) {}

    /** What was read, the newest first. */
    private record KnownKeys(List<SigningKey> keys, long readAt) {}

    /** The public parts of all keys that may have signed something, or will soon (RFC 7517). */
    public JWKSet published() {
        return new JWKSet(keys().stream()
                .<com.nimbusds.jose.jwk.JWK>map(key -> key.key.toPublicJWK())
                .toList());
    }

    /** A JWT with these claims. */
    String sign(JWTClaimsSet claims) {
        RSAKey key = signing(keys()).key;
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException unusable) {
            throw new IllegalStateException("the signing key " + key.getKeyID() + " does not sign", unusable);
        }
    }

    /** The claims of a token that one of our keys signed, whether or not it is still valid. */
    Optional<JWTClaimsSet> verified(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            for (SigningKey key : keys()) {
                if (key.key.getKeyID().equals(parsed.getHeader().getKeyID())
                        && JWSAlgorithm.RS256.equals(parsed.getHeader().getAlgorithm())
                        && parsed.verify(new RSASSAVerifier(key.key.toRSAPublicKey()))) {
                    return Optional.of(parsed.getJWTClaimsSet());
                }
            }
            return Optional.empty();
        } catch (ParseException | JOSEException notOurs) {
            return Optional.empty();
        }
    }

    /** How many keys were made and taken out, or would be. */
    public record Rotation(int made, int removed) {}

    /** Makes the next key where it is time, and takes out those that nothing valid is signed by; a job. */
    public Rotation rotate() {
        List<SigningKey> before = database.withConnection(SigningKeys::read);
        if (before.isEmpty()) {
            return new Rotation(0, 0); // nobody has signed in anywhere yet
        }
        Optional<RSAKey> next = isNextDue(before) ? Optional.of(generate()) : Optional.empty();
        Rotation rotation = database.withLock(sql -> {
            List<SigningKey> keys = read(sql);
            boolean made = next.isPresent() && isNextDue(keys);
            if (made) {
                insert(sql, next.get(), now() + PUBLISHED_BEFORE.toSeconds());
            }
            List<SigningKey> ended = ended(keys);
            for (SigningKey key : ended) {
                sql.update("delete from oauth_signing_key where kid = ?", key.key.getKeyID());
            }
            return new Rotation(made ? 1 : 0, ended.size());
        });
        known = new KnownKeys(List.of(), 0);
        return rotation;
    }

    /** What {@link #rotate} would do now. */
    public Rotation due() {
        List<SigningKey> keys = database.withConnection(SigningKeys::read);
        return keys.isEmpty()
                ? new Rotation(0, 0)
                : new Rotation(isNextDue(keys) ? 1 : 0, ended(keys).size());
    }

    private boolean isNextDue(List<SigningKey> keys) {
        return keys.getFirst().created + LIFE.toSeconds() <= now();
    }

    /** Keys that signed nothing that is valid still. */
    private List<SigningKey> ended(List<SigningKey> keys) {
        long since = signing(keys).activeFrom;
        return since + PUBLISHED_AFTER.toSeconds() > now()
                ? List.of()
                : keys.stream().filter(key -> key.activeFrom < since).toList();
    }

    private SigningKey signing(List<SigningKey> keys) {
        long now = now();
        return keys.stream().filter(key -> key.activeFrom <= now).findFirst().orElseGet(keys::getLast);
    }

    private List<SigningKey> keys() {
        KnownKeys here = known;
        long now = now();
        if (!here.keys.isEmpty() && now - here.readAt < REREAD_SECONDS && now >= here.readAt) {
            return here.keys;
        }
        List<SigningKey> keys = database.withConnection(SigningKeys::read);
        if (keys.isEmpty()) {
            keys = first();
        }
        known = new KnownKeys(keys, now);
        return keys;
    }

    /** Of two nodes that start at once, one makes the key. */
    private List<SigningKey> first() {
        RSAKey made = generate();
        return database.withLock(sql -> {
            if (read(sql).isEmpty()) {
                insert(sql, made, now());
            }
            return read(sql);
        });
    }

    private void insert(Sql sql, RSAKey key, long activeFrom) throws java.sql.SQLException {
        sql.update(
                "insert into oauth_signing_key (kid, jwk, active_from, created) values (?, ?, ?, ?)",
                key.getKeyID(),
                key.toJSONString(),
                activeFrom,
                now());
    }

    private static List<SigningKey> read(Sql sql) throws java.sql.SQLException {
        return sql.query(
                "select jwk, active_from, created from oauth_signing_key order by active_from desc, kid",
                row -> new SigningKey(parse(row.getString(1)), row.getLong(2), row.getLong(3)));
    }

    private static RSAKey parse(String text) {
        try {
            return RSAKey.parse(text);
        } catch (ParseException damaged) {
            throw new IllegalStateException("a signing key in the database cannot be read", damaged);
        }
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(RSA_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
