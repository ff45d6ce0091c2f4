package org.peerage.accounts.people;

import java.util.List;
import java.util.Map;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.OrganizationStore;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Role;
import org.peerage.accounts.mail.AccountMails;
import org.peerage.store.TicketTable;

/**
 * Closing an account: what is personal is erased; the row stays, shut and without a name, so that the history's
 * {@code user:<id>} remains one person's and the id is never another's.
 */
public final class AccountClosure {
    private final Accounts accounts;
    private final AccountMails mails;

    AccountClosure(Accounts accounts, AccountMails mails) {
        this.accounts = accounts;
        this.mails = mails;
    }

    /** The organizations that would be left without an admin: no account is closed before they have another. */
    public List<Long> organizationsOfLastAdmin(UserAccount user) {
        return user.organizations().entrySet().stream()
                .filter(membership -> membership.getValue() == Role.ADMIN)
                .map(Map.Entry::getKey)
                .filter(organization -> isLastAdmin(user, organization))
                .sorted()
                .toList();
    }

    /** Whether the organization has no other active admin. */
    private boolean isLastAdmin(UserAccount user, long organization) {
        return user.organizations().get(organization) == Role.ADMIN
                && accounts.current().membersOf(organization).stream()
                        .noneMatch(other -> other.id() != user.id()
                                && other.active()
                                && other.verified()
                                && other.organizations().get(organization) == Role.ADMIN);
    }

    /**
     * Whether the account was closed; not if an organization or the site would be left without an admin. That is looked at
     * in the transaction that closes it: of two last ones who close theirs at once, one stays.
     */
    public boolean close(UserAccount user, String site) {
        String actor = "user:" + user.id();
        return accounts.change(store -> store.write(sql -> {
            if (AccountStore.isLastSuperuser(sql, user.id())
                    || !OrganizationStore.whereLastAdmin(sql, user.id()).isEmpty()) {
                return false;
            }
            String name = "closed-" + user.id();
            int found = sql.update(
                    "update user_account set username = ?, username_folded = ?, email = null, password_hash = '!',"
                            + " first_name = '', last_name = '', verified = ?, active = ?, superuser = ?, staff = ?"
                            + " where id = ? and (username <> ? or email is not null)",
                    name,
                    name,
                    false,
                    false,
                    false,
                    false,
                    user.id(),
                    name);
            if (found == 0) {
                return false; // another process has just closed it
            }
            for (String table : List.of(
                    "session",
                    "account_link",
                    "authenticator",
                    "backup_code",
                    "passkey",
                    "remembered_device",
                    "known_device",
                    "waiting_sign_in",
                    "user_email",
                    "user_grant",
                    "affiliation",
                    "identity_check",
                    "org_membership",
                    "follow",
                    "followed_search",
                    "follow_change",
                    "follow_mail",
                    "own_follow",
                    "orphaned_account",
                    "oauth_application",
                    "oauth_consent",
                    "oauth_grant")) {
                sql.update("delete from " + table + " where user_id = ?", user.id());
            }
            for (String table : List.of("key_log", "key_network")) {
                sql.update(
                        "delete from " + table + " where key_id in (select id from api_key where user_id = ?)",
                        user.id());
            }
            sql.update(
                    "update api_key set status = 'revoked', name = '', last_used_ip = null, allowed_networks = null"
                            + " where user_id = ?",
                    user.id());
            // What they did to others stays in those others' trails.
            sql.update("update audit set address = '' where actor = ?", actor);
            sql.update("update audit set address = '', detail = '' where subject = ?", actor);
            TicketTable.erasePerson(sql, actor, name);
            if (user.email() != null) {
                mails.closed(sql, user, site);
            }
            return true;
        }));
    }
}
