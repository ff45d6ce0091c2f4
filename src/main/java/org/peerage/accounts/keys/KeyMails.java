package org.peerage.accounts.keys;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Set;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Role;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.mail.Outbox;
import org.peerage.accounts.mail.RecipientLanguages;
import org.peerage.i18n.Messages;
import org.peerage.store.Sql;

/** What owners of keys are told, in the transaction of what is told: a person, or an organization's contact and admins. */
final class KeyMails {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final Accounts accounts;

    KeyMails(Accounts accounts) {
        this.accounts = accounts;
    }

    void made(Sql sql, StoredKey key, long now) throws SQLException {
        send(sql, key, "made", now, "");
    }

    void revoked(Sql sql, StoredKey key, long now) throws SQLException {
        send(sql, key, "revoked", now, "");
    }

    void usedElsewhere(Sql sql, StoredKey key, String ipAddress, long now) throws SQLException {
        send(sql, key, "elsewhere", now, ipAddress);
    }

    void ends(Sql sql, StoredKey key, long now) throws SQLException {
        send(
                sql,
                key,
                "ends",
                now,
                TIME.format(Instant.ofEpochSecond(key.expiry().orElse(now))));
    }

    private void send(Sql sql, StoredKey key, String kind, long now, String detail) throws SQLException {
        for (String email : recipients(key)) {
            Messages words = RecipientLanguages.of(accounts.current(), email);
            Outbox.add(
                    sql,
                    new Mailer.Mail(
                            email,
                            words.text("oauth.key.mail." + kind + ".subject", key.prefix()),
                            words.text("oauth.key.mail." + kind + ".text", key.prefix(), key.name(), detail) + "\n\n"
                                    + words.text("oauth.key.mail.end") + "\n"),
                    Instant.ofEpochSecond(now));
        }
    }

    private Set<String> recipients(StoredKey key) {
        Set<String> emails = new LinkedHashSet<>();
        switch (key.owner()) {
            case StoredKey.Owner.UserOwner(long id) ->
                accounts.current().user(id).filter(UserAccount::active).ifPresent(user -> add(emails, user));
            case StoredKey.Owner.OrganizationOwner(long id) -> {
                if (key.email() != null) {
                    emails.add(key.email());
                }
                accounts.current().membersOf(id).stream()
                        .filter(user -> user.active() && user.organizations().get(id) == Role.ADMIN)
                        .forEach(user -> add(emails, user));
            }
        }
        return emails;
    }

    private static void add(Set<String> emails, UserAccount user) {
        if (user.email() != null) {
            emails.add(user.email());
        }
    }
}
