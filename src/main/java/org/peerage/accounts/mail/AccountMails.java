package org.peerage.accounts.mail;

import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import org.peerage.access.UserAccount;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.store.Sql;

/** What is written to people about their accounts, in their language; to strangers, in that of the page they are on. */
public final class AccountMails {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final Mailer mailer;
    private final Clock clock;

    public AccountMails(Mailer mailer, Clock clock) {
        this.mailer = mailer;
        this.clock = clock;
    }

    public void confirmSignUp(String email, String link) {
        send(Messages.current(), email, "mail.signUp", link);
    }

    public void hasAccount(String language, String email, String site) {
        send(Languages.orEnglish(language), email, "mail.hasAccount", site, site + "/reset-password");
    }

    public void confirmFurther(String language, String email, String username, String link) {
        send(Languages.orEnglish(language), email, "mail.furtherAddress", username, link);
    }

    public void belongsToAnother(String language, String email, String site) {
        send(Languages.orEnglish(language), email, "mail.addressTaken", site);
    }

    public void newPassword(String language, String email, String username, String link) {
        send(Languages.orEnglish(language), email, "mail.newPassword", username, link);
    }

    public void username(String language, String email, String username, String site) {
        send(Languages.orEnglish(language), email, "mail.username", username, site + "/account/login/");
    }

    public void recoverFactors(UserAccount user, String email, String link) {
        send(Languages.orEnglish(user.language()), email, "mail.recover", user.username(), link);
    }

    /**
     * Tells a person that their account was changed; nothing to whoever has no address.
     *
     * @param change the message {@code mail.change.…}, which says what changed
     */
    public void changed(UserAccount user, String site, String change, Object... arguments) {
        if (user.email() != null) {
            changedTo(user.email(), user, site, change, arguments);
        }
    }

    /** The same to another address of theirs. */
    public void changedTo(String email, UserAccount user, String site, String change, Object... arguments) {
        Messages language = Languages.orEnglish(user.language());
        send(
                language,
                email,
                "mail.changed",
                user.username(),
                site,
                language.text("mail.change." + change, arguments),
                site + "/reset-password");
    }

    /**
     * Tells a person of a sign-in with a browser that is new to them.
     *
     * @param device the browser, in words of their language
     */
    public void newDevice(UserAccount user, String site, String device, String ipAddress) {
        if (user.email() != null) {
            send(
                    Languages.orEnglish(user.language()),
                    user.email(),
                    "mail.newDevice",
                    user.username(),
                    site,
                    device,
                    ipAddress,
                    TIME.format(clock.instant()),
                    site + "/reset-password",
                    site + "/profile/sessions");
        }
    }

    /** Tells a person that somebody knows their password and guesses codes. */
    public void guessed(UserAccount user, String site, String ipAddress) {
        if (user.email() != null) {
            send(
                    Languages.orEnglish(user.language()),
                    user.email(),
                    "mail.guessed",
                    user.username(),
                    site,
                    ipAddress,
                    site + "/reset-password");
        }
    }

    /** By the transaction that closes the account: one that was cut off told nobody, and none is told twice. */
    public void closed(Sql sql, UserAccount user, String site) throws SQLException {
        Messages language = Languages.orEnglish(user.language());
        Outbox.add(
                sql,
                mail(language, Objects.requireNonNull(user.email()), "mail.closed", user.username(), site),
                clock.instant());
    }

    private void send(Messages language, String to, String key, Object... arguments) {
        mailer.send(mail(language, to, key, arguments));
    }

    private static Mailer.Mail mail(Messages language, String to, String key, Object... arguments) {
        return new Mailer.Mail(to, language.text(key + ".subject"), language.text(key, arguments));
    }
}
