package org.peerage.cli;

import java.util.Map;
import java.util.Optional;
import org.peerage.access.limits.RateLimit;
import org.peerage.access.limits.RateLimitSettings;

/** The limits of docs/spec/rest.md §5 as the environment sets them, such as {@code PEERAGE_LIMIT_ANONYMOUS_READS=20/second}. */
final class RateLimitOptions {
    private static final String PREFIX = "PEERAGE_LIMIT_";

    private static final RateLimit LARGE_ANSWERS = RateLimit.parse("10/minute");

    private final Map<String, String> environment;

    private RateLimitOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException where one is no rate; the message names it
     */
    static RateLimitSettings of(Map<String, String> environment, boolean enabled) {
        RateLimitOptions limits = new RateLimitOptions(environment);
        RateLimitSettings defaults = RateLimitSettings.defaults();
        RateLimitSettings settings = new RateLimitSettings(
                enabled,
                limits.rate("ANONYMOUS_READS", defaults.anonymousReads()),
                limits.rate("SIGNED_IN_READS", defaults.signedInReads()),
                limits.rate("WRITES", defaults.writes()),
                limits.rate("IXF_IMPORT", defaults.ixfImport()),
                limits.rate("USER_MANAGEMENT", defaults.userManagement()),
                limits.rate("ANONYMOUS_PAGES", defaults.anonymousPages()),
                limits.rate("CREDENTIALS_FAILURES", defaults.credentialsFailures()),
                limits.rate("PAST_STATES", defaults.pastStates()),
                null,
                defaults.largeResponseBytes());
        Optional<String> large = limits.text("LARGE_ANSWERS");
        return large.isPresent()
                ? settings.largeResponses(
                        limits.rate("LARGE_ANSWERS", LARGE_ANSWERS),
                        limits.bytes("LARGE_ANSWER_BYTES", defaults.largeResponseBytes()))
                : settings;
    }

    private RateLimit rate(String name, RateLimit otherwise) {
        return text(name).map(text -> parse(name, text)).orElse(otherwise);
    }

    private static RateLimit parse(String name, String text) {
        try {
            return RateLimit.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(PREFIX + name + ": " + wrong.getMessage(), wrong);
        }
    }

    private long bytes(String name, long otherwise) {
        try {
            return text(name).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(PREFIX + name + ": not a number of bytes", wrong);
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(PREFIX + name)).filter(text -> !text.isBlank());
    }
}
