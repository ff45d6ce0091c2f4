package org.peerage.web.data;

import static org.peerage.web.page.Texts.text;

import org.peerage.accounts.SiteSettings;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** What load balancers and search engines ask any site for. */
public final class HealthAndRobots {
    /** Pages for which there is nothing to be found by strangers. */
    private static final String ROBOTS = """
            User-Agent: *
            Disallow: /register
            Disallow: /account/login
            Disallow: /username-retrieve
            Disallow: /reset-password
            """;

    private static final String RETRY_AFTER_SECONDS = "300";

    private HealthAndRobots() {}

    /** {@code /healthcheck}: the page's own snapshot was at hand, so the registry answers. */
    public static PageResponse health(PageRequest request) {
        return request.path().equals("/healthcheck")
                ? PageResponse.BytesResponse.of(200, "text/html; charset=utf-8", "")
                : new PageResponse.NotFoundResponse();
    }

    /** {@code /maintenance}: what writers are told while the registry is read-only. */
    public static PageResponse maintenance(PageRequest request) {
        if (!request.path().equals("/maintenance")) {
            return new PageResponse.NotFoundResponse();
        }
        if (!request.services().settings().isOn(SiteSettings.Setting.READ_ONLY)) {
            return new PageResponse.Redirect("/");
        }
        request.response().set("Retry-After", RETRY_AFTER_SECONDS);
        return PageRenderer.message(request, 503, text("maintenance.title"), text("rule.readOnly"));
    }

    public static PageResponse robots(PageRequest request) {
        return request.path().equals("/robots.txt")
                ? PageResponse.BytesResponse.of(200, "text/plain", ROBOTS)
                : new PageResponse.NotFoundResponse();
    }
}
