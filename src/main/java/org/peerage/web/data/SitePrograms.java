package org.peerage.web.data;

import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** What load balancers and search engines ask any site for. */
public final class SitePrograms {
    /** Pages for which there is nothing to be found by strangers. */
    private static final String ROBOTS = """
            User-Agent: *
            Disallow: /register
            Disallow: /account/login
            Disallow: /username-retrieve
            Disallow: /reset-password
            """;

    private SitePrograms() {}

    /** {@code /healthcheck}: the page's own snapshot was at hand, so the registry answers. */
    public static Reply health(Visit visit) {
        return visit.path().equals("/healthcheck")
                ? Reply.Bytes.of(200, "text/html; charset=utf-8", "")
                : new Reply.NotFound();
    }

    public static Reply robots(Visit visit) {
        return visit.path().equals("/robots.txt") ? Reply.Bytes.of(200, "text/plain", ROBOTS) : new Reply.NotFound();
    }
}
