package org.peerage.accounts;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes that change with time (RFC 6238): 6 digits, 30 seconds, SHA-1, which is what all apps can do. */
public final class Totp {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int SECRET_BYTES = 20;
    private static final int STEP_SECONDS = 30;
    private static final int MODULUS = 1_000_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Totp() {}

    /** 160 bits in base 32. */
    public static String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return encode(secret);
    }

    /** The code at a time in seconds since the epoch. */
    public static String code(String secret, long seconds) {
        return at(decode(secret), seconds / STEP_SECONDS);
    }

    /**
     * The step whose code was given: the present one, or the one before or after for clocks that differ. Only steps
     * after the last one that was used count, so that a code that somebody looked at is of no use to them.
     */
    public static OptionalLong step(String secret, String code, long seconds, long lastStep) {
        byte[] key = decode(secret);
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

    private static String at(byte[] key, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            ByteBuffer hash = ByteBuffer.wrap(
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array()));
            int place = hash.get(hash.capacity() - 1) & 0xF;
            return String.format(Locale.ROOT, "%06d", (hash.getInt(place) & Integer.MAX_VALUE) % MODULUS);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte b : bytes) {
            bits = (bits << 8) | (b & 0xFF);
            held += 8;
            while (held >= 5) {
                text.append(LETTERS.charAt((bits >> (held - 5)) & 31));
                held -= 5;
            }
            bits &= (1 << held) - 1;
        }
        return held == 0
                ? text.toString()
                : text.append(LETTERS.charAt((bits << (5 - held)) & 31)).toString();
    }

    static byte[] decode(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 5 / 8);
        int bits = 0;
        int held = 0;
        for (int i = 0; i < text.length() && bytes.hasRemaining(); i++) {
            bits = (bits << 5) | LETTERS.indexOf(text.charAt(i));
            held += 5;
            if (held >= 8) {
                bytes.put((byte) (bits >> (held - 8)));
                held -= 8;
                bits &= (1 << held) - 1;
            }
        }
        return bytes.array();
    }
}
