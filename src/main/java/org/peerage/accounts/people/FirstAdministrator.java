package org.peerage.accounts.people;

import java.util.Optional;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.accounts.OneTimeLinks;

/** The link with which whoever started a new site makes its first administrator: good once, while there is none. */
public final class FirstAdministrator {
    private final Accounts accounts;
    private final OneTimeLinks links;

    FirstAdministrator(Accounts accounts, OneTimeLinks links) {
        this.accounts = accounts;
        this.links = links;
    }

    private boolean isThere() {
        return accounts.current().superusers().stream().anyMatch(UserAccount::active);
    }

    /** The path of a new link, if the site has no administrator; earlier links are void. */
    public Optional<String> invite() {
        return isThere()
                ? Optional.empty()
                : Optional.of("/first-admin?token=" + links.issue(OneTimeLinks.LinkPurpose.FIRST_ADMIN));
    }

    /** Whether the link is good still. */
    public boolean isInvited(String secret) {
        return !isThere()
                && links.find(OneTimeLinks.LinkPurpose.FIRST_ADMIN, secret).isPresent();
    }

    /** Uses the link up, and all others; whether it was good. */
    boolean redeem(String secret) {
        boolean good = !isThere()
                && links.redeem(OneTimeLinks.LinkPurpose.FIRST_ADMIN, secret).isPresent();
        if (good) {
            links.voidAll(OneTimeLinks.LinkPurpose.FIRST_ADMIN);
        }
        return good;
    }
}
