package org.peerage.web.data;

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

    private HealthAndRobots() {}

    /** {@code /healthcheck}: the page's own snapshot was at hand, so the registry answers. */
    public static PageResponse health(PageRequest request) {
        return request.path().equals("/healthcheck")
                ? PageResponse.BytesResponse.of(200, "text/html; charset=utf-8", "")
                : new PageResponse.NotFoundResponse();
    }

    public static PageResponse robots(PageRequest request) {
        return request.path().equals("/robots.txt")
                ? PageResponse.BytesResponse.of(200, "text/plain", ROBOTS)
                : new PageResponse.NotFoundResponse();
    }
}
