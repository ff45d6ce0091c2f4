package org.peerage.accounts.people;

import java.util.Optional;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.Passwords;

/** Who somebody is by name and password (docs/spec/access.md §3). */
public final class Login {
    private final Accounts accounts;
    private final Passwords passwords;

    Login(Accounts accounts, Passwords passwords) {
        this.accounts = accounts;
        this.passwords = passwords;
    }

    /** The person of that name or address, if the password is theirs; takes as long if there is nobody. */
    public Optional<UserAccount> signIn(String nameOrEmail, String password) {
        Optional<UserAccount> user = byNameOrEmail(nameOrEmail);
        if (user.isEmpty()) {
            passwords.verifyDummy(password);
            return Optional.empty();
        }
        return user.filter(known -> passwords.verify(known.id(), known.passwordHash(), password));
    }

    /** The active person of that name or address. */
    public Optional<UserAccount> byNameOrEmail(String nameOrEmail) {
        String given = nameOrEmail.strip();
        return accounts.current()
                .user(given)
                .or(() -> given.indexOf('@') < 0
                        ? Optional.empty()
                        : accounts.current().owner(given))
                .filter(UserAccount::active);
    }

    /** Whether it is the person's password. */
    public boolean isPassword(UserAccount user, String password) {
        return passwords.verify(user.id(), user.passwordHash(), password);
    }
}
