package org.peerage.accounts.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SmtpUrlTest {
    @Test
    void urlPartsAreParsed() {
        assertThat(SmtpUrl.parse("smtp://user%40x:p%3Ass+1@mail.example.net:2525?starttls"))
                .isEqualTo(new SmtpUrl("mail.example.net", 2525, false, true, "user@x", "p:ss+1"));
    }

    @Test
    void portsAreTheUsualOnes() {
        assertThat(SmtpUrl.parse("smtp://h").port()).isEqualTo(25);
        assertThat(SmtpUrl.parse("smtp://h?starttls").port()).isEqualTo(587);
        assertThat(SmtpUrl.parse("smtps://h").port()).isEqualTo(465);
    }

    @Test
    void mistakeIsNotRepeatedSinceItMayHoldAPassword() {
        assertThatThrownBy(() -> SmtpUrl.parse("http://user:secret@host"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThat(SmtpUrl.parse("smtp://user:secret@host").toString()).doesNotContain("secret");
    }
}
