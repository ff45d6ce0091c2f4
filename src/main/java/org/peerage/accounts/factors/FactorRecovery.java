package org.peerage.accounts.factors;

import java.util.List;
import java.util.Optional;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.accounts.OneTimeLinks;
import org.peerage.accounts.mail.AccountMails;

/**
 * A way back for people who lost all their second factors: staff has a link mailed to them, which with the password, once
 * and for half an hour, takes the factors off the account.
 */
public final class FactorRecovery {
    private final Accounts accounts;
    private final OneTimeLinks links;
    private final AccountMails mails;

    public FactorRecovery(Accounts accounts, OneTimeLinks links, AccountMails mails) {
        this.accounts = accounts;
        this.links = links;
        this.mails = mails;
    }

    /** Mails the link; whether there is an address to mail to, and a factor to take off. */
    public boolean mail(UserAccount user, String site) {
        if (user.email() == null || !user.active() || !accounts.current().hasSecondFactor(user.id())) {
            return false;
        }
        mails.recoverFactors(
                user,
                user.email(),
                site + "/account/recover/?token="
                        + links.issue(OneTimeLinks.LinkPurpose.FACTORS, user.id(), user.email()));
        return true;
    }

    /** Whose link it is, without using it up. */
    public Optional<UserAccount> ownerOf(String token) {
        return links.find(OneTimeLinks.LinkPurpose.FACTORS, token)
                .flatMap(link -> accounts.current().user(link.user().orElse(0)))
                .filter(UserAccount::active);
    }

    /** Uses the link up, and takes all second factors and remembered browsers off the account; whether it was good. */
    public boolean recover(UserAccount user, String token, String site) {
        boolean good = links.redeem(OneTimeLinks.LinkPurpose.FACTORS, token)
                .filter(link -> link.user().isPresent() && link.user().getAsLong() == user.id())
                .isPresent();
        if (good) {
            accounts.change(store -> store.write(sql -> {
                int gone = 0;
                for (String table :
                        List.of("passkey", "authenticator", "backup_code", "remembered_device", "waiting_sign_in")) {
                    gone += sql.update("delete from " + table + " where user_id = ?", user.id());
                }
                return gone;
            }));
            mails.changed(user, site, "recovered");
        }
        return good;
    }
}
