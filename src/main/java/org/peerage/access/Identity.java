package org.peerage.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * By what a person is known beside the name.
 *
 * @param furtherEmails confirmed addresses beside that of the account, oldest first
 * @param secondFactor whether there is one of any kind
 * @param confirmed when the person last showed that their address is still theirs, in seconds since the epoch; null: not yet
 */
record Identity(
        List<String> furtherEmails,
        boolean secondFactor,
        @Nullable Long confirmed) {
    static final Identity NONE = new Identity(List.of(), false, null);

    Identity {
        furtherEmails = List.copyOf(furtherEmails);
    }

    /** Confirmed addresses, the primary one first. */
    List<String> emails(UserAccount user) {
        if (user.email() == null || !user.verified()) {
            return furtherEmails;
        }
        List<String> all = new ArrayList<>();
        all.add(user.email());
        all.addAll(furtherEmails);
        return List.copyOf(all);
    }

    /** All addresses that may lead to the person, confirmed or not, as they are compared. */
    Set<String> claimed(UserAccount user) {
        Set<String> all = new TreeSet<>();
        if (user.email() != null) {
            all.add(comparable(user.email()));
        }
        furtherEmails.forEach(email -> all.add(comparable(email)));
        return all;
    }

    static String comparable(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
