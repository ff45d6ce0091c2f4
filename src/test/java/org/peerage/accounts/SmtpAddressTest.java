package org.peerage.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SmtpAddressTest {
    @Test
    void allPartsAreRead() {
        assertThat(SmtpAddress.parse("smtp://user%40x:p%3Ass+1@mail.example.net:2525?starttls"))
                .isEqualTo(new SmtpAddress("mail.example.net", 2525, false, true, "user@x", "p:ss+1"));
    }

    @Test
    void portsAreTheUsualOnes() {
        assertThat(SmtpAddress.parse("smtp://h").port()).isEqualTo(25);
        assertThat(SmtpAddress.parse("smtp://h?starttls").port()).isEqualTo(587);
        assertThat(SmtpAddress.parse("smtps://h").port()).isEqualTo(465);
    }

    @Test
    void aMistakeIsNotRepeatedSinceItMayHoldAPassword() {
        assertThatThrownBy(() -> SmtpAddress.parse("http://user:secret@host"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThat(SmtpAddress.parse("smtp://user:secret@host").toString()).doesNotContain("secret");
    }
}
