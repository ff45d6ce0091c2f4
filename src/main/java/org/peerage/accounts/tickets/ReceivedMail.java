package org.peerage.accounts.tickets;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail (RFC 5322) in which a person answers. It belongs to the ticket whose thread it refers to, which only those know who got a
 * mail about it; who it says it is from is believed for nothing.
 */
public final class ReceivedMail {
    /** Bytes that are read of a mail. */
    public static final int MAX_SIZE = 5_000_000;

    private static final int MAX_PARTS = 50;
    private static final Pattern THREAD = Pattern.compile("<([0-9a-z]{10,40})@peerage>");

    private final MimeMessage message;

    private ReceivedMail(MimeMessage message) {
        this.message = message;
    }

    /** What became of a mail. */
    public enum Outcome {
        NOTED,
        /** It refers to no ticket. */
        NO_TICKET,
        /** A machine wrote it, such as one that says that somebody is away (RFC 3834). */
        AUTOMATIC,
        UNREADABLE
    }

    /** Reads a mail, and notes what it says. */
    public static Outcome take(InputStream in, Tickets tickets) throws IOException {
        byte[] bytes = in.readNBytes(MAX_SIZE);
        try {
            return new ReceivedMail(new MimeMessage(
                            Session.getInstance(new Properties()), new ByteArrayInputStream(bytes)))
                    .note(tickets);
        } catch (MessagingException unreadable) {
            return Outcome.UNREADABLE;
        }
    }

    private Outcome note(Tickets tickets) throws MessagingException, IOException {
        String automatic = header("Auto-Submitted");
        if (!automatic.isEmpty() && !automatic.equalsIgnoreCase("no")) {
            return Outcome.AUTOMATIC;
        }
        Matcher threads = THREAD.matcher(header("References") + " " + header("In-Reply-To"));
        while (threads.find()) {
            var ticket = tickets.ofThread(threads.group(1));
            if (ticket.isPresent()) {
                tickets.receive(ticket.get(), "mail:" + sender(), text(message, MAX_PARTS).orElse("").strip(), id());
                return Outcome.NOTED;
            }
        }
        return Outcome.NO_TICKET;
    }

    private String header(String name) throws MessagingException {
        String[] values = message.getHeader(name);
        return values == null ? "" : String.join(" ", values).strip();
    }

    private String id() throws MessagingException {
        String id = header("Message-ID");
        return id.substring(0, Math.min(250, id.length()));
    }

    private String sender() throws MessagingException {
        return message.getFrom() == null
                ? ""
                : Arrays.stream(message.getFrom())
                        .filter(InternetAddress.class::isInstance)
                        .map(address -> ((InternetAddress) address).getAddress())
                        .findFirst()
                        .orElse("");
    }

    /** The first plain text in it. */
    private static Optional<String> text(Part part, int parts) throws MessagingException, IOException {
        if (part.isMimeType("text/plain") && part.getContent() instanceof String text) {
            return Optional.of(text);
        }
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart several) {
            for (int i = 0; i < Math.min(parts, several.getCount()); i++) {
                BodyPart inside = several.getBodyPart(i);
                Optional<String> text = text(inside, parts / 2);
                if (text.isPresent()) {
                    return text;
                }
            }
        }
        return Optional.empty();
    }
}
