package org.peerage.accounts.factors;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.peerage.accounts.RandomTokens;

/** Codes that change with time (RFC 6238): 6 digits, 30 seconds, SHA-1, which is what all apps can do. */
public final class Totp {
    private static final int SECRET_BYTES = 20;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base32 BASE32 = new Base32();
    private static final TimeBasedOneTimePasswordGenerator CODES = new TimeBasedOneTimePasswordGenerator();
    private static final long STEP_SECONDS = CODES.getTimeStep().toSeconds();

    private Totp() {}

    /** 160 bits in base 32. */
    public static String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return BASE32.encodeToString(secret);
    }

    /** The code at a time in seconds since the epoch. */
    public static String code(String secret, long seconds) {
        return at(key(secret), seconds / STEP_SECONDS);
    }

    /**
     * The step whose code was given: the present one, or the one before or after for clocks that differ. Only steps
     * after the last one that was used count, so that a code that somebody looked at is of no use to them.
     */
    public static OptionalLong step(String secret, String code, long seconds, long lastStep) {
        Key key = key(secret);
        long now = seconds / STEP_SECONDS;
        OptionalLong found = OptionalLong.empty();
        for (long step = now - 1; step <= now + 1; step++) {
            if (RandomTokens.areEqual(at(key, step), code) && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** What an app reads from the picture. */
    public static String uri(String secret, String issuer, String account) {
        return "otpauth://totp/" + escaped(issuer) + ":" + escaped(account) + "?secret=" + secret + "&issuer="
                + escaped(issuer) + "&algorithm=SHA1&digits=6&period=30";
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Key key(String secret) {
        return new SecretKeySpec(BASE32.decode(secret), CODES.getAlgorithm());
    }

    private static String at(Key key, long step) {
        try {
            return CODES.generateOneTimePasswordString(key, Instant.ofEpochSecond(step * STEP_SECONDS), Locale.ROOT);
        } catch (InvalidKeyException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
