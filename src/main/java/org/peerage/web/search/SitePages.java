package org.peerage.web.search;

import java.util.Map;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** What the site says of itself. */
public final class SitePages {

    public Reply about(Visit visit) {
        return Reply.Page.of("search/about.jte", Map.of("shell", visit.shell("About")));
    }

    public Reply rules(Visit visit) {
        return Reply.Page.of("search/rules.jte", Map.of("shell", visit.shell("Acceptable use")));
    }

    public Reply sponsors(Visit visit) {
        return Reply.Page.of("search/sponsors.jte", Map.of("shell", visit.shell("Sponsors")));
    }
}
