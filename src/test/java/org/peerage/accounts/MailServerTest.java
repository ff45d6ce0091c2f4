package org.peerage.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.testing.SelfSigned;
import org.peerage.testing.SmtpStand;

/** Mail on the wire, and what a mail server is not told. */
class MailServerTest {
    private static final Post.Mail MAIL = new Post.Mail("ada@example.net", "Grüße", "Hello\n.\nAda\n");
    private static final String LOGIN =
            Base64.getEncoder().encodeToString("peerage\0peerage\0s3cret".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private static Path folder;

    private static SelfSigned certificate;

    @BeforeAll
    static void certify() throws Exception {
        certificate = SelfSigned.make(folder, "dns:localhost,ip:127.0.0.1");
    }

    private static void carry(SmtpStand stand, String options, Optional<SSLSocketFactory> trust) throws IOException {
        SmtpAddress address = SmtpAddress.parse("smtp://peerage:s3cret@localhost:" + stand.port() + options);
        new MailServer(address, "Peerage <noreply@example.net>", Clock.systemUTC(), trust).carry(MAIL, "outbox-1");
    }

    private static Optional<SSLSocketFactory> trusting(SelfSigned some) throws Exception {
        return Optional.of(some.context().getSocketFactory());
    }

    @Test
    void mailArrivesByteForByte() throws Exception {
        try (SmtpStand stand = SmtpStand.start()) {
            carry(stand, "", Optional.empty());
            stand.end();

            assertThat(stand.inTheClear())
                    .contains("AUTH PLAIN " + LOGIN)
                    .contains("MAIL FROM:<noreply@example.net>")
                    .contains("RCPT TO:<ada@example.net>")
                    .contains("Message-ID: <outbox-1@peerage>")
                    .contains("Subject: =?UTF-8?")
                    .contains("Hello\n..\nAda");
        }
    }

    @Test
    void withStartTlsNothingThatMattersIsSaidInTheClear() throws Exception {
        try (SmtpStand stand = SmtpStand.startEncrypting(certificate.context())) {
            carry(stand, "?starttls", trusting(certificate));
            stand.end();

            assertThat(stand.inTheClear()).matches("EHLO .*\nSTARTTLS\n");
            assertThat(stand.encrypted())
                    .contains("AUTH PLAIN " + LOGIN)
                    .contains("MAIL FROM:<noreply@example.net>")
                    .contains("Hello\n..\nAda");
        }
    }

    @Test
    void aServerThatDoesNotOfferStartTlsIsToldNothing() throws Exception {
        try (SmtpStand stand = SmtpStand.start()) {
            assertThatThrownBy(() -> carry(stand, "?starttls", trusting(certificate)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("STARTTLS");
            stand.end();

            assertThat(stand.inTheClear()).startsWith("EHLO ").doesNotContain("AUTH", "MAIL", "DATA");
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsToldNothing() throws Exception {
        try (SmtpStand stand = SmtpStand.startEncrypting(certificate.context())) {
            assertThatThrownBy(() -> carry(stand, "?starttls", Optional.empty()))
                    .isInstanceOf(IOException.class);
            stand.end();

            assertThat(stand.inTheClear()).matches("EHLO .*\nSTARTTLS\n");
            assertThat(stand.encrypted()).isEmpty();
        }
    }

    @Test
    void aServerOfAnotherNameIsToldNothing() throws Exception {
        SelfSigned anothers = SelfSigned.make(folder, "dns:mail.example.net");
        try (SmtpStand stand = SmtpStand.startEncrypting(anothers.context())) {
            assertThatThrownBy(() -> carry(stand, "?starttls", trusting(anothers)))
                    .isInstanceOf(IOException.class);
            stand.end();

            assertThat(stand.inTheClear()).matches("EHLO .*\nSTARTTLS\n");
            assertThat(stand.encrypted()).isEmpty();
        }
    }
}
