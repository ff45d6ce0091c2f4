package org.peerage.access.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Makes and verifies password hashes: Argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane), and those that come
 * with an import from Django. Basic authentication sends the password with each request, so a right one is remembered
 * for 5 minutes, as a keyed digest under a key that lives as long as the process. Safe for use by many threads.
 */
public final class Passwords {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int MAX_LENGTH = 1024;

    private static final int MAX_CACHED = 10_000;
    private static final Duration CACHE_TTL = Duration.ofMinutes(5);
    private static final String DIGEST = "HmacSHA256";

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final SecretKeySpec digestKey;
    private final String dummyHash;
    private final Cache<ByteBuffer, Boolean> verified;

    /** Hashing takes a core and 19 MiB; strangers with wrong passwords shall not take all of either. */
    private final Semaphore hashing = new Semaphore(Runtime.getRuntime().availableProcessors());

    private final LongAdder comparisons = new LongAdder();

    public Passwords(Ticker ticker) {
        byte[] key = new byte[HASH_BYTES];
        new SecureRandom().nextBytes(key);
        digestKey = new SecretKeySpec(key, DIGEST);
        dummyHash = dummyHash();
        verified = Caffeine.newBuilder()
                .maximumSize(MAX_CACHED)
                .expireAfterWrite(CACHE_TTL)
                .ticker(ticker)
                .build();
    }

    /** Takes as long to compare as any of ours, and no password is known that it would be of: it is a random number. */
    private static String dummyHash() {
        byte[] random = new byte[SALT_BYTES + HASH_BYTES];
        new SecureRandom().nextBytes(random);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        MEMORY_KIB,
                        PASSES,
                        LANES,
                        base64.encodeToString(Arrays.copyOf(random, SALT_BYTES)),
                        base64.encodeToString(Arrays.copyOfRange(random, SALT_BYTES, random.length)));
    }

    /** The hash to store of a new password. */
    public String hash(String password) {
        hashing.acquireUninterruptibly();
        try {
            String hash = argon2.encode(password);
            if (hash == null) {
                throw new IllegalStateException("Argon2 made no hash");
            }
            return hash;
        } finally {
            hashing.release();
        }
    }

    /** Whether that is the password of an account, by its id and the stored hash. */
    public boolean verify(long account, String hash, String password) {
        if (password.length() > MAX_LENGTH) {
            return false;
        }
        ByteBuffer digest = digest(account, hash, password);
        if (verified.getIfPresent(digest) != null) {
            return true;
        }
        boolean right = compare(password, hash);
        if (right) {
            verified.put(digest, true);
        }
        return right;
    }

    /** Takes as long as {@link #verify} does, so that the time of an answer doesn't tell whether a user exists. */
    public void verifyDummy(String password) {
        if (password.length() <= MAX_LENGTH) {
            compare(password, dummyHash);
        }
    }

    /** How often a password was compared with a hash, which is the slow part. */
    public long comparisons() {
        return comparisons.sum();
    }

    private boolean compare(String password, String hash) {
        comparisons.increment();
        hashing.acquireUninterruptibly();
        try {
            if (hash.startsWith(DjangoHash.PBKDF2)) {
                return DjangoHash.matchesPbkdf2(password, hash);
            }
            String encoded = hash.startsWith(DjangoHash.ARGON2) ? DjangoHash.argon2Encoded(hash) : hash;
            return encoded.startsWith("$argon2") && argon2.matches(password, encoded);
        } finally {
            hashing.release();
        }
    }

    /** Each part is of fixed length or ended, so that no two triples run together. */
    private ByteBuffer digest(long account, String hash, String password) {
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(digestKey);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(account).flip());
            mac.update(hash.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return ByteBuffer.wrap(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
