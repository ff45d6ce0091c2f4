package org.peerage.accounts.mail;

import java.util.Optional;
import org.peerage.access.AccountDirectory;
import org.peerage.access.UserAccount;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;

/** In which language somebody is written to: that of their account, or English. */
public final class RecipientLanguages {
    private RecipientLanguages() {}

    /** By whose the address is. */
    public static Messages of(AccountDirectory directory, String email) {
        return of(directory.owner(email));
    }

    public static Messages of(Optional<UserAccount> user) {
        return user.map(UserAccount::language).flatMap(Languages::of).orElseGet(Languages::english);
    }
}
