package org.peerage.accounts.people;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.access.UserAccount;
import org.peerage.accounts.OneTimeLinks;
import org.peerage.accounts.mail.AccountMails;
import org.peerage.i18n.Messages;
import org.peerage.text.Email;

/**
 * A person's e-mail addresses: the primary one is in the account, these are the others. Each is confirmed by a link;
 * a confirmed one is one person's alone.
 */
public final class EmailAddresses {
    /** How many a person may have, the primary one counted. */
    public static final int MAX_ADDRESSES = 5;

    private final Accounts accounts;
    private final Transactions store;
    private final OneTimeLinks links;
    private final AccountMails mails;
    private final Clock clock;

    EmailAddresses(Accounts accounts, DataSource source, OneTimeLinks links, AccountMails mails, Clock clock) {
        this.accounts = accounts;
        this.store = new Transactions(source);
        this.links = links;
        this.mails = mails;
        this.clock = clock;
    }

    /** One that is not the primary address. */
    public record SecondaryEmail(String email, boolean confirmed) {}

    public List<SecondaryEmail> of(long user) {
        return store.withConnection(sql -> sql.query(
                "select email, confirmed from user_email where user_id = ? order by id",
                row -> new SecondaryEmail(row.getString(1), row.getBoolean(2)),
                user));
    }

    /** Adds an address and mails the link that confirms it; what is wrong with it, or nothing. */
    public Optional<String> add(UserAccount user, String email, String site) {
        if (!Email.isValid(email) || email.length() > AccountNames.MAX_NAME_LENGTH) {
            return Optional.of(Messages.current().text("account.invalidEmail"));
        }
        List<SecondaryEmail> known = of(user.id());
        boolean own = email.equalsIgnoreCase(user.email())
                || known.stream().anyMatch(further -> further.email().equalsIgnoreCase(email));
        if (own) {
            return Optional.of(Messages.current().text("identity.add.known"));
        }
        if (known.size() + 1 >= MAX_ADDRESSES) {
            return Optional.of(Messages.current().text("identity.add.tooMany", MAX_ADDRESSES));
        }
        long now = clock.instant().getEpochSecond();
        accounts.change(store -> store.write(sql -> sql.update(
                "insert into user_email (user_id, email, confirmed, created) values (?, ?, ?, ?)"
                        + " on conflict do nothing",
                user.id(),
                email,
                false,
                now)));
        mails.changed(user, site, "address.added", email);
        mailLink(user, email, site);
        return Optional.empty();
    }

    /** Mails the link for one that is not confirmed yet again. */
    public void sendAgain(UserAccount user, String email, String site) {
        unconfirmed(user, email).ifPresent(further -> mailLink(user, further.email(), site));
    }

    private Optional<SecondaryEmail> unconfirmed(UserAccount user, String email) {
        return of(user.id()).stream()
                .filter(further -> !further.confirmed() && further.email().equalsIgnoreCase(email))
                .findFirst();
    }

    /** Whether somebody else has the address is told to the address alone. */
    private void mailLink(UserAccount user, String email, String site) {
        Optional<UserAccount> owner = accounts.current().owner(email);
        if (owner.isPresent() && owner.get().id() != user.id()) {
            mails.belongsToAnother(owner.get().language(), email, site);
        } else {
            String secret = links.issue(OneTimeLinks.LinkPurpose.EMAIL, user.id(), email);
            mails.confirmFurther(user.language(), email, user.username(), site + "/verify?token=" + secret);
        }
    }

    /** Confirms the address that a link was mailed to. */
    Optional<UserAccount> confirm(String secret) {
        return links.redeem(OneTimeLinks.LinkPurpose.EMAIL, secret).flatMap(link -> accounts.current()
                .user(link.user().orElse(0))
                .filter(UserAccount::active)
                .filter(user -> accounts.current()
                        .owner(link.email())
                        .map(owner -> owner.id() == user.id())
                        .orElse(true))
                .filter(user -> accounts.change(store -> store.write(sql -> sql.update(
                                "update user_email set confirmed = ? where user_id = ? and lower(email) = lower(?)"
                                        + " and not exists (select 1 from user_email other where other.confirmed"
                                        + " and lower(other.email) = lower(?))",
                                true,
                                user.id(),
                                link.email(),
                                link.email())))
                        > 0));
    }

    /** Makes a confirmed address the primary one; the old one stays as a further one. Both are told. */
    public boolean makePrimary(UserAccount user, String email, String site) {
        Optional<SecondaryEmail> chosen = of(user.id()).stream()
                .filter(further -> further.confirmed() && further.email().equalsIgnoreCase(email))
                .findFirst();
        if (chosen.isEmpty()) {
            return false;
        }
        String fresh = chosen.get().email();
        String old = user.email();
        long now = clock.instant().getEpochSecond();
        boolean swapped = accounts.change(store -> store.write(sql -> {
            if (sql.update("delete from user_email where user_id = ? and email = ? and confirmed", user.id(), fresh)
                    == 0) {
                return false;
            }
            sql.update("update user_account set email = ?, verified = ? where id = ?", fresh, true, user.id());
            if (old != null) {
                sql.update(
                        "insert into user_email (user_id, email, confirmed, created) values (?, ?, ?, ?)",
                        user.id(),
                        old,
                        user.verified(),
                        now);
            }
            return true;
        }));
        if (swapped) {
            if (old != null) {
                mails.changedTo(old, user, site, "address.primary", fresh);
            }
            mails.changedTo(fresh, user, site, "address.primary", fresh);
        }
        return swapped;
    }

    /** Removes an address; never the primary one, so that a confirmed one stays. The address is told. */
    public boolean remove(UserAccount user, String email, String site) {
        Optional<SecondaryEmail> known = of(user.id()).stream()
                .filter(further -> further.email().equalsIgnoreCase(email))
                .findFirst();
        boolean last = !user.verified()
                && known.filter(SecondaryEmail::confirmed).isPresent()
                && of(user.id()).stream().filter(SecondaryEmail::confirmed).count() == 1;
        if (known.isEmpty() || last) {
            return false;
        }
        String removed = known.get().email();
        accounts.change(store -> store.write(
                sql -> sql.update("delete from user_email where user_id = ? and email = ?", user.id(), removed)));
        if (known.get().confirmed()) {
            mails.changedTo(removed, user, site, "address.removed", removed);
            mails.changed(user, site, "address.removed", removed);
        }
        return true;
    }
}
