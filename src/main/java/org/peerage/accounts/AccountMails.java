package org.peerage.accounts;

import java.util.Objects;
import org.peerage.access.UserAccount;
import org.peerage.i18n.Messages;

/** What is written to people about their accounts. */
final class AccountMails {
    private static final String NOT_YOU =
            "\n\nIf this was not you, somebody else may know your password: choose a new one at ";

    private final Mailer mailer;

    AccountMails(Mailer mailer) {
        this.mailer = mailer;
    }

    void confirmSignUp(String email, String link) {
        send(
                email,
                "Confirm your e-mail address",
                "Welcome. Please confirm that this is your address, within three days:\n\n" + link
                        + "\n\nIf you did not sign up, ignore this mail.\n");
    }

    void hasAccount(String email, String site) {
        send(
                email,
                "You have an account already",
                "Somebody, perhaps you, wanted to sign up at " + site + " with this address, which has an account"
                        + " already.\n\nIf you forgot its password: " + site + "/reset-password\n");
    }

    void confirmFurther(String email, String username, String link) {
        send(
                email,
                "Confirm your e-mail address",
                username + " says that this is an address of theirs. If so, please confirm it within three days:\n\n"
                        + link + "\n\nIf you are not " + username + ", ignore this mail.\n");
    }

    void belongsToAnother(String email, String site) {
        send(
                email,
                "This address has an account already",
                "Somebody, perhaps you, wanted to add this address to another account at " + site
                        + ". It belongs to one already; remove it there first.\n");
    }

    void newPassword(String email, String username, String link) {
        send(
                email,
                "A new password",
                "Your username is " + username + ". With this link you choose a new password, within thirty"
                        + " minutes:\n\n" + link + "\n\nIf you did not ask for it, ignore this mail.\n");
    }

    void username(String email, String username, String site) {
        send(
                email,
                "Your username",
                "Your username is " + username + ". You sign in at " + site
                        + "/account/login/ with it or with this address.\n\nIf you did not ask for it, ignore this"
                        + " mail.\n");
    }

    void recoverFactors(String email, String username, String link) {
        Messages words = Messages.current();
        send(
                email,
                words.text("oauth.recover.mail.subject"),
                words.text("oauth.recover.mail.text", username, link) + "\n");
    }

    void factorsRecovered(UserAccount user, String site) {
        changed(user, Messages.current().text("oauth.recover.mail.done"), site);
    }

    /** Tells a person that their account was changed; nothing to whoever has no address. */
    void changed(UserAccount user, String change, String site) {
        if (user.email() != null) {
            changed(user.email(), user.username(), change, site);
        }
    }

    void changed(String email, String username, String change, String site) {
        send(
                email,
                "Your account was changed",
                "Of your account " + username + " at " + site + ": " + change + NOT_YOU + site + "/reset-password\n");
    }

    void closed(UserAccount user, String site) {
        send(
                Objects.requireNonNull(user.email()),
                "Your account is closed",
                "Your account " + user.username() + " at " + site + " is closed. Your name and addresses are"
                        + " erased, your keys are revoked. Thank you for having been here.\n");
    }

    private void send(String to, String subject, String text) {
        mailer.send(new Mailer.Mail(to, subject, text));
    }
}
