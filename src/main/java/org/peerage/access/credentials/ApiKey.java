package org.peerage.access.credentials;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A whole API key, {@code <prefix>.<secret>} (docs/spec/access.md §2), 61 characters: {@code prg} and 8 letters or digits
 * that name the key; a dot; 256 random bits in 43 letters or digits; the CRC-32 of all that in 6, by which a secret
 * scanner tells a leaked key from look-alikes. In a regular expression: {@code prg[0-9A-Za-z]{8}\.[0-9A-Za-z]{49}}.
 */
public final class ApiKey {
    /** What each key begins with. */
    public static final String MARK = "prg";

    static final int PREFIX_LENGTH = MARK.length() + 8;

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int SECRET_BITS = 256;
    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int LENGTH = PREFIX_LENGTH + 1 + SECRET_LENGTH + CHECKSUM_LENGTH;

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    public static ApiKey generate(SecureRandom random) {
        StringBuilder key = new StringBuilder(LENGTH).append(MARK);
        for (int i = MARK.length(); i < PREFIX_LENGTH; i++) {
            key.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        key.append('.').append(digits(new BigInteger(SECRET_BITS, random), SECRET_LENGTH));
        return new ApiKey(key.append(checksum(key)).toString());
    }

    /** Empty unless the text has the form of a key and its checksum is right. */
    public static Optional<ApiKey> parse(String text) {
        if (text.length() != LENGTH || !text.startsWith(MARK) || text.charAt(PREFIX_LENGTH) != '.') {
            return Optional.empty();
        }
        int body = LENGTH - CHECKSUM_LENGTH;
        boolean isWhole = text.substring(body).equals(checksum(text.substring(0, body)));
        return isWhole ? Optional.of(new ApiKey(text)) : Optional.empty();
    }

    private static String checksum(CharSequence body) {
        CRC32 crc = new CRC32();
        crc.update(body.toString().getBytes(StandardCharsets.UTF_8));
        return digits(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
    }

    private static String digits(BigInteger number, int length) {
        char[] digits = new char[length];
        BigInteger rest = number;
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            digits[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(digits);
    }

    /** The part that names the key, and is no secret. */
    public String prefix() {
        return text.substring(0, PREFIX_LENGTH);
    }

    /** The whole key; shown to its owner once. */
    public String reveal() {
        return text;
    }

    /**
     * What is stored: SHA-256 of the whole key, in hex. Not a slow hash as for passwords: those make guessing dear, and
     * 256 random bits can't be guessed at any speed, while each request has to be checked.
     */
    public String hash() {
        return HexFormat.of().formatHex(Sha256.sha256(text));
    }

    /** Compares in constant time. */
    public boolean matches(String storedHash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), storedHash.getBytes(StandardCharsets.US_ASCII));
    }

    /** The prefix only, for logs. */
    @Override
    public String toString() {
        return prefix() + ".…";
    }
}
