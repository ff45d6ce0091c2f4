package org.peerage.accounts.factors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    /** Of RFC 6238, appendix B. */
    private static final String SECRET =
            new Base32().encodeToString("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfTheStandard(long seconds, String code) {
        assertThat(Totp.code(SECRET, seconds)).isEqualTo(code);
    }

    @Test
    void clockMayBeHalfAMinuteOff() {
        String code = Totp.code(SECRET, 3000);

        assertThat(Totp.step(SECRET, code, 3030, 0)).hasValue(100);
        assertThat(Totp.step(SECRET, code, 2970, 0)).hasValue(100);
        assertThat(Totp.step(SECRET, code, 3060, 0)).isEmpty();
    }

    @Test
    void codeThatWasUsedIsRefused() {
        assertThat(Totp.step(SECRET, Totp.code(SECRET, 3000), 3000, 100)).isEmpty();
        assertThat(Totp.step(SECRET, Totp.code(SECRET, 2970), 3000, 100)).isEmpty();
        assertThat(Totp.step(SECRET, Totp.code(SECRET, 3030), 3000, 100)).hasValue(101);
    }

    @Test
    void secretsHaveTwentyBytes() {
        String secret = Totp.newSecret();

        assertThat(secret).matches("[A-Z2-7]{32}");
        assertThat(new Base32().decode(secret)).hasSize(20);
    }

    @Test
    void addressForAppsEscapesNames() {
        assertThat(Totp.uri("AB", "Peerage", "a b&c"))
                .isEqualTo(
                        "otpauth://totp/Peerage:a%20b%26c?secret=AB&issuer=Peerage&algorithm=SHA1&digits=6&period=30");
    }
}
