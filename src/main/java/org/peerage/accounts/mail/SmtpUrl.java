package org.peerage.accounts.mail;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * A mail server as settings name it: {@code smtp://user:password@mail.example.net:587?starttls}, or {@code smtps://…}
 * for TLS from the first byte. User and password may be missing.
 */
public record SmtpUrl(String host, int port, boolean tls, boolean starttls, String user, String password) {

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none; the message doesn't repeat it, for it may hold a password
     */
    public static SmtpUrl parse(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException unreadable) {
            throw wrong();
        }
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("smtps");
        if ((!tls && !scheme.equals("smtp")) || uri.getHost() == null) {
            throw wrong();
        }
        String query = Objects.requireNonNullElse(uri.getQuery(), "");
        if (!query.isEmpty() && !query.equals("starttls")) {
            throw wrong();
        }
        String[] who = Objects.requireNonNullElse(uri.getRawUserInfo(), "").split(":", 2);
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 465 : query.isEmpty() ? 25 : 587;
        return new SmtpUrl(
                uri.getHost(),
                port,
                tls,
                query.equals("starttls"),
                decoded(who[0]),
                who.length > 1 ? decoded(who[1]) : "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "a mail server is written as smtp://user:password@host:587?starttls or smtps://user:password@host");
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return (tls ? "smtps://" : "smtp://") + host + ":" + port + (starttls ? "?starttls" : "");
    }
}
