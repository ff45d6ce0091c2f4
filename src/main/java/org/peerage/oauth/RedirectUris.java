package org.peerage.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which addresses may be registered, and which a request may name (docs/spec/identity.md §2, §3; RFC 9700 §4.1.3). They
 * are compared as text, never taken apart: two parsers that differ would be a way out.
 */
public final class RedirectUris {
    private static final int MAX_LENGTH = 1000;
    /** RFC 8252 §7.3: a program on the person's own machine listens at any port. */
    private static final Pattern LOOPBACK =
            Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1]|localhost))(?::[0-9]{1,5})?((?:[/?].*)?)");

    /** The parameters of answers (RFC 6749 §4.1.2, RFC 9207, OpenID Connect Session Management §2). */
    private static final Set<String> ANSWER = Set.of(
            "code",
            "state",
            "iss",
            "error",
            "error_description",
            "error_uri",
            "access_token",
            "token_type",
            "expires_in",
            "id_token",
            "session_state");

    private RedirectUris() {}

    /** Why an address cannot be registered: a code, for which pages have the words. */
    public static Optional<String> problem(String text) {
        if (!isPlain(text)) {
            return Optional.of("url");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException notOne) {
            return Optional.of("url");
        }
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
        String host = Objects.requireNonNullElse(uri.getHost(), "");
        if (!scheme.equals("https") && !LOOPBACK.matcher(text).matches()) {
            return Optional.of("scheme");
        }
        if (host.isEmpty() || uri.getRawUserInfo() != null || text.contains("#") || text.contains("*")) {
            return Optional.of("parts");
        }
        return Optional.empty();
    }

    /** Why an origin cannot be registered. */
    public static Optional<String> originProblem(String text) {
        boolean loopback = LOOPBACK.matcher(text).matches();
        if (!text.startsWith("https://") && !loopback) {
            return Optional.of("originScheme");
        }
        return problem(text).isPresent() || !origin(text).equals(text) ? Optional.of("origin") : Optional.empty();
    }

    /** Scheme, host and port of an address that was checked. */
    public static String origin(String uri) {
        URI parsed = URI.create(uri);
        return parsed.getScheme() + "://" + parsed.getRawAuthority().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a request may name this address: one that is registered, or the same with further parameters behind
     * it, which clients of the reference add.
     */
    static boolean isRegistered(Application application, String uri) {
        return isPlain(uri)
                && isUri(uri)
                && uri.indexOf('#') < 0
                && application.redirectUris().stream().anyMatch(registered -> fits(application, registered, uri));
    }

    /** Not where an escape is half one: the answer could not be put behind it. */
    private static boolean isUri(String text) {
        try {
            return new URI(text).getRawAuthority() != null;
        } catch (URISyntaxException notOne) {
            return false;
        }
    }

    private static boolean fits(Application application, String registered, String uri) {
        if (matches(registered, uri)) {
            return true;
        }
        Matcher own = LOOPBACK.matcher(registered);
        Matcher asked = LOOPBACK.matcher(uri);
        return application.isPublic()
                && own.matches()
                && asked.matches()
                && matches(own.group(1) + own.group(2), asked.group(1) + asked.group(2));
    }

    private static boolean matches(String registered, String uri) {
        String beginning = registered + (registered.indexOf('?') < 0 ? "?" : "&");
        return uri.equals(registered) || (uri.startsWith(beginning) && !hasAnswer(uri.substring(beginning.length())));
    }

    /** Whether parameters contain one of ours: of two codes, the application might take the one that a stranger put there. */
    private static boolean hasAnswer(String query) {
        return Arrays.stream(query.split("[&;]", -1))
                .map(pair -> URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8))
                .anyMatch(name -> ANSWER.contains(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** Whether whoever asks could be any program on the person's machine. */
    static boolean isLoopback(String uri) {
        return LOOPBACK.matcher(uri).matches();
    }

    /** What every parser reads alike: visible ASCII without quotes and backslashes. */
    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F && "\\\"<>^`{|}".indexOf(c) < 0);
    }
}
