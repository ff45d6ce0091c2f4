package org.peerage.accounts.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.peerage.i18n.Messages;

/** Which passwords are taken (docs/spec/access.md §3): long ones that nobody tries first. */
public final class PasswordRules {
    public static final int MIN_LENGTH = 12;
    public static final int MAX_LENGTH = 1024;

    private static final int MIN_DISTINCT_LETTERS = 4;
    private static final int MIN_NAME_LENGTH = 4;

    private PasswordRules() {}

    /** What is wrong with a password; empty: nothing. */
    public static Optional<String> problem(String password, String username, String email) {
        if (password.codePointCount(0, password.length()) < MIN_LENGTH) {
            return Optional.of(Messages.current().text("password.short", MIN_LENGTH));
        }
        if (password.length() > MAX_LENGTH) {
            return Optional.of(Messages.current().text("password.long", MAX_LENGTH));
        }
        String folded = password.toLowerCase(Locale.ROOT);
        if (names(username, email).stream().anyMatch(name -> isMostly(name, folded))) {
            return Optional.of(Messages.current().text("password.alike"));
        }
        if (folded.chars().distinct().count() < MIN_DISTINCT_LETTERS || CommonPasswords.has(folded)) {
            return Optional.of(Messages.current().text("password.common"));
        }
        return Optional.empty();
    }

    private static List<String> names(String username, String email) {
        List<String> names = new ArrayList<>();
        names.add(username);
        names.add(email);
        int at = email.indexOf('@');
        if (at > 0) {
            names.add(email.substring(0, at));
            names.add(email.substring(at + 1));
        }
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.length() >= MIN_NAME_LENGTH)
                .toList();
    }

    /** Whether a password is a name, forwards or backwards, and not much else. */
    private static boolean isMostly(String name, String password) {
        String backwards = new StringBuilder(name).reverse().toString();
        for (String part : List.of(name, backwards)) {
            int times = (password.length() - password.replace(part, "").length()) / part.length();
            if (password.length() - times * part.length() < MIN_LENGTH / 2 && times > 0) {
                return true;
            }
        }
        return false;
    }
}
