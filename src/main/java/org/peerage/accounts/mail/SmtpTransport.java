package org.peerage.accounts.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/** Mail by SMTP. With {@code starttls} or {@code smtps} the server has to prove its name; without, nothing is hidden. */
public final class SmtpTransport implements MailTransport {
    private static final String TIMEOUT_MILLIS = "20000";

    private final SmtpUrl server;
    private final String from;
    private final Clock clock;
    private final Session session;

    public SmtpTransport(SmtpUrl server, String from, Clock clock) {
        this(server, from, clock, Optional.empty());
    }

    /** @param trust makes the encrypted connections, where it is not the JVM that says whom to trust */
    SmtpTransport(SmtpUrl server, String from, Clock clock, Optional<SSLSocketFactory> trust) {
        this.server = server;
        this.from = from;
        this.clock = clock;
        String protocol = server.tls() ? "smtps" : "smtp";
        Properties settings = new Properties();
        settings.setProperty("mail.transport.protocol", protocol);
        for (String wait : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            settings.setProperty("mail." + protocol + "." + wait, TIMEOUT_MILLIS);
        }
        settings.setProperty("mail." + protocol + ".ssl.checkserveridentity", "true");
        settings.setProperty(
                "mail." + protocol + ".auth", Boolean.toString(!server.user().isEmpty()));
        settings.setProperty("mail." + protocol + ".starttls.enable", Boolean.toString(server.starttls()));
        settings.setProperty("mail." + protocol + ".starttls.required", Boolean.toString(server.starttls()));
        trust.ifPresent(sockets -> settings.put("mail." + protocol + ".ssl.socketFactory", sockets));
        this.session = Session.getInstance(settings);
    }

    @Override
    public void send(Mailer.Mail mail, String id) throws IOException {
        try {
            MimeMessage message = new MessageWithId(session, id);
            message.setFrom(new InternetAddress(from));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
            message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(clock.instant()));
            message.setText(mail.text(), StandardCharsets.UTF_8.name());
            message.setHeader("Auto-Submitted", "auto-generated");
            if (!mail.unsubscribe().isEmpty()) {
                message.setHeader("List-Unsubscribe", "<" + mail.unsubscribe() + ">");
                message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
            if (!mail.thread().isEmpty()) {
                message.setHeader("In-Reply-To", Mailer.Mail.messageId(mail.thread()));
                message.setHeader("References", Mailer.Mail.messageId(mail.thread()));
            }
            if (!mail.replyTo().isEmpty()) {
                message.setReplyTo(InternetAddress.parse(mail.replyTo(), true));
            }
            message.saveChanges();
            try (Transport transport = session.getTransport()) {
                transport.connect(
                        server.host(),
                        server.port(),
                        server.user().isEmpty() ? null : server.user(),
                        server.password().isEmpty() ? null : server.password());
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (MessagingException failure) {
            throw new IOException(
                    "the mail server " + server + " did not take the mail: " + failure.getMessage(), failure);
        }
    }

    /** A message that keeps its id however often it is sent. */
    private static final class MessageWithId extends MimeMessage {
        private final String id;

        MessageWithId(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@peerage>");
        }
    }
}
