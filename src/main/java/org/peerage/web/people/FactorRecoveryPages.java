package org.peerage.web.people;

import static org.peerage.web.page.Texts.text;

import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** The link for people who lost their second factors: it asks for the password, and leads to setting up new ones. */
final class FactorRecoveryPages {
    PageResponse answer(PageRequest request) {
        String token = request.value("token");
        Optional<UserAccount> user =
                request.services().people().factorRecovery().ownerOf(token);
        if (user.isEmpty()) {
            return invalid(request);
        }
        if (!request.isPost()) {
            return form(request, token, 200, "");
        }
        Optional<String> problem = LoginGuard.passwordProblem(request, user.get(), "password");
        if (problem.isPresent()) {
            return form(request, token, 403, problem.get());
        }
        if (!request.services().people().factorRecovery().recover(user.get(), token, request.siteUrl())) {
            return invalid(request);
        }
        LoginGuard.audit(request, user.get(), "remove all second factors", "");
        request.endSessions(user.get().id(), "");
        request.signIn(user.get(), false);
        return new PageResponse.Redirect("/account/two_factor/");
    }

    private static PageResponse form(PageRequest request, String token, int status, String problem) {
        return new PageResponse.TemplateResponse(
                status,
                "people/recover.jte",
                Map.of("shell", request.frame(text("oauth.recover.title")), "token", token, "problem", problem));
    }

    private static PageResponse invalid(PageRequest request) {
        return PageRenderer.message(request, 400, text("oauth.recover.title"), text("oauth.recover.invalid"));
    }
}
