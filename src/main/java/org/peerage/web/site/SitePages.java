package org.peerage.web.site;

import java.util.Map;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** What the site says of itself. */
public final class SitePages {

    public PageResponse about(PageRequest request) {
        return PageResponse.TemplateResponse.of(
                "site/about.jte", Map.of("shell", request.frame(Texts.text("nav.about"))));
    }

    public PageResponse rules(PageRequest request) {
        return PageResponse.TemplateResponse.of(
                "site/rules.jte", Map.of("shell", request.frame(Texts.text("nav.rules"))));
    }

    public PageResponse sponsors(PageRequest request) {
        return PageResponse.TemplateResponse.of(
                "site/sponsors.jte", Map.of("shell", request.frame(Texts.text("nav.sponsors"))));
    }
}
