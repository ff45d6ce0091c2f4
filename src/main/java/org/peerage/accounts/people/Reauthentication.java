package org.peerage.accounts.people;

import java.time.Clock;
import java.time.Duration;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.accounts.RandomTokens;
import org.peerage.accounts.mail.Mailer;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;

/** Lets people show again that their address is theirs, where an organization asks for it now and then. */
public final class Reauthentication {
    private static final Duration TTL = Duration.ofDays(1);

    private final Accounts accounts;
    private final Mailer mailer;
    private final Clock clock;

    public Reauthentication(Accounts accounts, Mailer mailer, Clock clock) {
        this.accounts = accounts;
        this.mailer = mailer;
        this.clock = clock;
    }

    /** Mails a link; an earlier one is void. */
    public void mail(UserAccount user, String site) {
        if (user.email() == null || !user.verified()) {
            return;
        }
        String secret = RandomTokens.generate();
        long expires = clock.instant().plus(TTL).getEpochSecond();
        accounts.change(store -> {
            store.organizations().awaitConfirmation(user.id(), RandomTokens.hash(secret), expires);
            return user;
        });
        Messages language = Languages.orEnglish(user.language());
        mailer.send(new Mailer.Mail(
                user.email(),
                language.text("mail.reconfirm.subject"),
                language.text("mail.reconfirm", user.username(), site + "/affiliate-to-org/confirm?token=" + secret)));
    }

    /** Uses a link up, which has to be this user's. */
    public boolean confirm(UserAccount user, String secret) {
        return accounts.change(store -> store.organizations().confirm(user.id(), RandomTokens.hash(secret)));
    }
}
