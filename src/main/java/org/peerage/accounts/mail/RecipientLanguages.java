package org.peerage.accounts.mail;

import org.peerage.access.AccountDirectory;
import org.peerage.access.UserAccount;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;

/** In which language an address is written to: that of the account it belongs to, or English. */
public final class RecipientLanguages {
    private RecipientLanguages() {}

    public static Messages of(AccountDirectory directory, String email) {
        return directory
                .owner(email)
                .map(UserAccount::language)
                .flatMap(Languages::of)
                .orElseGet(Languages::english);
    }
}
