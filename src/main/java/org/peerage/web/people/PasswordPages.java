package org.peerage.web.people;

import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.people.PasswordReset;
import org.peerage.accounts.people.Session;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** A new password for who knows the old one. */
public final class PasswordPages {

    public PageResponse change(PageRequest request) {
        return LoginGuard.signedIn(request, user -> request.isPost() ? change(request, user) : form(request, 200, ""));
    }

    private static PageResponse change(PageRequest request, UserAccount user) {
        Optional<String> problem = LoginGuard.passwordProblem(request, user, "old_password")
                .or(() ->
                        PasswordReset.problem(user, request.rawValue("password"), request.rawValue("password_again")));
        if (problem.isPresent()) {
            return form(request, 400, problem.get());
        }
        request.services().people().passwordReset().setPassword(user, request.rawValue("password"), request.siteUrl());
        request.endSessions(user.id(), request.session().map(Session::id).orElse(""));
        request.markPasswordConfirmed();
        LoginGuard.audit(request, user, "change password", "");
        return new PageResponse.Redirect("/profile?said=password");
    }

    private static PageResponse form(PageRequest request, int status, String problem) {
        return new PageResponse.TemplateResponse(
                status,
                "people/password.jte",
                Map.of("shell", request.frame(Texts.text("password.title")), "problem", problem));
    }
}
