package org.peerage.web.oauth;

import static org.peerage.web.page.Texts.text;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.peerage.access.UserAccount;
import org.peerage.oauth.Application;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.people.LoginGuard;

/** The applications that a person let in, and taking it back (docs/spec/identity.md §7). */
final class AccessPages {
    PageResponse answer(PageRequest request) {
        if (request.user().isEmpty()) {
            return request.loginRedirect();
        }
        UserAccount user = request.user().get();
        String id = request.pathSegment(2);
        if (id.isEmpty()) {
            return PageResponse.TemplateResponse.of(
                    "oauth/authorized.jte",
                    Map.of(
                            "shell",
                            request.frame(text("oauth.access.title")),
                            "authorizations",
                            AuthorizationView.of(request, user)));
        }
        OptionalLong named = IdParser.parse(id);
        if (named.isEmpty() || !request.pathSegment(3).equals("delete")) {
            return new PageResponse.NotFoundResponse();
        }
        long application = named.getAsLong();
        if (request.isPost() && request.services().identityProvider().tokens().remove(user.id(), application)) {
            Optional<Application> known =
                    request.services().identityProvider().applications().find(application);
            LoginGuard.audit(
                    request,
                    user,
                    "remove application",
                    known.map(Application::title).orElse(""));
        }
        return new PageResponse.Redirect("/oauth2/authorized_tokens/");
    }
}
