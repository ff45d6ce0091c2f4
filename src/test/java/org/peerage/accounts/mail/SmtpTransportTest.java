package org.peerage.accounts.mail;

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
import org.peerage.testing.FakeSmtpServer;
import org.peerage.testing.SelfSigned;

/** Mail on the wire, and what a mail server is not told. */
class SmtpTransportTest {
    private static final Mailer.Mail MAIL = new Mailer.Mail("ada@example.net", "Grüße", "Hello\n.\nAda\n");
    private static final String LOGIN =
            Base64.getEncoder().encodeToString("peerage\0peerage\0s3cret".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private static Path folder;

    private static SelfSigned certificate;

    @BeforeAll
    static void certify() throws Exception {
        certificate = SelfSigned.create(folder, "dns:localhost,ip:127.0.0.1");
    }

    private static void carry(FakeSmtpServer stand, String options, Optional<SSLSocketFactory> trust)
            throws IOException {
        SmtpUrl address = SmtpUrl.parse("smtp://peerage:s3cret@localhost:" + stand.port() + options);
        new SmtpTransport(address, "Peerage <noreply@example.net>", Clock.systemUTC(), trust).send(MAIL, "outbox-1");
    }

    private static Optional<SSLSocketFactory> trusting(SelfSigned some) throws Exception {
        return Optional.of(some.context().getSocketFactory());
    }

    @Test
    void mailArrivesByteForByte() throws Exception {
        try (FakeSmtpServer stand = FakeSmtpServer.start()) {
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
    void startTlsEncryptsCredentialsAndMail() throws Exception {
        try (FakeSmtpServer stand = FakeSmtpServer.startEncrypting(certificate.context())) {
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
    void serverThatDoesNotOfferStartTlsIsToldNothing() throws Exception {
        try (FakeSmtpServer stand = FakeSmtpServer.start()) {
            assertThatThrownBy(() -> carry(stand, "?starttls", trusting(certificate)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("STARTTLS");
            stand.end();

            assertThat(stand.inTheClear()).startsWith("EHLO ").doesNotContain("AUTH", "MAIL", "DATA");
        }
    }

    @Test
    void serverThatNobodyVouchesForIsToldNothing() throws Exception {
        try (FakeSmtpServer stand = FakeSmtpServer.startEncrypting(certificate.context())) {
            assertThatThrownBy(() -> carry(stand, "?starttls", Optional.empty()))
                    .isInstanceOf(IOException.class);
            stand.end();

            assertThat(stand.inTheClear()).matches("EHLO .*\nSTARTTLS\n");
            assertThat(stand.encrypted()).isEmpty();
        }
    }

    @Test
    void serverOfAnotherNameIsToldNothing() throws Exception {
        SelfSigned anothers = SelfSigned.create(folder, "dns:mail.example.net");
        try (FakeSmtpServer stand = FakeSmtpServer.startEncrypting(anothers.context())) {
            assertThatThrownBy(() -> carry(stand, "?starttls", trusting(anothers)))
                    .isInstanceOf(IOException.class);
            stand.end();

            assertThat(stand.inTheClear()).matches("EHLO .*\nSTARTTLS\n");
            assertThat(stand.encrypted()).isEmpty();
        }
    }
}
