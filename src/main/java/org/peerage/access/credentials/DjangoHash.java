package org.peerage.access.credentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The password hashes that come with accounts imported from Django. */
final class DjangoHash {
    /** {@code argon2} and the usual encoded form, which begins with a dollar sign. */
    static final String ARGON2 = "argon2$";

    /** {@code pbkdf2_sha256$<iterations>$<salt>$<hash in base64>}. */
    static final String PBKDF2 = "pbkdf2_sha256$";

    private static final int PBKDF2_BITS = 256;
    private static final int MAX_ITERATIONS = 10_000_000;

    private DjangoHash() {}

    static String argon2Encoded(String hash) {
        return hash.substring(ARGON2.length() - 1);
    }

    static boolean matchesPbkdf2(String password, String hash) {
        String[] parts = hash.split("\\$", -1);
        if (parts.length != 4 || parts[2].isEmpty() || password.isEmpty()) {
            return false;
        }
        try {
            int iterations = Integer.parseInt(parts[1]);
            if (iterations < 1 || iterations > MAX_ITERATIONS) {
                return false;
            }
            byte[] salt = parts[2].getBytes(StandardCharsets.UTF_8);
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, PBKDF2_BITS);
            byte[] computed = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return MessageDigest.isEqual(computed, Base64.getDecoder().decode(parts[3]));
        } catch (IllegalArgumentException e) { // a number or base64 that is none: nobody's hash
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
