package org.peerage.ixf;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A header that the server of a protected feed wants, such as {@code Authorization} (docs/spec/ixf.md §2). Its value is a secret: nobody
 * is shown it again, and it is sent to nobody but the server of the URL that it was entered for.
 *
 * @param url of the feed that it was entered for: at another it is not sent, or whoever changes the URL could have it sent to himself
 */
public record FeedHeader(String name, String value, String url) {
    public static final int MAX_NAME = 64;
    public static final int MAX_VALUE = 4096;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1," + MAX_NAME + "}");
    private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]{0," + (MAX_VALUE - 2) + "}[!-~])?");

    /** What we say ourselves, what is about the connection (RFC 9110 §7.6.1), and what tells servers who is asking. */
    private static final Set<String> OURS = Set.of(
            "host",
            "user-agent",
            "accept",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect",
            "range",
            "max-forwards",
            "cookie",
            "cookie2",
            "set-cookie",
            "date",
            "via",
            "forwarded",
            "origin",
            "referer",
            "from",
            "true-client-ip",
            "x-real-ip",
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "x-original-url",
            "x-rewrite-url");

    private static final Set<String> OUR_KINDS =
            Set.of("accept-", "access-control-", "cf-", "content-", "if-", "proxy-", "sec-", "x-forwarded-");

    /** Whether a header may be called that. */
    public static boolean isName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAME.matcher(name).matches()
                && !OURS.contains(lower)
                && OUR_KINDS.stream().noneMatch(lower::startsWith);
    }

    /** Whether it can be sent: ASCII that can be seen, with blanks only in between (RFC 9110 §5.5). */
    public static boolean isValue(String value) {
        return VALUE.matcher(value).matches();
    }

    public FeedHeader {
        if (!isName(name) || !isValue(value)) {
            throw new IllegalArgumentException("no header that is sent: " + name);
        }
    }

    /**
     * As somebody has entered it, be it wrong.
     *
     * @param url that it was meant for
     */
    public record Entered(String name, String value, String url) {
        /** Of one that is right. */
        public FeedHeader header() {
            return new FeedHeader(name, value, url);
        }

        /** Without the secret, which may stand in the wrong place. */
        @Override
        public String toString() {
            return "Entered[]";
        }
    }

    /** A header, if it is one that is sent. */
    static Optional<FeedHeader> of(String name, String value, String url) {
        return isName(name) && isValue(value) ? Optional.of(new FeedHeader(name, value, url)) : Optional.empty();
    }

    /** As a request has it. */
    String line() {
        return name + ": " + value + "\r\n";
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "FeedHeader[" + name + "]";
    }
}
