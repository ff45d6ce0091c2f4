package org.peerage.accounts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which passwords are taken (spec/access.md §3): long ones that nobody tries first. */
public final class PasswordRules {
    public static final int SHORTEST = 12;
    public static final int LONGEST = 1024;

    private static final Set<String> COMMON = common();

    private PasswordRules() {}

    /** What is wrong with a password; empty: nothing. */
    public static Optional<String> problem(String password, String username, String email) {
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of("A password has at least " + SHORTEST + " characters.");
        }
        if (password.length() > LONGEST) {
            return Optional.of("A password has at most " + LONGEST + " characters.");
        }
        String folded = password.toLowerCase(Locale.ROOT);
        String name = email.substring(0, Math.max(0, email.indexOf('@'))).toLowerCase(Locale.ROOT);
        if (folded.equals(username.toLowerCase(Locale.ROOT))
                || folded.equals(email.toLowerCase(Locale.ROOT))
                || folded.equals(name)) {
            return Optional.of("The password is your name or address.");
        }
        if (COMMON.contains(folded) || folded.chars().distinct().count() < 4) {
            return Optional.of("This password is one of those that are tried first.");
        }
        return Optional.empty();
    }

    private static Set<String> common() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PasswordRules.class.getResourceAsStream("/accounts/common-passwords.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).collect(Collectors.toUnmodifiableSet());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
