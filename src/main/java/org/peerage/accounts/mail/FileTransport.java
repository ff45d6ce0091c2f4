package org.peerage.accounts.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Mail as files ({@code .eml}, RFC 5322) in a folder, for development and for whoever has another program send them. */
public final class FileTransport implements MailTransport {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final String from;
    private final Clock clock;
    private final AtomicLong count = new AtomicLong();

    public FileTransport(Path folder, String from, Clock clock) {
        this.folder = folder;
        this.from = from;
        this.clock = clock;
    }

    @Override
    public void send(Mailer.Mail mail, String id) throws IOException {
        String message = "From: " + from + "\r\nTo: " + header(mail.to()) + "\r\nSubject: " + encoded(mail.subject())
                + "\r\nDate: " + DATE.format(clock.instant())
                + "\r\nMessage-ID: <" + id + "@peerage>"
                + (mail.unsubscribe().isEmpty()
                        ? ""
                        : "\r\nList-Unsubscribe: <" + header(mail.unsubscribe())
                                + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click")
                + (mail.thread().isEmpty()
                        ? ""
                        : "\r\nIn-Reply-To: " + header(Mailer.Mail.messageId(mail.thread())) + "\r\nReferences: "
                                + header(Mailer.Mail.messageId(mail.thread())))
                + (mail.replyTo().isEmpty() ? "" : "\r\nReply-To: " + header(mail.replyTo()))
                + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n" + mail.text().replace("\n", "\r\n");
        Files.createDirectories(folder);
        Path file = folder.resolve(clock.millis() + "-" + count.incrementAndGet() + ".eml");
        Path part = folder.resolve(file.getFileName() + ".part");
        Files.writeString(part, message, StandardCharsets.UTF_8);
        Files.move(part, file);
    }

    private static String header(String text) {
        return text.replaceAll("[\\r\\n]", "");
    }

    private static String encoded(String text) {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        return plain
                ? text
                : "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }
}
