package org.peerage.access;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** By what people are known beside their names: all their confirmed addresses, and whether they have a second factor. */
final class Identities {
    static final Identities NONE = new Identities(Map.of(), Set.of());

    private final Map<Long, List<String>> furtherEmails;
    private final Set<Long> withSecondFactor;

    private Identities(Map<Long, List<String>> furtherEmails, Set<Long> withSecondFactor) {
        this.furtherEmails = furtherEmails;
        this.withSecondFactor = withSecondFactor;
    }

    static Identities read(Rows rows) throws SQLException {
        Map<Long, List<String>> emails = new HashMap<>();
        rows.query("select user_id, email from user_email where confirmed order by id", row -> emails.computeIfAbsent(
                        row.getLong(1), id -> new ArrayList<>())
                .add(row.getString(2)));
        Set<Long> second = new HashSet<>(rows.query(
                "select user_id from authenticator where confirmed union select user_id from passkey",
                row -> row.getLong(1)));
        return new Identities(emails, second);
    }

    /** Confirmed ones, the primary one first. */
    List<String> emails(UserAccount user) {
        List<String> further = furtherEmails.getOrDefault(user.id(), List.of());
        if (user.email() == null || !user.verified()) {
            return List.copyOf(further);
        }
        List<String> all = new ArrayList<>();
        all.add(user.email());
        all.addAll(further);
        return List.copyOf(all);
    }

    boolean hasSecondFactor(long user) {
        return withSecondFactor.contains(user);
    }

    /** Whose address it is: who confirmed it, or else who signed up with it. */
    Optional<UserAccount> owner(String email, Iterable<UserAccount> users) {
        String wanted = email.toLowerCase(Locale.ROOT);
        UserAccount claims = null;
        for (UserAccount user : users) {
            if (emails(user).stream()
                    .anyMatch(own -> own.toLowerCase(Locale.ROOT).equals(wanted))) {
                return Optional.of(user);
            }
            if (user.email() != null && user.email().toLowerCase(Locale.ROOT).equals(wanted)) {
                claims = user;
            }
        }
        return Optional.ofNullable(claims);
    }
}
