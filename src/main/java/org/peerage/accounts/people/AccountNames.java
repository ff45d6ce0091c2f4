package org.peerage.accounts.people;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.accounts.mail.AccountMails;
import org.peerage.i18n.Messages;
import org.peerage.text.Email;

/** The names of a person: which usernames are taken, and changes of them (docs/spec/access.md §3). */
public final class AccountNames {
    static final int MAX_NAME_LENGTH = 254;
    private static final Pattern USERNAME =
            Pattern.compile("[\\w@|+\\-.,/:;<=]{1,254}", Pattern.UNICODE_CHARACTER_CLASS);

    private final Accounts accounts;
    private final AccountMails mails;

    AccountNames(Accounts accounts, AccountMails mails) {
        this.accounts = accounts;
        this.mails = mails;
    }

    /** Whose name is another's address would get that person's sign-ins. */
    static boolean isForeignAddress(String username, @Nullable String own) {
        return Email.isValid(username) && !username.equalsIgnoreCase(own);
    }

    /** What is said of a username that somebody has. */
    static String nameTaken() {
        return Messages.current().text("account.nameTaken");
    }

    static Optional<String> usernameProblem(String username) {
        if (!USERNAME.matcher(username).matches()) {
            return Optional.of(Messages.current().text("account.invalidUsername"));
        }
        String folded = username.toLowerCase(Locale.ROOT);
        if (folded.startsWith("apikey")) {
            return Optional.of(Messages.current().text("account.reservedUsername"));
        }
        return folded.startsWith("closed-")
                ? Optional.of(Messages.current().text("account.invalidUsername"))
                : Optional.empty();
    }

    /** Gives a person another username; what is wrong with it, or nothing. */
    public Optional<String> rename(UserAccount user, String username, String site) {
        Optional<String> problem = isForeignAddress(username, user.email())
                ? Optional.of(Messages.current().text("account.invalidUsername"))
                : usernameProblem(username);
        if (problem.isPresent()) {
            return problem;
        }
        if (!accounts.change(store -> store.rename(user.id(), username))) {
            return Optional.of(nameTaken());
        }
        mails.changed(user, site, "username", username);
        return Optional.empty();
    }

    /** Whether the names were not too long. */
    public boolean setNames(UserAccount user, String firstName, String lastName) {
        boolean fits = firstName.length() <= MAX_NAME_LENGTH && lastName.length() <= MAX_NAME_LENGTH;
        if (fits) {
            accounts.change(store -> {
                store.setNames(user.id(), firstName, lastName);
                return user;
            });
        }
        return fits;
    }
}
