package org.peerage.access.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Passwords passwords = new Passwords(nanos::get);

    @Test
    void rightPasswordVerifiesRepeatedly() {
        String hash = passwords.hash("correct horse");

        assertThat(passwords.verify(1, hash, "correct horse")).isTrue();
        assertThat(passwords.verify(1, hash, "correct horse")).isTrue();
        assertThat(passwords.verify(1, hash, "wrong horse")).isFalse();
    }

    @Test
    void newHashesAreArgon2id() {
        assertThat(passwords.hash("x")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void changedHashInvalidatesTheOldPassword() {
        assertThat(passwords.verify(1, passwords.hash("old"), "old")).isTrue();

        assertThat(passwords.verify(1, passwords.hash("new"), "old")).isFalse();
    }

    @Test
    void djangoHashesVerify() throws Exception {
        String argon2 = "argon2" + passwords.hash("imported");
        byte[] salt = "salt".getBytes(StandardCharsets.UTF_8);
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec("imported".toCharArray(), salt, 1000, 256))
                .getEncoded();
        String pbkdf2 = "pbkdf2_sha256$1000$salt$" + Base64.getEncoder().encodeToString(hash);

        assertThat(passwords.verify(1, argon2, "imported")).isTrue();
        assertThat(passwords.verify(1, argon2, "other")).isFalse();
        assertThat(passwords.verify(2, pbkdf2, "imported")).isTrue();
        assertThat(passwords.verify(2, pbkdf2, "other")).isFalse();
    }

    @Test
    void hashesOfUnknownFormatMatchNothing() {
        for (String hash : new String[] {"", "!", "plain", "pbkdf2_sha256$x$y$z", "pbkdf2_sha256$1$y$*", "argon2$x"}) {
            assertThat(passwords.verify(1, hash, "plain")).isFalse();
        }
    }
}
