package org.peerage.accounts.people;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Passwords and words that are tried first, from {@code accounts/common-passwords.txt}. Found too when written with
 * digits for letters, with digits or signs around, twice in a row, two of them together, or as a run of the keyboard.
 */
final class CommonPasswords {
    private static final Set<String> WORDS = read();
    private static final int MIN_PART_LENGTH = 3;
    private static final int OWN_LETTERS = 6;
    private static final String[] RUNS = {
        "01234567890123456789",
        "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm",
        "qwertzuiopasdfghjklyxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "1q2w3e4r5t6y7u8i9o0p",
        "q1w2e3r4t5y6u7i8o9p0",
        "zaq12wsxcde34rfvbgt56yhnmju78ik"
    };

    private CommonPasswords() {}

    /** @param folded in small letters */
    static boolean has(String folded) {
        return isKnown(folded) || isKnown(plain(folded));
    }

    private static boolean isKnown(String text) {
        String core = trimmed(text);
        return WORDS.contains(text)
                || WORDS.contains(core)
                || isRun(text)
                || (core.length() < OWN_LETTERS && text.length() - core.length() >= OWN_LETTERS && isDull(text, core))
                || isMadeOfWords(core)
                || isRepeated(text);
    }

    /** Few letters, and digits that are a run or one figure again and again. */
    private static boolean isDull(String text, String core) {
        String figures = text.replace(core, "");
        return core.isEmpty() ? figures.chars().distinct().count() < 3 : isRun(figures);
    }

    /** Without digits and signs at both ends. */
    private static String trimmed(String text) {
        return text.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "");
    }

    /** Letters in place of the digits and signs that look like them. */
    private static String plain(String text) {
        return text.replace('0', 'o')
                .replace('1', 'i')
                .replace('!', 'i')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('@', 'a')
                .replace('5', 's')
                .replace('$', 's')
                .replace('7', 't')
                .replace('8', 'b')
                .replace('9', 'g');
    }

    private static boolean isRun(String text) {
        for (String run : RUNS) {
            String backwards = new StringBuilder(run).reverse().toString();
            if (text.length() >= OWN_LETTERS && (run.contains(text) || backwards.contains(text))) {
                return true;
            }
        }
        return false;
    }

    /** Two words of the list after each other, perhaps with a sign or digits between; three are a sentence. */
    private static boolean isMadeOfWords(String text) {
        for (int end = MIN_PART_LENGTH; end <= text.length() - MIN_PART_LENGTH; end++) {
            if (WORDS.contains(text.substring(0, end))) {
                String rest = text.substring(end).replaceAll("^[^\\p{L}]+", "");
                if (WORDS.contains(rest)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One to six characters again and again, such as {@code abc1abc1abc1}. */
    private static boolean isRepeated(String text) {
        for (int length = 1; length <= OWN_LETTERS; length++) {
            String part = text.substring(0, Math.min(length, text.length()));
            if (part.repeat(text.length() / length + 1).startsWith(text)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CommonPasswords.class.getResourceAsStream("/accounts/common-passwords.txt")),
                StandardCharsets.UTF_8))) {
            Set<String> passwords = new HashSet<>();
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(passwords::add);
            return Set.copyOf(passwords);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
