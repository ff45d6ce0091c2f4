package org.peerage.accounts.people;

import java.util.List;
import java.util.Optional;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.Passwords;
import org.peerage.accounts.OneTimeLinks;
import org.peerage.accounts.mail.AccountMails;
import org.peerage.i18n.Messages;

/** New passwords: by the person, or by a mailed link (docs/spec/access.md §3). */
public final class PasswordReset {
    private final Accounts accounts;
    private final Passwords passwords;
    private final OneTimeLinks links;
    private final AccountMails mails;

    PasswordReset(Accounts accounts, Passwords passwords, OneTimeLinks links, AccountMails mails) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.links = links;
        this.mails = mails;
    }

    /** Mails a link for a new password to whoever has that address; tells nobody whether there is one. */
    public void mailPasswordReset(String email, String site) {
        withAddress(email)
                .ifPresent(user -> mails.newPassword(
                        user.language(),
                        email,
                        user.username(),
                        site + "/reset-password?token="
                                + links.issue(OneTimeLinks.LinkPurpose.RESET, user.id(), email)));
    }

    /** Mails their username to whoever has that address; tells nobody whether there is one. */
    public void mailUsername(String email, String site) {
        withAddress(email).ifPresent(user -> mails.username(user.language(), email, user.username(), site));
    }

    private Optional<UserAccount> withAddress(String email) {
        return accounts.current().owner(email).filter(UserAccount::active);
    }

    /** What is wrong with a new password of a person. */
    public static Optional<String> problem(UserAccount user, String password, String again) {
        if (!password.equals(again)) {
            return Optional.of(Messages.current().text("password.differ"));
        }
        return PasswordRules.problem(password, user.username(), user.email() == null ? "" : user.email());
    }

    /** Whose link for a new password it is, without using it up: so that a mistake in the form costs no link. */
    public Optional<UserAccount> resetOf(String secret) {
        return links.find(OneTimeLinks.LinkPurpose.RESET, secret)
                .flatMap(link -> accounts.current().user(link.user().orElse(0)))
                .filter(UserAccount::active);
    }

    /** Uses a link for a new password up; whoever got the mail has the address, so it is confirmed by that. */
    public boolean reset(UserAccount user, String secret, String password, String site) {
        Optional<OneTimeLinks.RedeemedLink> link = links.redeem(OneTimeLinks.LinkPurpose.RESET, secret);
        if (link.isEmpty()) {
            return false;
        }
        if (!user.verified()) {
            // Whoever signed up with somebody else's address may have left a way in for themselves.
            forgetWaysIn(user.id());
        }
        setPassword(user, password, site);
        if (!user.verified() && link.get().email().equalsIgnoreCase(user.email())) {
            accounts.change(store -> {
                store.setVerified(user.id(), true);
                return user;
            });
        }
        return true;
    }

    private void forgetWaysIn(long user) {
        accounts.change(store -> store.write(sql -> {
            int gone = 0;
            for (String table : List.of(
                    "user_email",
                    "passkey",
                    "authenticator",
                    "backup_code",
                    "waiting_sign_in",
                    "account_link",
                    "oauth_application",
                    "oauth_consent",
                    "oauth_grant")) {
                gone += sql.update("delete from " + table + " where user_id = ?", user);
            }
            return gone;
        }));
    }

    /** Sets a password and tells its owner; browsers that were remembered are so no more. */
    public void setPassword(UserAccount user, String password, String site) {
        String hash = passwords.hash(password);
        accounts.change(store -> {
            store.setPasswordHash(user.id(), hash);
            return user;
        });
        mails.changed(user, site, "password");
    }
}
