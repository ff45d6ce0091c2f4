package org.peerage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The mails that a server put into its folder. */
public record Mailbox(Path folder) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** All mails to an address, the oldest first. */
    public List<String> mailsTo(String email) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .map(Mailbox::text)
                    .filter(text -> text.contains("\r\nTo: " + email + "\r\n"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits for a mail to an address that has these words; fails after a while. */
    public String await(String email, String words) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            List<String> found =
                    mailsTo(email).stream().filter(text -> text.contains(words)).toList();
            if (!found.isEmpty()) {
                return found.getLast();
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("no mail to " + email + " says: " + words);
    }

    /** The path of the link in a mail. */
    public static String link(String mail) {
        Matcher link = Pattern.compile("https?://[^/\\s]+(/\\S+token=\\S+)").matcher(mail);
        if (!link.find()) {
            throw new AssertionError("no link in " + mail);
        }
        return link.group(1);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
