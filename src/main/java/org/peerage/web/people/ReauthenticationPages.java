package org.peerage.web.people;

import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Asks for the password again before something that matters, unless it was given within a quarter of an hour. */
final class ReauthenticationPages {

    PageResponse answer(PageRequest request) {
        return LoginGuard.signedIn(request, user -> request.isPost() ? check(request, user) : form(request, 200, ""));
    }

    private static PageResponse check(PageRequest request, UserAccount user) {
        Optional<String> problem = LoginGuard.passwordProblem(request, user, "password");
        if (problem.isPresent()) {
            return form(request, 403, problem.get());
        }
        request.markPasswordConfirmed();
        return new PageResponse.Redirect(LoginGuard.nextUrl(request));
    }

    private static PageResponse form(PageRequest request, int status, String problem) {
        return new PageResponse.TemplateResponse(
                status,
                "people/confirm.jte",
                Map.of(
                        "shell",
                        request.frame(Texts.text("confirm.title")),
                        "problem",
                        problem,
                        "next",
                        LoginGuard.nextUrl(request)));
    }
}
