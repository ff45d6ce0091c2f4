package org.peerage.web.page;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.UserAccount;

/**
 * What every page has around its content.
 *
 * @param csrfToken the word that the page's forms carry
 * @param user who is signed in; null: nobody
 * @param query what was searched for, for the box at the top
 * @param url of this page, to come back to
 * @param banner what superusers tell everybody; empty: nothing
 */
public record PageFrame(
        String title, String csrfToken, @Nullable UserAccount user, String query, String url, String banner) {

    public Optional<UserAccount> signedIn() {
        return Optional.ofNullable(user);
    }
}
