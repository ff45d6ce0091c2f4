package org.peerage.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.accounts.mail.SmtpUrl;

/**
 * How mail leaves this site.
 *
 * @param server the SMTP server, {@code PEERAGE_SMTP_URL}; null: mail is put into files
 * @param from the sender, {@code PEERAGE_MAIL_FROM}
 * @param contact who looks after the registry and gets tickets, {@code PEERAGE_CONTACT_EMAIL}; empty: tickets wait
 */
public record MailSettings(@Nullable SmtpUrl server, String from, String contact) {
    private static final String SENDER = "Peerage <noreply@localhost>";

    static final MailSettings FILES = new MailSettings(null, SENDER, "");

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException where one makes no sense; the message names it
     */
    static MailSettings of(Map<String, String> environment) {
        Optional<String> url = text(environment, "PEERAGE_SMTP_URL");
        try {
            return new MailSettings(
                    url.map(SmtpUrl::parse).orElse(null),
                    text(environment, "PEERAGE_MAIL_FROM").orElse(SENDER),
                    text(environment, "PEERAGE_CONTACT_EMAIL").orElse(""));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("PEERAGE_SMTP_URL: " + wrong.getMessage(), wrong);
        }
    }

    /** Where mail goes, in words: the mail server, or the folder that stands in for one. */
    String destination(Path outbox) {
        return server == null
                ? outbox.toAbsolutePath().normalize() + ", as files (no PEERAGE_SMTP_URL is set)"
                : server.host() + ", port " + server.port();
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
