package org.peerage.web.organizations;

import static org.peerage.web.page.Texts.text;

import java.util.Map;
import org.peerage.oauth.Application;
import org.peerage.web.oauth.ApplicationView;
import org.peerage.web.page.PageResponse;

/** The applications of an organization; what is done with each is done on its own page (docs/spec/identity.md §2). */
final class OrganizationApplications {
    private OrganizationApplications() {}

    static PageResponse show(PanelRequest panel) {
        return PageResponse.TemplateResponse.of(
                "organizations/applications.jte",
                Map.of(
                        "shell",
                        panel.request().frame(text("oauth.organization.title")),
                        "head",
                        panel.header("applications"),
                        "applications",
                        ApplicationView.of(panel.request(), new Application.Owner.OrganizationOwner(panel.id()))));
    }
}
