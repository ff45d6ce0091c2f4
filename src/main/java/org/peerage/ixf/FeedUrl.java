package org.peerage.ixf;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a feed is, as a client needs it. Read as browsers do rather than as {@link URI} does: hosts may have an underscore or letters
 * beyond ASCII, and what does not belong into a URL is escaped.
 *
 * @param host as names are resolved, in lower case; IPv6 addresses without brackets
 * @param path with the query, as in a request
 */
record FeedUrl(boolean isSecure, String host, int port, boolean isUsualPort, String path) {
    private static final String UNSAFE = " \"<>\\^`{|}";
    private static final Pattern AUTHORITY = Pattern.compile("(?:.*@)?(\\[[^\\]]+\\]|[^:\\[\\]]+)(?::([0-9]{0,9}))?");
    private static final int MAX_PORT = 65_535;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** A URL as people write it. */
    static URI parse(String text) throws URISyntaxException {
        StringBuilder escaped = new StringBuilder();
        String url = text.strip();
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            boolean isUnsafe = UNSAFE.indexOf(c) >= 0 || (c == '%' && !isEscape(url, i));
            escaped.append(isUnsafe ? "%%%02X".formatted((int) c) : Character.toString(c));
        }
        return new URI(escaped.toString());
    }

    /** The host of a URL as people write it; empty: there is none that could be asked. */
    static String hostOf(String text) {
        try {
            return of(parse(text)).host();
        } catch (URISyntaxException | IllegalArgumentException unusable) {
            return "";
        }
    }

    private static boolean isEscape(String url, int at) {
        return at + 2 < url.length()
                && Character.digit(url.charAt(at + 1), 16) >= 0
                && Character.digit(url.charAt(at + 2), 16) >= 0;
    }

    /**
     * The place of a URL.
     *
     * @throws IllegalArgumentException where nothing can be fetched from it; the message is for the exchange
     */
    static FeedUrl of(URI place) {
        String scheme = String.valueOf(place.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("Feeds are fetched by http and https, not by " + scheme);
        }
        Matcher authority = AUTHORITY.matcher(String.valueOf(place.getRawAuthority()));
        if (place.getRawAuthority() == null || !authority.matches()) {
            throw new IllegalArgumentException("The URL has no host: " + place);
        }
        boolean isSecure = scheme.equals("https");
        int usual = isSecure ? HTTPS : HTTP;
        String given = authority.group(2);
        int port = given == null || given.isEmpty() ? usual : Integer.parseInt(given);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("The URL has no port that could be asked: " + port);
        }
        return new FeedUrl(isSecure, host(authority.group(1), place), port, port == usual, path(place));
    }

    private static String host(String written, URI place) {
        if (written.startsWith("[")) {
            return written.substring(1, written.length() - 1).toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(written).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noName) {
            throw new IllegalArgumentException("The URL has no host: " + place, noName);
        }
    }

    private static String path(URI place) {
        URI ascii = URI.create(place.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    /** Scheme, host and port (RFC 6454 §4): who gets what is meant for one of them alone. */
    String origin() {
        return (isSecure ? "https://" : "http://") + authority();
    }

    /** The origin of a place; empty: it has none that could be asked. */
    static String originOf(URI place) {
        try {
            return of(place).origin();
        } catch (IllegalArgumentException unusable) {
            return "";
        }
    }

    /** As the request's {@code Host} has it. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return isUsualPort ? name : name + ":" + port;
    }
}
