package org.peerage.web.page;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.UserAccount;

/**
 * What every page has around its content.
 *
 * @param csrfToken the word that the page's forms carry
 * @param user who is signed in; null: nobody
 * @param own the organizations of who is signed in
 * @param query what was searched for, for the box at the top
 * @param url of this page, to come back to
 * @param site the address of this site, for links that leave it
 * @param banner what superusers tell everybody; empty: nothing
 * @param bannerSeverity how much it matters: info, warning or danger
 * @param theme how the page looks
 * @param head what the page tells search engines
 * @param past the moment that the page shows; null: now
 */
public record PageFrame(
        String title,
        String csrfToken,
        @Nullable UserAccount user,
        List<OwnOrganization> own,
        String query,
        String url,
        String site,
        String banner,
        String bannerSeverity,
        Theme theme,
        PageHead head,
        @Nullable PastView past) {
    public PageFrame {
        own = List.copyOf(own);
    }

    public Optional<UserAccount> signedIn() {
        return Optional.ofNullable(user);
    }

    /** Whether search engines may list the page: they have no use for what was. */
    public boolean isListed() {
        return past == null && !head.path().isEmpty();
    }

    /** The same page with more to tell of itself. */
    public PageFrame with(PageHead other) {
        return new PageFrame(title, csrfToken, user, own, query, url, site, banner, bannerSeverity, theme, other, past);
    }
}
