package org.peerage.access.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
    private final ApiKey key = ApiKey.generate(new SecureRandom());

    @Test
    void keyHasTheFormatOfSecretScanners() {
        assertThat(key.reveal()).matches("prg[0-9A-Za-z]{8}\\.[0-9A-Za-z]{49}");
        assertThat(key.prefix()).hasSize(11).isEqualTo(key.reveal().substring(0, 11));
    }

    @Test
    void keyIsParsedBack() {
        assertThat(ApiKey.parse(key.reveal()).orElseThrow().matches(key.hash())).isTrue();
    }

    @Test
    void changedLetterBreaksTheChecksum() {
        String text = key.reveal();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(ApiKey.parse(text.substring(0, i) + other + text.substring(i + 1)))
                    .isEmpty();
        }
    }

    @Test
    void otherTextsAreNotParsed() {
        assertThat(ApiKey.parse("")).isEmpty();
        assertThat(ApiKey.parse("x.y")).isEmpty();
        assertThat(ApiKey.parse("é".repeat(61))).isEmpty();
    }

    @Test
    void otherKeysDoNotMatch() {
        assertThat(ApiKey.generate(new SecureRandom()).matches(key.hash())).isFalse();
    }

    @Test
    void toStringHidesTheSecret() {
        assertThat(key.toString()).doesNotContain(key.reveal().substring(12));
    }
}
