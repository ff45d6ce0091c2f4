package org.peerage.accounts.tickets;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mail (RFC 5322) in which a person answers. It belongs to the ticket whose thread it refers to, which only those know who got a
 * mail about it; who it says it is from is believed for nothing.
 */
public final class ReceivedMail {
    /** Bytes that are read of a mail. */
    public static final int MAX_SIZE = 5_000_000;

    private static final int MAX_PARTS = 50;
    private static final String PLAIN = "text/plain";
    private static final Set<String> AUTOMATIC = Set.of("bulk", "junk", "auto_reply");
    private static final Logger LOG = LoggerFactory.getLogger(ReceivedMail.class);
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
        /** The ticket has so many already. */
        TOO_MANY,
        UNREADABLE
    }

    /** Reads a mail, and notes what it says. */
    public static Outcome take(InputStream in, Tickets tickets) throws IOException {
        byte[] bytes = in.readNBytes(MAX_SIZE);
        long _ = in.transferTo(OutputStream.nullOutputStream()); // who hands it over waits until all is read
        // What it holds is read from memory: only what it says can be wrong from here on.
        try {
            return new ReceivedMail(
                            new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes)))
                    .note(tickets);
        } catch (MessagingException | IOException unreadable) {
            return Outcome.UNREADABLE;
        }
    }

    private Outcome note(Tickets tickets) throws MessagingException, IOException {
        if (isAutomatic()) {
            return Outcome.AUTOMATIC;
        }
        Matcher threads = THREAD.matcher(header("References") + " " + header("In-Reply-To"));
        while (threads.find()) {
            var ticket = tickets.ofThread(threads.group(1));
            if (ticket.isPresent()) {
                String text = text(message, PLAIN, MAX_PARTS)
                        .or(() -> text(message, "text/html", MAX_PARTS).map(HtmlText::of))
                        .orElse("");
                return tickets.receiveMail(ticket.get(), "mail:" + sender(), text.strip(), header("Message-ID"))
                        ? Outcome.NOTED
                        : Outcome.TOO_MANY;
            }
        }
        return Outcome.NO_TICKET;
    }

    /** By RFC 3834, or what machines say that do not know it: delivery reports (RFC 3464), bulk mail, no way back. */
    private boolean isAutomatic() throws MessagingException {
        String automatic = header("Auto-Submitted");
        return (!automatic.isEmpty() && !automatic.equalsIgnoreCase("no"))
                || header("Return-Path").equals("<>")
                || message.isMimeType("multipart/report")
                || AUTOMATIC.contains(header("Precedence").toLowerCase(Locale.ROOT));
    }

    private String header(String name) throws MessagingException {
        String[] values = message.getHeader(name);
        return values == null ? "" : String.join(" ", values).strip();
    }

    /** As the mail says it, however it writes that: nothing hangs on it. */
    private String sender() throws MessagingException {
        try {
            return Arrays.stream(InternetAddress.parseHeader(header("From"), false))
                    .map(InternetAddress::getAddress)
                    .findFirst()
                    .orElse("");
        } catch (AddressException unreadable) {
            return "";
        }
    }

    /** The first text of a type in it. */
    private static Optional<String> text(Part part, String type, int parts) {
        try {
            if (part.isMimeType(type) || (type.equals(PLAIN) && !hasReadableType(part))) {
                return Optional.of(content(part));
            }
            if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart several) {
                for (int i = 0; i < Math.min(parts, several.getCount()); i++) {
                    Optional<String> text = text(several.getBodyPart(i), type, parts / 2);
                    if (text.isPresent()) {
                        return text;
                    }
                }
            }
            return Optional.empty();
        } catch (MessagingException | IOException unreadable) {
            return Optional.empty();
        }
    }

    /** What says nonsense of its type is plain text (RFC 2045 §5.2). */
    private static boolean hasReadableType(Part part) throws MessagingException {
        try {
            ContentType _ = new ContentType(part.getContentType());
            return true;
        } catch (ParseException nonsense) {
            return false;
        }
    }

    private static String content(Part part) throws MessagingException, IOException {
        try {
            if (part.getContent() instanceof String text) {
                return text;
            }
        } catch (UnsupportedEncodingException | UnsupportedCharsetException | IllegalCharsetNameException unknown) {
            LOG.debug("a mail names a character set that nobody knows", unknown);
        }
        // In an unknown character set, what is ASCII can be read at least.
        try (InputStream bytes = part.getInputStream()) {
            return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
