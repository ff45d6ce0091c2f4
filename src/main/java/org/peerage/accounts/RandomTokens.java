package org.peerage.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random words for cookies and links, and the hashes under which they are kept. */
public final class RandomTokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final String BACKUP_CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int BACKUP_CODE_LENGTH = 16;

    private RandomTokens() {}

    /** 256 bits, in letters that need no escaping anywhere. */
    public static String generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Some 79 bits in four groups, of letters and digits that are not taken for each other: for people to write down. */
    public static String backupCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < BACKUP_CODE_LENGTH; i++) {
            code.append(i > 0 && i % 4 == 0 ? "-" : "")
                    .append(BACKUP_CODE_ALPHABET.charAt(RANDOM.nextInt(BACKUP_CODE_ALPHABET.length())));
        }
        return code.toString();
    }

    /** SHA-256, in hexadecimal digits: what is kept of a secret. */
    public static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Whether two secrets are the same, in a time that does not tell where they differ. */
    public static boolean areEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
